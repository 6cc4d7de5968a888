package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A transport's life: what is left of one that fails half-way, and what threads may do to each other. */
@ExtendWith(NoLeaks.class)
class TransportTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** NoLeaks looks for the sockets and the thread. */
    @ParameterizedTest
    @CsvSource({"GREETING,554", "EHLO,421", "STARTTLS,454", "AUTH,535", "AUTH,454"})
    void aConnectThatFailsHalfWayLeavesNothingAndMayBeTriedAgain(String step, int code) throws Exception {
        Step failing = (Step) Step.class.getField(step).get(null);
        FakeSmtpServerBuilder builder = FakeSmtpServer.builder().user("ann", "secret");
        if (step.equals("STARTTLS")) {
            builder.startTls(TestCertificate.GOOD);
        }
        try (FakeSmtpServer server = builder.at(failing.onConnection(1), Reply.of(code, "not now"))
                        .start();
                Transport transport =
                        Sessions.to(server, "auth", "true", "ssl.trust", "*").getTransport()) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> transport.connect("ann", "secret"))
                    .isNotInstanceOf(SendFailedException.class);
            assertThat(transport.isConnected()).isFalse();
            server.awaitDisconnected(SOON);

            transport.connect("ann", "secret");
            assertThat(transport.isConnected()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"EHLO", "AUTH"})
    void socketsThatFailInTheirOwnWayAreClosed(String word) throws Exception {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().user("ann", "secret").start();
                Transport transport = Sessions.to(server, "socketFactory", new Broken(word), "auth", "true")
                        .getTransport()) {
            assertThatThrownBy(() -> transport.connect("ann", "secret")).isInstanceOf(Exception.class);
            assertThat(transport.isConnected()).isFalse();
            server.awaitDisconnected(SOON);
        }
    }

    @Test
    void closeWaitsForAConnectInAnotherThreadAndEndsIt() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.EHLO, Reply.usual().once(released))
                .start()) {
            Transport transport = Sessions.to(server).getTransport();
            Future<?> connecting = threads.submit(() -> {
                transport.connect();
                return null;
            });
            server.transcript().awaitCommand("EHLO .*", SOON);
            Future<?> closing = threads.submit(() -> {
                transport.close();
                return null;
            });
            assertThat(closing.isDone()).isFalse();
            released.countDown();
            connecting.get(10, TimeUnit.SECONDS);
            closing.get(10, TimeUnit.SECONDS);

            server.awaitDisconnected(SOON);
            assertThat(transport.isConnected()).isFalse();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void afterAConnectionThatDiedItConnectsAnew() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.MAIL.onConnection(1), Fault.CLOSE)
                .start()) {
            Session session = Sessions.to(server);
            MimeMessage message = Sessions.message(session, BOB);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                assertThatExceptionOfType(SendFailedException.class)
                        .isThrownBy(() -> transport.sendMessage(message, message.getAllRecipients()));
                assertThatExceptionOfType(MessagingException.class)
                        .isThrownBy(() -> transport.sendMessage(message, message.getAllRecipients()))
                        .withMessageContaining("not connected");
                transport.connect();
                transport.sendMessage(message, message.getAllRecipients());
            }
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void threadsOfManyTransportsAreOne() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            try (Transport one = session.getTransport();
                    Transport two = session.getTransport()) {
                one.connect();
                two.connect();
                assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> thread.getName().startsWith("paloma-jakarta"))
                        .hasSize(1)
                        .allMatch(Thread::isDaemon);
            }
            Transport.send(Sessions.message(session, BOB)); // after a close, whether or not the thread has gone
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void nothingButAMimeMessageToSomebodyIsTaken() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            MimeMessage message = Sessions.message(session, BOB);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                assertThatExceptionOfType(MessagingException.class)
                        .isThrownBy(() -> transport.sendMessage(null, message.getAllRecipients()));
                for (Address[] nobody : new Address[][] {null, {}}) {
                    assertThatExceptionOfType(SendFailedException.class)
                            .isThrownBy(() -> transport.sendMessage(message, nobody));
                }
                transport.sendMessage(message, message.getAllRecipients());
            }
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void exceptionsSurviveSerialization() throws Exception {
        InternetAddress bob = new InternetAddress(BOB);
        SendFailedException told =
                new SendFailedException("no", null, new Address[0], new Address[] {bob}, new Address[0]);
        assertThat(copy(new UncertainDeliveryException("perhaps", null, new Address[] {bob}))
                        .getAddresses())
                .containsExactly(bob);
        assertThat(copy(new SmtpAddressFailedException(bob, "RCPT", 550, "no")).getAddress())
                .isEqualTo(bob);
        assertThat(copy(new SmtpSendFailedException("DATA", 554, told)).getReturnCode())
                .isEqualTo(554);
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"})
    private static <E extends Exception> E copy(E exception) throws Exception {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
            out.writeObject(exception);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets.toByteArray()))) {
            return (E) in.readObject();
        }
    }

    /** Makes sockets that throw what nobody expects when this word is to be sent. */
    private static final class Broken extends OwnSockets {
        private final String word;

        Broken(String word) {
            this.word = word;
        }

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public OutputStream getOutputStream() throws IOException {
                    return new FilterOutputStream(super.getOutputStream()) {
                        @Override
                        public void write(byte[] octets, int offset, int length) throws IOException {
                            if (new String(octets, offset, length, StandardCharsets.ISO_8859_1).startsWith(word)) {
                                throw new IllegalStateException("a bug of somebody's");
                            }
                            out.write(octets, offset, length);
                        }
                    };
                }
            };
        }
    }
}
