package dev.paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class FaultsTest {
    private static FakeSmtpServerBuilder at(Step step, Fault fault) {
        return FakeSmtpServer.builder().at(step, fault);
    }

    private static void toContent(RawClient client) throws IOException {
        client.reply();
        client.ask("EHLO c.test");
        client.ask("MAIL FROM:<a@a.test>");
        client.ask("RCPT TO:<b@b.test>");
        assertThat(client.ask("DATA")).startsWith("354 ");
    }

    @Test
    void closesInGoodOrder() throws IOException {
        try (FakeSmtpServer server = at(Step.NOOP, Fault.CLOSE).start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.write("NOOP\r\nand more that nobody wants\r\n");
            assertThat(client.line()).isEmpty();
        }
    }

    @Test
    void closesAfterTheReply() throws IOException {
        try (FakeSmtpServer server = at(Step.NOOP, Fault.CLOSE_AFTER_REPLY).start();
                RawClient client = new RawClient(server)) {
            client.reply();
            assertThat(client.ask("NOOP")).startsWith("250 ");
            assertThat(client.line()).isEmpty();
        }
    }

    @Test
    void resets() throws IOException {
        try (FakeSmtpServer server = at(Step.NOOP, Fault.RESET).start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.write("NOOP\r\n");
            assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void crashesWhileTheClientIsSendingThoughItHasReplied() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(
                                Step.CONTENT.after(10),
                                Reply.of(552, "5.3.4 enough").then(Fault.CRASH))
                        .start();
                RawClient client = new RawClient(server)) {
            toContent(client);
            byte[] lots = new byte[50_000_000];
            assertThatThrownBy(() -> client.write(lots)).isInstanceOf(SocketException.class);
            assertThat(client.line()).isEqualTo("552 5.3.4 enough\r\n");
        }
    }

    @Test
    void resetsAtOnce() throws IOException {
        try (FakeSmtpServer server = at(Step.CONNECT, Fault.RESET).start();
                RawClient client = new RawClient(server)) {
            assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void saysNothing() throws IOException {
        try (FakeSmtpServer server = at(Step.GREETING, Fault.STALL).start();
                RawClient client = new RawClient(server)) {
            client.socket().setSoTimeout(50);
            assertThatThrownBy(client::line).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void stopsReadingSoThatTheClientsWritesBlock() throws Exception {
        try (FakeSmtpServer server =
                        at(Step.DATA, Fault.STOP_READING).receiveBuffer(4_096).start();
                RawClient client = new RawClient(server)) {
            toContent(client);
            client.socket().setSendBufferSize(4_096);
            Thread writer = new Thread(() -> {
                try {
                    client.write(new byte[50_000_000]);
                } catch (IOException e) {
                    // the way out
                }
            });
            writer.start();
            writer.join(200);
            assertThat(writer.isAlive()).isTrue();
            client.socket().close();
            writer.join();
        }
    }

    @Test
    void breaksOffInTheMiddleOfTheContent() throws IOException {
        try (FakeSmtpServer server = at(Step.CONTENT.after(10), Fault.RESET).start();
                RawClient client = new RawClient(server)) {
            toContent(client);
            client.write("123456789\r\nmore");
            assertThatThrownBy(client::line).isInstanceOf(SocketException.class);
            assertThat(server.received()).isEmpty();
            assertThat(server.transcript().toString()).contains("after 10 bytes of content");
        }
    }

    @Test
    void repliesInTheMiddleOfTheContentAndCloses() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.CONTENT.after(3), Reply.of(552, "5.3.4 enough").then(Fault.CLOSE))
                        .start();
                RawClient client = new RawClient(server)) {
            toContent(client);
            client.write("123456789\r\nmore");
            assertThat(client.line()).isEqualTo("552 5.3.4 enough\r\n");
            assertThat(client.line()).isEmpty();
        }
    }

    @Test
    void dripsAReply() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.NOOP, Reply.of(250, "x").dripping(Duration.ofMillis(10)))
                        .start();
                RawClient client = new RawClient(server)) {
            client.reply();
            long start = System.nanoTime();
            assertThat(client.ask("NOOP")).isEqualTo("250 x\r\n");
            // the pause after the last byte is nothing the client could see
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        }
    }

    @ParameterizedTest
    @EnumSource
    void repliesMeanTheSameInAnyPieces(Segmentation segmentation) throws IOException {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().segmentation(segmentation).start();
                RawClient client = new RawClient(server)) {
            assertThat(client.reply()).isEqualTo("220 mail.test ESMTP ready\r\n");
            assertThat(client.ask("EHLO c.test")).endsWith("250 ENHANCEDSTATUSCODES\r\n");
            client.ask("MAIL FROM:<a@a.test>");
            client.ask("RCPT TO:<b@b.test>");
            client.ask("DATA");
            assertThat(client.ask("x\r\n.")).startsWith("250 ");
            assertThat(server.received()).hasSize(1);
            assertThat(server.clientFlights()).isEqualTo(5);
        }
    }

    @Test
    void givesUpOnASilentClient() throws IOException {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().timeout(Duration.ofMillis(50)).start();
                RawClient client = new RawClient(server)) {
            client.reply();
            assertThat(client.line()).isEmpty();
            assertThat(server.transcript().toString()).contains("ended: Read timed out");
        }
    }

    @Test
    void givesUpOnAClientThatDoesntRead() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .timeout(Duration.ofMillis(50))
                        .at(Step.GREETING, Reply.raw("220-" + "x".repeat(50_000_000)))
                        .start();
                RawClient client = new RawClient(server)) {
            server.transcript().awaitNote("ended: .*", Duration.ofSeconds(10));
            assertThat(client.socket().isConnected()).isTrue();
        }
    }

    @Test
    void refusesOrSwallowsConnections() throws IOException {
        try (DeadPort port = DeadPort.refusing();
                Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(port.address(), 5_000))
                    .isInstanceOf(java.net.ConnectException.class);
        }
        try (DeadPort port = DeadPort.hanging();
                Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(port.address(), 50)).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
