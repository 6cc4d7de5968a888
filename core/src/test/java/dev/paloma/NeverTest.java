package dev.paloma;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Of the faults and attacks in docs/faults.md those that no single session can show: what core never does. */
class NeverTest {
    private static JavaClasses core() {
        return new ClassFileImporter()
                .importUrl(Mailer.class.getProtectionDomain().getCodeSource().getLocation());
    }

    /** Only what a message says of its date, and the names of files, look at the wall clock. */
    @Test
    void F69_noDeadlineLooksAtTheWallClock() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.paloma", "dev.paloma.smtp..", "dev.paloma.sasl..")
                .and()
                .haveSimpleNameNotStartingWith("Maildir")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(core());
    }

    @Test
    void S22_nothingIsStoredByJavaSerialisation() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectOutputStream.class)
                .check(core());
    }
}
