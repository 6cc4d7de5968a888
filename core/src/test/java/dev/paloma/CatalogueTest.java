package dev.paloma;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The catalogues of faults (F1 to F69) and of attacks (S1 to S24): every entry has a test method whose name begins with
 * it, as in {@code F31_S8_refusedStartTls}. Rows of docs/seed-coverage.md may stand before it.
 */
class CatalogueTest {
    /** Entries that have no test here, and why. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "F3", "null MX: comes with delivery by MX",
            "F4", "unusable MX: comes with delivery by MX",
            "F68", "killed at any instruction: comes with the durable queue",
            "S10", "the token endpoint: comes with fetching tokens",
            "S21", "the page of caught mail: comes with that page");

    private static final Pattern NAME = Pattern.compile("(?:[TRA][0-9]+_)*((?:[FS][1-9][0-9]?_)+)[a-zA-Z]+");

    private static Set<String> tested() {
        JavaClasses tests = new ClassFileImporter()
                .importUrl(CatalogueTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation());
        Set<String> tested = new TreeSet<>();
        for (JavaClass test : tests) {
            for (JavaMethod method : test.getMethods()) {
                Matcher name = NAME.matcher(method.getName());
                if (name.matches()) {
                    tested.addAll(List.of(name.group(1).split("_")));
                }
            }
        }
        return tested;
    }

    private static List<String> catalogue() {
        Stream<String> faults = IntStream.rangeClosed(1, 69).mapToObj(i -> "F" + i);
        Stream<String> attacks = IntStream.rangeClosed(1, 24).mapToObj(i -> "S" + i);
        return Stream.concat(faults, attacks).toList();
    }

    @Test
    void everyEntryHasATest() {
        Set<String> tested = tested();
        assertThat(catalogue())
                .filteredOn(entry -> !ELSEWHERE.containsKey(entry))
                .allSatisfy(entry -> assertThat(tested).contains(entry));
        assertThat(tested).as("no longer elsewhere").doesNotContainAnyElementsOf(ELSEWHERE.keySet());
        assertThat(catalogue()).containsAll(tested);
    }

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
