package dev.paloma.jakarta;

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
    private static final JavaClasses JAKARTA = new ClassFileImporter()
            .importUrl(SmtpTransport.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void usesJakartaMailsInterfaceAndNobodysImplementation() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "javax.net..", "jakarta.mail..", "org.jspecify.annotations..", "dev.paloma.."))
                .check(JAKARTA);
    }

    @Test
    void writesToNoStandardStream() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(JAKARTA);
    }

    @Test
    void usesNoReflection() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "java.lang.ref..")
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .check(JAKARTA);
    }

    @Test
    void keepsNothingStatic() {
        fields().that().areStatic().should().beFinal().check(JAKARTA);
    }

    @Test
    void publishesWhatProgramsNameAndNothingElse() {
        assertThat(JAKARTA.stream()
                        .filter(c -> c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(c -> c.getSimpleName()))
                .containsExactlyInAnyOrder(
                        "Providers",
                        "SmtpTransport",
                        "SmtpSendFailedException",
                        "SmtpSenderFailedException",
                        "SmtpAddressFailedException",
                        "SmtpAddressSucceededException",
                        "UncertainDeliveryException");
    }
}
