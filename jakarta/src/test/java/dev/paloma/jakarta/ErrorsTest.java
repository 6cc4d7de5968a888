package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.event.TransportAdapter;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An {@link Error} out of the program's own classes leaves a transport that can be connected anew. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class ErrorsTest {
    /** At first it is looked at, then it is on its way. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anErrorOfAMessageClosesTheTransport(int time) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                MimeMessage message = new Bursting(Sessions.message(session, BOB), time);
                Throwable thrown = catchThrowable(() -> transport.sendMessage(message, message.getAllRecipients()));
                assertThat(thrown).isInstanceOf(time == 1 ? StackOverflowError.class : SendFailedException.class);
                assertThat(thrown.toString()).contains("StackOverflowError");
                server.awaitDisconnected(Duration.ofSeconds(10));
                assertThat(server.received()).isEmpty();
                MimeMessage next = Sessions.message(session, BOB);
                assertThatExceptionOfType(MessagingException.class)
                        .isThrownBy(() -> transport.sendMessage(next, next.getAllRecipients()))
                        .withMessageContaining("connect()");
                assertThat(transport.isConnected()).isFalse();

                transport.connect();
                transport.sendMessage(next, next.getAllRecipients());
            }
            assertThat(server.received()).hasSize(1);
        }
    }

    /** Too long to be kept, so that it is written twice. */
    private static final class Bursting extends MimeMessage {
        private final int time;
        private int times;

        Bursting(MimeMessage source, int time) throws MessagingException {
            super(source);
            this.time = time;
        }

        @Override
        public void writeTo(OutputStream out, String[] without) throws IOException {
            times++;
            out.write("Subject: long\r\n\r\n".getBytes(US_ASCII));
            out.write("A line of text.\r\n".repeat(20_000).getBytes(US_ASCII));
            if (times == time) {
                throw new StackOverflowError();
            }
        }
    }

    @Test
    void anErrorOfAListenerKeepsNothingFromTheOthers() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            try (Transport transport = session.getTransport()) {
                transport.addTransportListener(new TransportAdapter() {
                    @Override
                    public void messageDelivered(TransportEvent e) {
                        throw new StackOverflowError();
                    }
                });
                transport.addTransportListener(new TransportAdapter() {
                    @Override
                    public void messageDelivered(TransportEvent e) {
                        heard.add("delivered");
                    }
                });
                transport.connect();
                for (int i = 0; i < 2; i++) {
                    MimeMessage message = Sessions.message(session, BOB);
                    transport.sendMessage(message, message.getAllRecipients());

                    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("delivered");
                }
            }
            assertThat(server.received()).hasSize(2);
        }
    }
}
