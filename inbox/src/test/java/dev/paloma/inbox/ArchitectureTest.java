package dev.paloma.inbox;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.paloma.Maildir;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses INBOX = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.paloma.inbox");

    @Test
    void usesTheJdkAndMaildirOnly() {
        // No protocol code of the sending side: the two are to check each other.
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAPackage("java..")
                        .or(resideInAPackage("org.jspecify.annotations"))
                        .or(resideInAPackage("dev.paloma.inbox"))
                        .or(type(Maildir.class))
                        .or(type(Maildir.Writer.class)))
                .check(INBOX);
    }

    @Test
    void usesNoModuleOfTheJdkButTheBase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "java.util.logging..", "java.net.http..", "java.desktop..")
                .check(INBOX);
    }

    @Test
    void writesToNoStandardStream() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(INBOX);
    }
}
