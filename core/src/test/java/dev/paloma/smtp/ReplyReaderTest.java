package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {
    private static final Limits LIMITS = Limits.standard();

    private static ReplyReader reader(byte[] input, int piece) {
        Line line = new Line(
                new ScriptedWire(input, piece), new Watchdog(), Timeouts.standard(), new Stopwatch(Stage.CONNECT));
        line.begin(Stage.MAIL);
        return new ReplyReader(line, LIMITS, new GuardedTrace(Trace.none()));
    }

    private static ReplyReader reader(String input) {
        return reader(input.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    @Test
    void readsTheSameReplyHoweverItIsCut() throws Exception {
        byte[] input = "250-mail.example.org\r\n250-SIZE 1000\r\n250 Ок\r\n".getBytes(StandardCharsets.UTF_8);
        for (int piece : IntStream.rangeClosed(1, input.length).toArray()) {
            Reply reply = reader(input, piece).read();
            assertThat(reply.code()).isEqualTo(250);
            assertThat(reply.lines()).as("pieces of %d", piece).containsExactly("mail.example.org", "SIZE 1000", "Ок");
        }
    }

    @Test
    void readsLinesThatEndInLineFeedAlone() throws Exception {
        ReplyReader reader = reader("220 a\n250-b\n250 c\n");
        assertThat(reader.read().lines()).containsExactly("a");
        assertThat(reader.read().lines()).containsExactly("b", "c");
        assertThat(reader.hasLeftOver()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"250", "250 ", "250 2.1.0 Ok", "299 odd", "499 odd", "559 odd"})
    void takesAnyCodeOfAKnownClass(String line) throws Exception {
        assertThat(reader(line + "\r\n").read().code()).isEqualTo(Integer.parseInt(line.substring(0, 3)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "25 ok",
                "2x0 ok",
                "099 ok",
                "150 ok",
                "650 ok",
                "",
                "ok",
                "2500 ok",
                "SSH-2.0-OpenSSH_9",
                "250\tok"
            })
    void refusesWhatIsNoReply(String line) {
        assertThatThrownBy(() -> reader(line + "\r\n").read())
                .isInstanceOfSatisfying(
                        SmtpException.class, e -> assertThat(e.kind()).isEqualTo(SmtpException.Kind.PROTOCOL));
    }

    @Test
    void refusesLinesWithDifferentCodes() {
        assertThatThrownBy(() -> reader("250-a\r\n550 b\r\n").read()).hasMessageContaining("different codes");
    }

    @Test
    void refusesACarriageReturnInsideALine() {
        assertThatThrownBy(() -> reader("250 a\rb\r\n").read()).hasMessageContaining("carriage return");
        assertThatThrownBy(() -> reader("250 a\r\r\n").read()).hasMessageContaining("carriage return");
    }

    @Test
    void keepsTheBeginningOfALongLineAndEndsAnEndlessOne() throws Exception {
        String text = reader("250 " + "x".repeat(10_000) + "\r\n").read().text();
        assertThat(text).hasSize(LIMITS.replyLine() - 4).matches("x+");
        assertThatThrownBy(() -> reader("250 " + "x".repeat(70_000)).read()).hasMessageContaining("65536 octets");
    }

    @Test
    void endsAReplyThatNeverEnds() {
        assertThatThrownBy(() -> reader("250-x\r\n".repeat(1000)).read()).hasMessageContaining("512 lines");
    }

    @Test
    void reportsAnEndInsideALineAsABrokenConnection() {
        assertThatThrownBy(() -> reader("250 hal").read())
                .isInstanceOfSatisfying(
                        SmtpException.class, e -> assertThat(e.kind()).isEqualTo(SmtpException.Kind.CONNECTION));
    }

    @Test
    void showsControlCharactersAndForeignOctetsEscaped() throws Exception {
        byte[] input = "250 a\u001b[31m\u202eb\u0000\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(reader(input, 1).read().text()).isEqualTo("a\\x1b[31m\\u202eb\\x00");
        byte[] latin1 = "250 gr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(reader(latin1, 1).read().text()).isEqualTo("gr\\xfc\\xdfe");
    }

    @Test
    void tellsEnhancedCodesFromTextThatLooksLikeThem() throws Exception {
        assertThat(reader("250 2.1.5 Ok\r\n").read().enhanced()).contains(new EnhancedStatus(2, 1, 5));
        assertThat(reader("550 5.7.26\r\n").read().enhanced()).contains(new EnhancedStatus(5, 7, 26));
        for (String text : List.of("1.2.3 x", "2.1 x", "2.1.5x", "2.1.5555 x", "", "2..1 x", "Ok 2.1.5")) {
            assertThat(reader("250 " + text + "\r\n").read().enhanced())
                    .as(text)
                    .isEmpty();
        }
    }
}
