package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.NoLeaks;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class SqlitePathTest {
    @Test
    @DisabledOnOs(OS.WINDOWS) // no file can have that name there
    void aPathMayHaveSignsThatMeanSomethingInUrls(@TempDir Path folder) {
        Path file = folder.resolve("a b?c=d&e#100%f.db");
        try (Outbox outbox = Outbox.open("sqlite:" + file)) {
            outbox.submit(Letters.mail("one", "bob@example.net"), SubmitOptions.standard());
        }
        assertThat(file).isNotEmptyFile();
        assertThat(Files.exists(folder.resolve("a b"))).isFalse();
    }
}
