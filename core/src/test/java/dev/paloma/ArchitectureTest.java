package dev.paloma;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The floors and fences of ARCHITECTURE.md, as far as core is concerned. */
class ArchitectureTest {
    /** What is in this module's main source, testkit and tests left out. */
    private static final JavaClasses CORE = new ClassFileImporter()
            .importUrl(Mailer.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void messagesAndMechanismsKnowNoNetwork() {
        noClasses()
                .that(resideInAnyPackage("dev.paloma.message..", "dev.paloma.sasl..", "dev.paloma.dkim.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "javax.net..", "dev.paloma", "dev.paloma.smtp..")
                .check(CORE);
    }

    @Test
    void signaturesKnowNothingButMessages() {
        classes()
                .that(resideInAPackage("dev.paloma.dkim.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.paloma.dkim", "dev.paloma.message", "java..", "org.jspecify.annotations.."))
                .check(CORE);
    }

    @Test
    void messagesAndMechanismsDontKnowEachOther() {
        slices().matching("dev.paloma.(message|sasl)..")
                .should()
                .notDependOnEachOther()
                .check(CORE);
    }

    @Test
    void theProtocolDoesNotKnowThePolicyAboveIt() {
        noClasses()
                .that(resideInAPackage("dev.paloma.smtp.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.paloma")
                .check(CORE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.paloma.(*)..").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void coreNeedsNothingButTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("dev.paloma..", "java..", "javax..", "org.jspecify.annotations.."))
                .check(CORE);
    }

    @Test
    void nothingPrintsToTheConsole() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CORE);
    }

    @Test
    void onlyTheFrontDoorStartsThreads() {
        noClasses()
                .that(resideInAnyPackage(
                        "dev.paloma.message..", "dev.paloma.sasl..", "dev.paloma.smtp..", "dev.paloma.dkim.."))
                .should()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .check(CORE);
    }

    @Test
    void nobodyUsesReflectionOrFinalizers() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "java.lang.ref..", "sun..")
                .check(CORE);
    }

    /** What JDK 17 doesn't have is looked for by name, in one place. */
    @Test
    void onlyOneClassLooksForMethodsByName() {
        noClasses()
                .that()
                .doNotHaveSimpleName("NewerJdk")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.invoke.MethodHandle")
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .check(CORE);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().check(CORE);
    }

    @Test
    void publicSurfaceStaysSmall() {
        assertThat(publicTypes("dev.paloma")).hasSizeLessThanOrEqualTo(15);
        assertThat(publicTypes("dev.paloma.smtp")).hasSizeLessThanOrEqualTo(20);
        assertThat(publicTypes("dev.paloma.dkim")).containsExactly("DkimSigner");
        List<JavaClass> all = CORE.stream().filter(JavaClass::isTopLevelClass).toList();
        long hidden = all.stream()
                .filter(c -> !c.getModifiers().contains(JavaModifier.PUBLIC))
                .count();
        assertThat(hidden * 2).as("at least half of the types are hidden").isGreaterThanOrEqualTo(all.size());
    }

    private static List<String> publicTypes(String name) {
        return CORE.stream()
                .filter(c -> c.getPackageName().equals(name) && c.isTopLevelClass())
                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC)
                        && !c.getSimpleName().equals("package-info"))
                .map(JavaClass::getSimpleName)
                .toList();
    }
}
