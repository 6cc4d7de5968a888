package dev.paloma.outbox;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses OUTBOX = new ClassFileImporter()
            .importUrl(Outbox.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void standsOnCoreAndJavaSqlAndNamesNoDatabasesDriver() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "javax.sql..",
                        "org.jspecify.annotations..",
                        "dev.paloma",
                        "dev.paloma.message..",
                        "dev.paloma.smtp..",
                        "dev.paloma.outbox.."))
                .check(OUTBOX);
    }

    @Test
    void writesToNoStandardStream() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(OUTBOX);
    }

    @Test
    void usesNoReflectionAndNoJavaSerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "java.lang.ref..")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(In|Out)putStream")
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .check(OUTBOX);
    }

    @Test
    void keepsNothingStatic() {
        fields().that().areStatic().should().beFinal().check(OUTBOX);
    }

    @Test
    void publishesWhatProgramsNameAndNothingElse() {
        assertThat(OUTBOX.stream()
                        .filter(c -> c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(c -> c.getSimpleName()))
                .containsExactlyInAnyOrder(
                        "MailQuery",
                        "MailState",
                        "MailStatus",
                        "Outbox",
                        "OutboxEvent",
                        "OutboxException",
                        "OutboxListener",
                        "OutboxStats",
                        "OutboxWorker",
                        "OutboxWorkerBuilder",
                        "SubmitOptions");
    }
}
