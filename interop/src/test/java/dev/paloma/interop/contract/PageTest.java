package dev.paloma.interop.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    @TempDir
    private Path folder;

    private Page page(String version, String cell) throws IOException {
        Path results = Files.createDirectories(folder.resolve("results"));
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("1 recipient", cell);
        cells.put("token XOAUTH2", Results.NOT_OFFERED);
        Results.write(results.resolve("aio"), "aiosmtpd " + version, cells);
        cells.put("token XOAUTH2", Results.OK);
        Results.write(results.resolve("node"), "smtp-server 3.21.6 of 2026", cells);
        cells.put("login NTLM", Results.NOT_OFFERED);
        return Page.of(results);
    }

    @Test
    void holdsARowForWhatAnyServerOffersAndAColumnForEachServer() throws IOException {
        Path file = folder.resolve("page.md");
        page("1.4.3", "ok").write(file);
        assertThat(Files.readString(file)).endsWith("""

                | | aiosmtpd 1.4.3 | smtp-server 3.21.6 of 2026 |
                |---|---|---|
                | 1 recipient | ok | ok |
                | token XOAUTH2 | not offered | ok |
                """);
    }

    @Test
    void isTheSameWithOtherVersionsButNotWithOtherCells() throws IOException {
        Path file = folder.resolve("page.md");
        assertThat(page("1.4.3", "ok").isAt(file)).isFalse();
        page("1.4.3", "ok").write(file);
        assertThat(page("1.5", "ok").isAt(file)).isTrue();
        assertThat(page("1.4.3", "FAILED").isAt(file)).isFalse();
    }
}
