package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.testkit.DeadPort;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Properties that say where a connection goes, from where, and how long it may take. */
@ExtendWith(NoLeaks.class)
class ConnectionPropertiesTest {
    @Test
    @Shows({"localaddress", "localport"})
    void socketsAreBoundToTheLocalAddressAndPort() throws Exception {
        int port = freePort();
        Recording sockets = new Recording();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            send(server, "socketFactory", sockets, "localaddress", "127.0.0.2", "localport", port);

            assertThat(sockets.bound).containsExactly(new InetSocketAddress("127.0.0.2", port));
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void localportGoesWithoutAnAddressToo() throws Exception {
        int port = freePort();
        Recording sockets = new Recording();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            send(server, "socketFactory", sockets, "localport", String.valueOf(port));

            assertThat(sockets.bound).containsExactly(new InetSocketAddress(port));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @ParameterizedTest
    @CsvSource({"localport,70000", "localport,-2", "port,0", "port,smtp", "localaddress,192.0.2.1.5"})
    void placesThatThereArentAreErrors(String name, String value) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> send(server, name, value))
                    .withMessageContaining("mail.smtp." + name);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    @Shows({"socketFactory.port", "ssl.socketFactory.port"})
    void portsOfFactoriesHoldWhereThereIsNoPort() throws Exception {
        try (FakeSmtpServer plain = FakeSmtpServer.start();
                FakeSmtpServer secure = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.GOOD)
                        .start()) {
            Session clear = Sessions.to(plain, "socketFactory.port", plain.port());
            clear.getProperties().remove("mail.smtp.port");
            Transport.send(Sessions.message(clear, BOB));
            Object factory = TestAuthority.clientContext().getSocketFactory();
            Session tls = Sessions.to(
                    secure,
                    "ssl.enable",
                    "true",
                    "ssl.socketFactory",
                    factory,
                    "ssl.socketFactory.port",
                    String.valueOf(secure.port()));
            tls.getProperties().remove("mail.smtp.port");
            Transport.send(Sessions.message(tls, BOB));

            assertThat(plain.received()).hasSize(1);
            assertThat(secure.received()).hasSize(1);
        }
    }

    @Test
    @Shows({"host", "port", "class"})
    void whatConnectIsGivenGoesBeforeHostAndPort() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeSmtpServer other = FakeSmtpServer.start()) {
            Session session = Sessions.to(server, "class", SmtpTransport.class.getName());
            try (Transport transport = session.getTransport()) {
                transport.connect();
            }
            try (Transport transport = session.getTransport()) {
                transport.connect(other.host(), other.port(), null, null);
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(other.connections()).isEqualTo(1);
        }
    }

    @Test
    @Shows("connectiontimeout")
    void connectiontimeoutEndsAConnectThatNobodyAnswers() throws Exception {
        try (DeadPort port = DeadPort.hanging();
                FakeSmtpServer server = FakeSmtpServer.start()) {
            long began = System.nanoTime();
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> send(
                            server,
                            "host",
                            port.host(),
                            "port",
                            port.port(),
                            "connectiontimeout",
                            "200",
                            "timeout",
                            60000))
                    .withMessageContaining("200 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    @Shows("writetimeout")
    void writetimeoutEndsContentThatNobodyReads() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .receiveBuffer(4096)
                .at(Step.DATA, Fault.STOP_READING)
                .start()) {
            Session session = Sessions.to(server, "writetimeout", 200, "timeout", 60000);
            MimeMessage message = Sessions.message(session, BOB);
            message.setText("A line that nobody reads.\r\n".repeat(800_000));
            message.saveChanges();

            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> Transport.send(message))
                    .withMessageContaining("200 ms");
            assertThat(server.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @Shows("timeout")
    @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA"})
    void timeoutEndsTheWaitForEveryReplyButTheLast(String step) throws Exception {
        Step silent = (Step) Step.class.getField(step).get(null);
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(silent, Fault.STALL).start()) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> send(server, "timeout", "200"))
                    .withMessageContaining("200 ms");
            assertThat(server.received()).isEmpty();
        }
    }

    private static void send(FakeSmtpServer server, Object... properties) throws MessagingException {
        Transport.send(Sessions.message(Sessions.to(server, properties), BOB));
    }

    /** Makes sockets that say where they are bound. */
    private static final class Recording extends OwnSockets {
        private final List<SocketAddress> bound = new ArrayList<>();

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void bind(SocketAddress address) throws IOException {
                    bound.add(address);
                    super.bind(address);
                }
            };
        }
    }
}
