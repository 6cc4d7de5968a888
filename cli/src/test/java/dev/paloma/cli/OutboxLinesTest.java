package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.paloma.testkit.NoLeaks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code paloma outbox submit --lines}: each line is for itself, whatever is wrong with the others. */
@ExtendWith(NoLeaks.class)
class OutboxLinesTest {
    private static final String TO = "{\"from\":\"ann@example.org\",\"to\":\"bob@example.net\",\"text\":\"x\"";

    @TempDir
    private Path home;

    private Run submit(byte[] lines) {
        return new Run.Setup(home).input(lines).run("outbox", "submit", "--lines", "-");
    }

    private Run submit(String lines) {
        return submit(lines.getBytes(UTF_8));
    }

    @Test
    void anOctetThatIsNotUtf8CostsItsOwnLineAlone() {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            lines.add(TO + ",\"key\":\"k" + i + "\",\"subject\":\"" + (i == 6 ? "\u00ff" : "x") + "\"}\r\n");
        }
        Run run = submit(String.join("", lines).getBytes(ISO_8859_1));
        assertThat(run.code()).isEqualTo(65);
        List<String> answers = run.out().lines().toList();
        assertThat(answers).hasSize(10);
        assertThat(answers.get(5)).startsWith("{\"id\":null,").contains("\"line\":6", "not UTF-8");
        assertThat(answers.get(9)).matches("\\{\"id\":\"[0-9A-Z]+\",\"key\":\"k10\"}");
        assertThat(run.err()).hasLineCount(1).contains("line 6: not UTF-8");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() {
        assertThat(submit("\uFEFF" + TO + "}").code()).isZero();
        assertThat(submit(TO + "}\n\uFEFF" + TO + "}\n").code()).isEqualTo(65);
    }

    @Test
    void linesOfAnyLengthUpToTheLimitAreRead() throws IOException {
        byte[] all = new byte[(64 << 20) + 200_000];
        Arrays.fill(all, (byte) 'x');
        all[70_000] = '\n';
        all[all.length - 1000] = '\n';
        OctetLines lines = new OctetLines(new ByteArrayInputStream(all));
        assertThat(lines.next()).isTrue();
        assertThat(lines.text()).hasSize(70_000);
        assertThat(lines.next()).isTrue();
        assertThat(catchThrowable(lines::text)).hasMessageContaining("octets");
        assertThat(lines.next()).isTrue();
        assertThat(lines.text()).hasSize(999);
        assertThat(lines.number()).isEqualTo(3);
        assertThat(lines.next()).isFalse();
    }

    @Test
    void everyAnswerIsAnObject() {
        assertThat(submit(TO + ",\"key\":\"a\"}\n" + TO + ",\"key\":\"a\"}\n").out())
                .matches("""
                        \\{"id":"([0-9A-Z]+)","key":"a"}
                        \\{"id":"\\1","key":"a","duplicate":true}
                        """);
        assertThat(new Run.Setup(home)
                        .run("outbox", "submit", "--from", "a@example.org", "--to", "b@example.net", "--text", "x")
                        .json())
                .matches("\\{\"id\":\"[0-9A-Z]+\"}");
    }

    @Test
    void whatIsWrongWithALineIsSaidInItsOwnWords() {
        Run run = submit(TO + ",\"key\":\"k1\",\"bogus\":1}\n"
                + TO + ",\"key\":\"k2\",\"headers\":{\"Date\":\"today\"}}\n"
                + TO + ",\"key\":\"k3\",\"headers\":{\"X-A\":1}}\n"
                + TO + ",\"key\":\"k4\",\"priority\":5.5}\n"
                + TO + ",\"key\":\"k5\",\"priority\":5.0}\n"
                + TO + ",\"key\":\"k6\",\"cc\":\"nobody\"}\n");
        List<String> answers = run.out().lines().toList();
        assertThat(answers.get(0)).contains("\"key\":\"k1\"", "\\\"bogus\\\" means nothing here");
        assertThat(answers.get(1)).contains("\"key\":\"k2\"", "Date").doesNotContain("()");
        assertThat(answers.get(2)).contains("\"key\":\"k3\"", "\\\"X-A\\\" must be a string");
        assertThat(answers.get(3)).contains("\"key\":\"k4\"", "a priority is 0 to 9");
        assertThat(answers.get(4)).endsWith(",\"key\":\"k5\"}");
        assertThat(answers.get(5)).contains("\"key\":\"k6\"");
    }
}
