package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row of {@code docs/seed-coverage.md} and {@code docs/faults.md} has a test, and they list them. With
 * {@code -Dcoverage.update} the pages are first written anew.
 */
final class CoverageTest {
    private static final String UPDATE =
            "./mvnw -pl examples -am test -Dtest=CoverageTest -Dsurefire.failIfNoSpecifiedTests=false -Dcoverage.update";

    static List<CoveragePage> pages() {
        return List.of(SeedRows.page(), FaultRows.page());
    }

    @BeforeAll
    static void updatesIfAsked() {
        if (System.getProperty("coverage.update") != null) {
            pages().forEach(CoveragePage::write);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyRowHasATest(CoveragePage page) {
        Set<String> bare = page.bare();
        bare.removeAll(FaultRows.WITHOUT_CODE);
        assertThat(bare)
                .as("rows without a test; give one a name such as T7_whatIsShown")
                .isEmpty();
    }

    @Test
    void whatHasNoCodeHasNoTestEither() {
        assertThat(FaultRows.page().bare()).containsAll(FaultRows.WITHOUT_CODE);
    }

    @Test
    void noTestNamesARowThatIsNotThere() {
        Set<String> ids = new TreeSet<>();
        pages().forEach(page -> ids.addAll(page.ids()));
        assertThat(ids).containsAll(NamedTests.byRow().keySet());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePageIsUpToDate(CoveragePage page) throws IOException {
        assertThat(page.isUpToDate())
                .as("docs/" + page.file() + " lists the tests there are; this writes it anew:\n" + UPDATE)
                .isTrue();
    }
}
