package dev.paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LeakCheckerTest {
    private static final Duration SHORT = Duration.ofMillis(30);

    @Test
    void findsAThreadThatDoesntEnd() throws InterruptedException {
        LeakChecker checker = LeakChecker.start();
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "left-over");
        thread.start();
        assertThatThrownBy(() -> checker.check(SHORT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("thread left-over")
                .hasMessageContaining("CountDownLatch.await");
        end.countDown();
        assertThatCode(() -> checker.check(Duration.ofSeconds(5))).doesNotThrowAnyException();
        thread.join();
    }

    @Test
    void findsASocketOnEitherSide() throws IOException {
        assumeThat(Files.isDirectory(Path.of("/proc/self/fd"))).isTrue();
        LeakChecker checker = LeakChecker.start();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> checker.check(SHORT))
                    .hasMessageContaining("socket port " + server.getLocalPort() + " -> nobody");
            try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
                assertThatThrownBy(() -> checker.check(SHORT))
                        .hasMessageContaining("port " + socket.getLocalPort() + " -> port " + server.getLocalPort());
            }
        }
        assertThatCode(() -> checker.check(SHORT)).doesNotThrowAnyException();
    }

    @Test
    void findsAServerLeftOpen() {
        LeakChecker checker = LeakChecker.start();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThatThrownBy(() -> checker.check(SHORT))
                    .hasMessageContaining("fake-smtp-" + server.port() + "-accept");
        }
        assertThatCode(() -> checker.check(SHORT)).doesNotThrowAnyException();
    }

    @Test
    void leavesAloneWhatWasThereBefore() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                RawClient client = new RawClient(server)) {
            client.reply();
            LeakChecker checker = LeakChecker.start();
            assertThat(client.ask("NOOP")).startsWith("250 ");
            assertThatCode(() -> checker.check(SHORT)).doesNotThrowAnyException();
        }
    }
}
