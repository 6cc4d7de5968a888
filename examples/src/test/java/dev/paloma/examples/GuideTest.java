package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The Java blocks of README and guide are the examples that this module compiles and runs. With {@code -Dguide.update}
 * the blocks are first written anew from the sources.
 */
final class GuideTest {
    private static final String UPDATE =
            "./mvnw -pl examples -am test -Dtest=GuideTest -Dsurefire.failIfNoSpecifiedTests=false -Dguide.update";
    private static final Pattern EXAMPLE = Pattern.compile("example (\\w+#[\\w-]+)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    @BeforeAll
    static void updatesIfAsked() throws IOException {
        if (System.getProperty("guide.update") != null) {
            Map<String, String> snippets = Snippets.all();
            for (Path page : Guide.pages()) {
                update(page, snippets);
            }
        }
    }

    @Test
    void A12_theGuideSaysThatAcceptedIsTheServersWordAndNoMore() throws IOException {
        Path page = Guide.root().resolve("docs/guide/recipients-and-receipts.md");
        assertThat(Files.readString(page))
                .contains("| `ACCEPTED` | the server said that it has the mail and will deliver it |")
                .contains("`ACCEPTED` is about this server. It may still fail further on");
    }

    @Test
    void everyJavaBlockIsAnExample() {
        Map<String, String> snippets = Snippets.all();
        List<String> wrong = new ArrayList<>();
        for (Guide.Block block : javaBlocks()) {
            String name = name(block);
            String source = name == null ? null : snippets.get(name);
            if (name == null) {
                wrong.add(block.place() + ": put <!-- example Class#name --> on the line before the block");
            } else if (source == null) {
                wrong.add(block.place() + ": there is no example " + name + "; there are " + snippets.keySet());
            } else if (!source.equals(block.text())) {
                wrong.add(block.place() + ": differs from " + name + ", which is\n" + source);
            }
        }
        if (!wrong.isEmpty()) {
            fail(String.join("\n", wrong) + "\nThe sources are right; this writes the blocks anew:\n" + UPDATE);
        }
    }

    @Test
    void everyExampleIsShown() {
        Set<String> unused = new TreeSet<>(Snippets.all().keySet());
        for (Guide.Block block : javaBlocks()) {
            unused.remove(String.valueOf(name(block)));
        }
        assertThat(unused)
                .as("examples that no page shows: show them in docs/guide, or take their markers away")
                .isEmpty();
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : Guide.pages()) {
            Matcher links = LINK.matcher(Files.readString(page));
            while (links.find()) {
                URI link = URI.create(links.group(1));
                if (link.getScheme() == null && !Files.exists(page.resolveSibling(link.getPath()))) {
                    dead.add(page.getFileName() + ": " + link);
                }
            }
        }
        assertThat(dead).as("links to files that aren't there").isEmpty();
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        Path guide = Guide.root().resolve("docs/guide");
        String index = Files.readString(guide.resolve("README.md"));
        for (Path page : Guide.pages()) {
            String link = guide.relativize(page).toString().replace('\\', '/');
            if (!link.endsWith("README.md")) {
                assertThat(index).contains("(" + link + ")");
            }
        }
    }

    private static List<Guide.Block> javaBlocks() {
        return Guide.pages().stream()
                .flatMap(page -> Guide.blocks(page).stream())
                .filter(block -> block.language().equals("java"))
                .toList();
    }

    private static @Nullable String name(Guide.Block block) {
        Matcher named = EXAMPLE.matcher(block.mark());
        return named.matches() ? named.group(1) : null;
    }

    /** From the last block to the first, so that the lines before it keep their numbers. */
    private static void update(Path page, Map<String, String> snippets) throws IOException {
        List<String> lines = new ArrayList<>(Guide.lines(page));
        List<String> before = List.copyOf(lines);
        List<Guide.Block> blocks = Guide.blocks(page);
        for (int i = blocks.size() - 1; i >= 0; i--) {
            Guide.Block block = blocks.get(i);
            String name = name(block);
            String source = name == null ? null : snippets.get(name);
            if (block.language().equals("java") && source != null) {
                List<String> old =
                        lines.subList(block.line(), block.line() + block.lines().size());
                old.clear();
                old.addAll(source.lines().toList());
            }
        }
        if (!lines.equals(before)) {
            Files.writeString(page, String.join("\n", lines) + "\n");
        }
    }
}
