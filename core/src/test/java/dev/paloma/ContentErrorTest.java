package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Sink;
import dev.paloma.smtp.Trace;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An {@link Error} out of foreign code is no reason to leave a connection in the middle of a mail. */
@ExtendWith(NoLeaks.class)
class ContentErrorTest {
    private static final int HALF = 120_000;

    /** Breaks off half-way, when much of it has left. */
    private record Deep(long size) implements Content {
        @Override
        public Headers headers() {
            return Headers.empty();
        }

        @Override
        public Envelope envelope() {
            return new Written(sink -> {}).envelope();
        }

        @Override
        public Form form(Form offered) {
            return Form.PLAIN;
        }

        @Override
        public long size(Form form) {
            return size;
        }

        @Override
        public void writeTo(Sink sink, Form form) throws IOException {
            Written.octets(sink, HALF);
            throw new StackOverflowError("as of a mail too deep");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', -1", "CHUNKING, 240000", "CHUNKING, -1"})
    void theMailBehindOneThatBrokeOffArrivesWholeAndAlone(String offer, long size) {
        FakeSmtpServerBuilder script = FakeSmtpServer.builder();
        try (FakeSmtpServer server = (offer.isEmpty() ? script : script.offer(offer)).start();
                Mailer mailer = Mailer.builder()
                        .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                        .timeouts(Setting.quick())
                        .connections(1)
                        .build()) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(new Deep(size)));
            assertThat(e.kind()).isEqualTo(SendException.Kind.CONTENT);
            assertThat(e).hasMessageContaining("StackOverflowError");
            assertThat(e.receipt().rows()).allMatch(row -> row.outcome() == Outcome.DEFERRED);
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
            assertThat(server.received())
                    .singleElement()
                    .satisfies(mail ->
                            assertThat(mail.text()).contains("Hello\r\n").doesNotContain("MAIL FROM", "BDAT"));
        }
    }

    @Test
    void aTranscriptThatFailsCostsNoMail() {
        Trace broken = new Trace() {
            @Override
            public void sent(String command) {
                throw new StackOverflowError("as of a listener's");
            }

            @Override
            public void received(String line) {}

            @Override
            public void note(String what) {}
        };
        try (FakeSmtpServer server = FakeSmtpServer.builder().start();
                Mailer mailer = Mailer.builder()
                        .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                        .trace(broken)
                        .build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
        }
    }
}
