package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every row has a test, and {@code docs/seed-coverage.md} lists them. With {@code -Dcoverage.update} the page is first
 * written anew.
 */
final class SeedCoverageTest {
    private static final String UPDATE =
            "./mvnw -pl examples -am test -Dtest=SeedCoverageTest -Dsurefire.failIfNoSpecifiedTests=false -Dcoverage.update";
    private static final Path PAGE = Guide.root().resolve("docs").resolve("seed-coverage.md");
    private static final String HEAD = """
            # Where the older clients' features are

            What Tcllib's `smtp`, Racket's `net/smtp`, `net/head` and `net/sendmail`, and Allegro CL's `net.post-office` can do,
            Paloma can do; what they get wrong it gets right. Each row is shown by tests whose names begin with it. How to
            write in Paloma what was written there: [Tcllib](coming-from/tcllib.md), [Racket](coming-from/racket.md), [Allegro
            CL](coming-from/allegro.md).

            This page is made of the tests' names by `SeedCoverageTest`, which fails if a row has none.
            """;

    @BeforeAll
    static void updatesIfAsked() throws IOException {
        if (System.getProperty("coverage.update") != null) {
            Files.writeString(PAGE, page(SeedTests.byRow()));
        }
    }

    @Test
    void everyRowHasATest() {
        Map<String, List<SeedTests.Named>> tests = SeedTests.byRow();
        List<String> bare = new ArrayList<>(SeedRows.ids());
        bare.removeAll(tests.keySet());
        assertThat(bare)
                .as("rows without a test; give one a name such as T7_whatIsShown")
                .isEmpty();
    }

    @Test
    void noTestNamesARowThatIsNotThere() {
        assertThat(SeedRows.ids()).containsAll(SeedTests.byRow().keySet());
    }

    @Test
    void thePageIsUpToDate() throws IOException {
        String page = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        assertThat(page.equals(page(SeedTests.byRow())))
                .as("docs/seed-coverage.md lists the tests there are; this writes it anew:\n" + UPDATE)
                .isTrue();
    }

    private static String page(Map<String, List<SeedTests.Named>> tests) {
        StringBuilder page = new StringBuilder(HEAD);
        SeedRows.byOrigin().forEach((origin, rows) -> {
            page.append("\n## ").append(origin).append("\n\n| row | what | tests |\n|---|---|---|\n");
            rows.forEach((id, what) -> {
                List<String> links = tests.getOrDefault(id, List.of()).stream()
                        .map(SeedCoverageTest::link)
                        .toList();
                String shown = String.join("<br>", links);
                page.append("| %s | %s | %s |\n".formatted(id, what, shown));
            });
        });
        return page.toString();
    }

    private static String link(SeedTests.Named test) {
        String path = Guide.root().relativize(test.file()).toString().replace('\\', '/');
        return "[`%s`](../%s)".formatted(test.name(), path);
    }
}
