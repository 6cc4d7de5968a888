package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.smtp.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What takes a mailer's place in the tests of other programs. */
class RecordingTransportTest {
    private static final Envelope BOB = Envelope.of(null, List.of(Mailbox.parse("bob@example.net")));

    private static Message message() {
        return Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .bcc("eve@example.net")
                .subject("Gr\u00fc\u00dfe")
                .text("Hello\n.\n")
                .build();
    }

    @Test
    void R8_eachMailIsKeptWithItsEnvelopeAndOctets() {
        try (RecordingTransport transport = new RecordingTransport()) {
            Message message = message();
            Receipt receipt = transport.send(message.envelope(), message);
            transport.send(BOB, message);
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.messageId()).isEqualTo(message.messageId());
            assertThat(receipt.rows())
                    .extracting(row -> row.recipient().address())
                    .containsExactly("bob@example.net", "eve@example.net");
            RecordingTransport.Recorded first = transport.recorded().get(0);
            assertThat(first.mail().envelope()).isEqualTo(message.envelope());
            assertThat(first.mail().content()).isSameAs(message);
            assertThat(first.text())
                    .contains("To: bob@example.net\r\n")
                    .endsWith("\r\n\r\nHello\r\n.\r\n")
                    .doesNotContain("eve@");
            assertThat(receipt.session().octets()).isEqualTo(first.octets().length);
            assertThat(transport.recorded().get(1).mail().envelope()).isEqualTo(BOB);
            first.octets()[0] = 0;
            assertThat(first.octets()[0]).isNotZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, REFUSED, true, false, false",
        "DEFERRED, TEMPORARY, false, true, false",
        "UNKNOWN, UNKNOWN, false, false, true"
    })
    void R8_everyOutcomeCanBeAskedFor(
            Outcome outcome, SendException.Kind kind, boolean permanent, boolean passing, boolean unknown) {
        try (RecordingTransport transport = new RecordingTransport(outcome)) {
            SendException e = catchThrowableOfType(SendException.class, () -> transport.send(BOB, message()));
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(List.of(e.isPermanent(), e.isTransient(), e.isUnknown()))
                    .containsExactly(permanent, passing, unknown);
            assertThat(e.receipt().rows()).extracting(Receipt.Row::outcome).containsExactly(outcome);
            assertThat(transport.recorded()).as("it was tried").hasSize(1);
        }
    }

    @Test
    void contentThatFailsIsNotKept() {
        Written failing = new Written(sink -> {
            throw new IOException("the disk is gone");
        });
        try (RecordingTransport transport = new RecordingTransport()) {
            SendException e = catchThrowableOfType(SendException.class, () -> transport.send(BOB, failing));
            assertThat(e.kind()).isEqualTo(SendException.Kind.CONTENT);
            assertThat(e.stage()).isEqualTo(Stage.CONTENT);
            assertThat(e).hasMessageContaining("the disk is gone");
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
            assertThat(transport.recorded()).isEmpty();
        }
    }

    @Test
    void severalThreadsMaySendAtOnce() throws InterruptedException {
        try (RecordingTransport transport = new RecordingTransport()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                threads.add(new Thread(() -> {
                    for (int j = 0; j < 50; j++) {
                        transport.send(BOB, message());
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(transport.recorded()).hasSize(200);
        }
    }

    @Test
    @SuppressWarnings("try") // closing early is what is tested
    void closedItTakesNoMoreAndKeepsWhatItHas() {
        try (RecordingTransport transport = new RecordingTransport()) {
            transport.send(BOB, message());
            transport.close();
            assertThatThrownBy(() -> transport.send(BOB, message())).isInstanceOf(IllegalStateException.class);
            assertThat(transport.recorded()).hasSize(1);
        }
    }
}
