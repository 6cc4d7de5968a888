package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a line that has rested may be used again. */
@ExtendWith(NoLeaks.class)
@SuppressWarnings("try") // closing early is what is tested
class QuietTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private interface Peer {
        void act(Socket socket) throws IOException;
    }

    /** What the line is after the peer has acted. */
    private static boolean isQuietAfter(Peer peer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Wire wire = Connector.tcp().connect((InetSocketAddress) server.getLocalSocketAddress(), LIMIT);
                Socket socket = server.accept()) {
            assertThat(wire.isQuiet()).isTrue();
            peer.act(socket);
            return settled(wire);
        }
    }

    /** What the peer did takes a moment to arrive; a line that stays quiet is quiet every time. */
    private static boolean settled(Wire wire) throws IOException {
        long end = System.nanoTime() + Duration.ofMillis(500).toNanos();
        boolean quiet = true;
        while (quiet && System.nanoTime() - end < 0) {
            quiet = wire.isQuiet();
        }
        return quiet;
    }

    @Test
    void silenceIsQuietAndTheLineStillWorks() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Wire wire = Connector.tcp().connect((InetSocketAddress) server.getLocalSocketAddress(), LIMIT);
                Socket socket = server.accept()) {
            assertThat(settled(wire)).isTrue();
            wire.write(new byte[] {7}, 0, 1);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            socket.getOutputStream().write(8);
            byte[] one = new byte[1];
            assertThat(wire.read(one, 0, 1)).isEqualTo(1);
            assertThat(one[0]).isEqualTo((byte) 8);
        }
    }

    @Test
    void anEndIsNotQuiet() throws Exception {
        assertThat(isQuietAfter(Socket::close)).isFalse();
        assertThat(isQuietAfter(Socket::shutdownOutput)).isFalse();
    }

    @Test
    void aResetIsNotQuiet() throws Exception {
        assertThat(isQuietAfter(socket -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                }))
                .isFalse();
    }

    @Test
    void anUnaskedReplyIsNotQuiet() throws Exception {
        assertThat(isQuietAfter(socket ->
                        socket.getOutputStream().write("421 4.4.2 Bye\r\n".getBytes(StandardCharsets.US_ASCII))))
                .isFalse();
    }

    @Test
    void whatWeClosedIsNotQuiet() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Wire wire = Connector.tcp().connect((InetSocketAddress) server.getLocalSocketAddress(), LIMIT)) {
            wire.close();
            assertThat(wire.isQuiet()).isFalse();
        }
    }

    /** TLS 1.3 sends tickets after the handshake: octets wait on the line, and yet nobody has said a thing. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void ticketsAreQuietAndACloseNotifyIsNot(String protocol) throws Exception {
        try (SSLServerSocket server = (SSLServerSocket) TestCertificate.GOOD
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread peer = new Thread(() -> greetAndClose(server), "tls-peer");
            peer.start();
            TlsPolicy policy = TlsPolicy.of(TlsPolicy.Mode.IMPLICIT, Trust.certificates(TestAuthority.certificate()))
                    .withProtocols(protocol);
            try (Wire raw = Connector.tcp().connect((InetSocketAddress) server.getLocalSocketAddress(), LIMIT);
                    Wire wire = raw.secure(policy, "localhost")) {
                assertThat(settled(wire)).isTrue();
                wire.write(new byte[] {7}, 0, 1);
                byte[] one = new byte[1];
                assertThat(wire.read(one, 0, 1)).isEqualTo(1);
                assertThat(one[0]).isEqualTo((byte) 7);
                assertThat(settled(wire)).as("after close_notify").isFalse();
            }
            peer.join();
        }
    }

    private static void greetAndClose(SSLServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.getOutputStream().write(socket.getInputStream().read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConnectionThatIsNotQuietIsNoLongerUsable(boolean tls) throws Exception {
        Watchdog watchdog = new Watchdog();
        Thread thread = new Thread(watchdog, "test-watchdog");
        thread.start();
        FakeSmtpServerBuilder builder = FakeSmtpServer.builder();
        try (FakeSmtpServer server = (tls ? builder.implicitTls(TestCertificate.GOOD) : builder).start();
                SmtpConnection connection = open(server, tls, watchdog)) {
            assertThat(connection.isQuiet()).isTrue();
            assertThat(connection.ask(SmtpConnection.Question.NOOP, "").code()).isEqualTo(250);
            server.close();
            assertThat(connection.isQuiet()).isFalse();
            assertThat(connection.isUsable()).isFalse();
        } finally {
            watchdog.close();
            thread.join();
        }
    }

    private static SmtpConnection open(FakeSmtpServer server, boolean tls, Watchdog watchdog) throws SmtpException {
        TlsPolicy policy = TlsPolicy.of(
                tls ? TlsPolicy.Mode.IMPLICIT : TlsPolicy.Mode.NONE, Trust.certificates(TestAuthority.certificate()));
        SmtpSettings settings =
                new SmtpSettings("localhost", "client.test", policy, null, SmtpSettings.Timing.standard());
        return SmtpConnection.open(server.address(), settings, Connector.tcp(), watchdog, Trace.none());
    }
}
