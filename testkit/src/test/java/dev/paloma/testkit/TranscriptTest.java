package dev.paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class TranscriptTest {
    @Test
    void showsBothSidesInOrderWithEscapes() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.NOOP, Reply.raw("250 \u001B[1m\u202E\r\n"))
                        .start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("NOOP \u00e4\\");
            assertThat(server.transcript().toString().lines())
                    .containsExactly(
                            "1 S: 220 mail.test ESMTP ready\\r\\n",
                            "1 C: NOOP ä\\\\",
                            "1 S: 250 \\u001B[1m\\u202E\\r\\n");
            assertThat(server.transcript().commands()).containsExactly("NOOP ä\\");
            assertThat(server.transcript().commands(2)).isEmpty();
        }
    }

    @Test
    void waitsForACommand() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                RawClient client = new RawClient(server)) {
            client.write("NOOP\r\n");
            server.transcript().awaitCommand("NO+P", Duration.ofSeconds(5));
            assertThatThrownBy(() -> server.transcript().awaitCommand("QUIT", Duration.ofMillis(10)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("never came: QUIT");
        }
    }

    @Test
    void readsWhatIsntUtf8AsLatin1() {
        assertThat(Transcript.decode(new byte[] {'a', (byte) 0xE4})).isEqualTo("aä");
        assertThat(Transcript.decode(new byte[] {'a', (byte) 0xC3, (byte) 0xA4}))
                .isEqualTo("aä");
    }
}
