package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void nothingDisturbsATerminal() {
        assertThat(OneLine.of("Gr\u00fc\u00dfe \ud83d\udd4a")).isEqualTo("Gr\u00fc\u00dfe \ud83d\udd4a");
        assertThat(OneLine.of("a\r\n\u001b[31m\u0085\u2028\u202eb"))
                .isEqualTo("a\\x0d\\x0a\\x1b[31m\\x85\\u2028\\u202eb");
    }

    @Test
    void progressTellsAmountAndRate() {
        assertThat(Progress.line(17_460_000, 2_000_000_000L)).isEqualTo("17.5 MB sent, 8.7 MB/s");
        assertThat(Progress.line(812, 0)).startsWith("812 B sent, ");
        assertThat(Progress.amount(999_999_999_999_999L)).isEqualTo("1000.0 TB");
    }

    @Test
    void aReaderThatHasGoneAwayIsNoFault() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(InputStream.nullInputStream(), broken, err, "");
        console.line("lost");
        console.error("kept");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("paloma: kept\n");
    }
}
