package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldWriterTest {
    private static String written(String name, List<String> tokens) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        FieldWriter.write(sink, name, tokens);
        sink.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void putsASpaceBetweenTokensAndEndsLinesOnlyThere() throws IOException {
        assertThat(written("To", List.of("a", "<b>"))).isEqualTo("To: a <b>\r\n");
        String token = "\"two words\"";
        String written = written("To", Collections.nCopies(50, token));
        assertThat(written.split("\r\n")).allSatisfy(line -> {
            assertThat(line.length()).isLessThanOrEqualTo(78);
            assertThat(line.replace("To:", "").replace(" " + token, "")).isEmpty();
        });
    }

    @Test
    void fillsALineToItsLimit() throws IOException {
        assertThat(written("To", List.of("a".repeat(40), "b".repeat(31)))).doesNotContain("\r\n ");
        assertThat(written("To", List.of("a".repeat(40), "b".repeat(32)))).contains("\r\n bbb");
    }

    @Test
    void countsOctetsAndNotCharacters() throws IOException {
        assertThat(written("To", List.of("a".repeat(40), "é".repeat(15)))).doesNotContain("\r\n ");
        assertThat(written("To", List.of("a".repeat(40), "é".repeat(16)))).contains("\r\n éé");
        assertThat(written("To", List.of("a", "é".repeat(498)))).isEqualTo("To: a\r\n " + "é".repeat(498) + "\r\n");
        assertThatThrownBy(() -> written("To", List.of("é".repeat(499)))).isInstanceOf(MessageException.class);
    }

    @Test
    void leavesTheNameAloneOnItsLineOnlyWhereThatHelps() throws IOException {
        assertThat(written("Subject", List.of("a".repeat(75)))).startsWith("Subject:\r\n a");
        assertThat(written("Subject", List.of("a".repeat(90)))).startsWith("Subject: a");
        assertThat(written("Message-ID", List.of("<" + "a".repeat(70) + ">"))).startsWith("Message-ID: <");
        assertThat(written("Message-ID", List.of("<" + "a".repeat(990) + ">"))).startsWith("Message-ID:\r\n <");
    }

    @Test
    void refusesControlsInTokens() {
        for (String token : new String[] {"a\r\nBcc: x", "a\n", "\0", "\u007F", "\uD800"}) {
            assertThatThrownBy(() -> written("To", List.of("a", token)))
                    .isInstanceOf(MessageException.class)
                    .hasMessageStartingWith("To: ");
        }
    }
}
