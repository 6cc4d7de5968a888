package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Wire;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers behind a UNIX socket. */
@ExtendWith(NoLeaks.class)
@SuppressWarnings("try") // closing early is what is tested
class UnixSocketTest {
    private static final InetSocketAddress ANYWHERE = InetSocketAddress.createUnresolved("mail.invalid", 25);

    @TempDir
    Path folder;

    private ServerSocketChannel listen(int backlog) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(folder.resolve("smtp")), backlog);
    }

    private static Mailer mailer(Path path, TlsPolicy.Mode mode, Duration limit) {
        return Mailer.builder()
                .server(Server.smtp("localhost", 25).withTls(TlsPolicy.of(mode, Setting.trust())))
                .connector(Connector.unix(path))
                .timeouts(Setting.quick().with(Stage.CONNECT, limit))
                .build();
    }

    private static void relay(ByteChannel from, ByteChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try (from;
                to) {
            while (from.read(buffer) >= 0) {
                to.write(buffer.flip());
                buffer.clear();
            }
        } catch (IOException e) {
            return; // one end is gone, so both are closed now
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = TlsPolicy.Mode.class,
            names = {"NONE", "REQUIRED", "IMPLICIT"})
    void R2_mailGoesThroughTwiceOverOneConnection(TlsPolicy.Mode mode) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (FakeSmtpServer server = (mode == TlsPolicy.Mode.IMPLICIT
                                ? FakeSmtpServer.builder().implicitTls(TestCertificate.GOOD)
                                : FakeSmtpServer.builder().startTls(TestCertificate.GOOD))
                        .start();
                ServerSocketChannel listening = listen(5);
                SocketChannel there = SocketChannel.open(server.address())) {
            threads.execute(() -> {
                try {
                    SocketChannel client = listening.accept();
                    threads.execute(() -> relay(there, client));
                    relay(client, there);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (Mailer mailer = mailer(folder.resolve("smtp"), mode, Duration.ofSeconds(20))) {
                mailer.send(Setting.mail("bob@example.net"));
                mailer.send(Setting.mail("eve@example.net"));
            }
            assertThat(server.received()).hasSize(2);
            assertThat(server.violations()).isEmpty();
        } finally {
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void quietUntilThePeerSpeaksOrLeaves() throws Exception {
        try (ServerSocketChannel listening = listen(5);
                Wire first = Connector.unix(folder.resolve("smtp")).connect(ANYWHERE, Duration.ofSeconds(20));
                SocketChannel peer = listening.accept();
                Wire second = Connector.unix(folder.resolve("smtp")).connect(ANYWHERE, Duration.ofSeconds(20));
                SocketChannel other = listening.accept()) {
            assertThat(first.isQuiet()).isTrue();
            assertThat(second.isQuiet()).isTrue();
            peer.write(ByteBuffer.wrap(new byte[] {'4', '2', '1'}));
            other.close();
            assertThat(first.isQuiet()).isFalse();
            assertThat(second.isQuiet()).isFalse();
        }
    }

    @Test
    void F6_nobodyThereIsSaidWithThePath() {
        try (Mailer mailer = mailer(folder.resolve("none"), TlsPolicy.Mode.NONE, Duration.ofSeconds(20))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(e.stage()).isEqualTo(Stage.CONNECT);
            assertThat(e).hasMessageContaining(folder.resolve("none").toString());
        }
    }

    @Test
    void F7_aFullQueueEndsWithTheLimit() throws Exception {
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocketChannel listening = listen(1)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 16; i++) {
                            SocketChannel filler = SocketChannel.open(StandardProtocolFamily.UNIX);
                            fillers.add(filler);
                            filler.configureBlocking(false);
                            filler.connect(listening.getLocalAddress());
                        }
                    })
                    .as("no place left in the queue")
                    .isInstanceOf(SocketException.class);
            try (Mailer mailer = mailer(folder.resolve("smtp"), TlsPolicy.Mode.NONE, Duration.ofMillis(300))) {
                SendException e =
                        catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
                assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
                assertThat(e).hasMessageContaining("300 ms");
            }
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }
}
