package dev.paloma.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The fences around the command. */
class ArchitectureTest {
    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.paloma.cli");

    @Test
    void needsOnlyCoreInboxOutboxPicocliAndJackson() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.paloma.cli",
                        "dev.paloma",
                        "dev.paloma.message",
                        "dev.paloma.smtp",
                        "dev.paloma.dkim",
                        "dev.paloma.inbox",
                        "dev.paloma.outbox",
                        "picocli..",
                        "com.fasterxml.jackson.core..",
                        "java..",
                        "org.jspecify.annotations.."))
                .check(CLI);
    }

    @Test
    void onlyTheHelpLoadsPicocli() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Help")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLI);
    }

    @Test
    void onlyTheConsoleKnowsTheStandardStreams() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .check(CLI);
        noClasses()
                .that()
                .doNotHaveSimpleName("Console")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.FileDescriptor")
                .check(CLI);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().check(CLI);
    }
}
