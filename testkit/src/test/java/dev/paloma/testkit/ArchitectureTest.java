package dev.paloma.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The testkit judges core, so it shares nothing with it. */
class ArchitectureTest {
    private static final JavaClasses TESTKIT = new ClassFileImporter()
            .importUrl(
                    FakeSmtpServer.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void needsNothingButTheJdkAndItsUsersJunit() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.paloma.testkit",
                        "java..",
                        "javax..",
                        "org.jspecify.annotations..",
                        "org.junit.jupiter.api.."))
                .check(TESTKIT);
    }

    @Test
    void onlyTheExtensionKnowsJunit() {
        noClasses()
                .that()
                .doNotHaveSimpleName("NoLeaks")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(TESTKIT);
    }

    @Test
    void printsNothing() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(TESTKIT);
    }
}
