package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ScriptedStepsTest {
    private static RawClient greeted(FakeSmtpServer server) throws IOException {
        RawClient client = new RawClient(server);
        client.reply();
        client.ask("EHLO c.test");
        return client;
    }

    private static void send(RawClient client) throws IOException {
        client.ask("MAIL FROM:<a@a.test>");
        client.ask("RCPT TO:<b@b.test>");
        client.ask("DATA");
        client.write("x\r\n.\r\n");
    }

    @Test
    void repliesByAddressByCountAndByConnection() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("BOB@b.test"), Reply.of(550, "5.1.1 no such user"))
                .at(Step.RCPT.nth(3), Reply.of(452, "4.5.3 too many"))
                .at(Step.GREETING.onConnection(2), Reply.of(421, "later"))
                .start()) {
            try (RawClient client = greeted(server)) {
                client.ask("MAIL FROM:<>");
                assertThat(client.ask("RCPT TO:<bob@b.test>")).startsWith("550 ");
                assertThat(client.ask("RCPT TO:<c@b.test>")).startsWith("250 ");
                assertThat(client.ask("RCPT TO:<d@b.test>")).startsWith("452 ");
                client.ask("DATA");
                client.ask(".");
                assertThat(server.received().get(0).recipientAddresses()).containsExactly("c@b.test");
            }
            try (RawClient client = new RawClient(server)) {
                assertThat(client.reply()).isEqualTo("421 later\r\n");
                assertThat(client.line()).isEmpty();
            }
        }
    }

    @Test
    void lastFittingRuleCounts() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.NOOP, Reply.of(250, "one"))
                        .at(Step.NOOP.nth(2), Reply.of(250, "two"))
                        .start();
                RawClient client = greeted(server)) {
            assertThat(client.ask("NOOP")).isEqualTo("250 one\r\n");
            assertThat(client.ask("NOOP")).isEqualTo("250 two\r\n");
            assertThat(client.ask("NOOP")).isEqualTo("250 one\r\n");
        }
    }

    @Test
    void goesOnAsTheScriptedCodeSays() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.DATA, Reply.of(451, "not now"))
                        .at(Step.EHLO, Reply.of(250, "odd", "chunking", "AUTH=PLAIN"))
                        .start();
                RawClient client = greeted(server)) {
            client.ask("MAIL FROM:<>");
            client.ask("RCPT TO:<b@b.test>");
            assertThat(client.ask("DATA")).startsWith("451 ");
            assertThat(client.ask("BDAT 3 LAST\r\nx")).startsWith("250 ");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void sendsAnyBytes() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.NOOP, Reply.raw(new byte[] {'2', '5', '0', ' ', 0, 27, (byte) 0xFF, '\n'}))
                        .start();
                RawClient client = greeted(server)) {
            assertThat(client.ask("NOOP")).isEqualTo("250 \0\u001B\u00FF\n");
        }
    }

    @Test
    void sendsAnotherReplyToTheSameCommand() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.NOOP, Reply.usual().and(Reply.of(250, "twice")).and(Reply.of(250, "thrice")))
                        .start();
                RawClient client = greeted(server)) {
            assertThat(client.ask("NOOP")).isEqualTo("250 2.0.0 ok\r\n");
            assertThat(client.reply()).isEqualTo("250 twice\r\n");
            assertThat(client.reply()).isEqualTo("250 thrice\r\n");
        }
    }

    @Test
    void keepsAReplyBackUntilTheNext() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.MAIL, Reply.usual().withNext())
                        .start();
                RawClient client = greeted(server)) {
            client.write("MAIL FROM:<>\r\n");
            client.socket().setSoTimeout(50);
            assertThatThrownBy(client::line).isInstanceOf(IOException.class);
            client.socket().setSoTimeout(10_000);
            client.write("RCPT TO:<b@b.test>\r\n");
            assertThat(client.reply()).contains("sender ok");
            assertThat(client.reply()).contains("recipient ok");
        }
    }

    @Test
    void repliesWhenTheTestSaysSo() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.NOOP, Reply.usual().once(released))
                        .start();
                RawClient client = greeted(server)) {
            client.write("NOOP\r\n");
            server.transcript().awaitCommand("NOOP", Duration.ofSeconds(5));
            assertThat(client.socket().getInputStream().available()).isZero();
            released.countDown();
            assertThat(client.reply()).startsWith("250 ");
        }
    }

    @Test
    void endsAnIdleConnectionUnasked() throws IOException {
        CountDownLatch idle = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(
                                Step.CONTENT,
                                Reply.usual().and(Reply.of(421, "idle").once(idle)))
                        .start();
                RawClient client = greeted(server)) {
            send(client);
            assertThat(client.reply()).startsWith("250 ");
            idle.countDown();
            assertThat(client.reply()).isEqualTo("421 idle\r\n");
            assertThat(client.line()).isEmpty();
        }
    }

    @Test
    void repliesLate() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.NOOP, Reply.usual().after(Duration.ofMillis(60)))
                        .start();
                RawClient client = greeted(server)) {
            long start = System.nanoTime();
            assertThat(client.ask("NOOP")).startsWith("250 ");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        }
    }

    @Test
    void answersOutOfWhatTheClientSaid() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.OTHER.of("XCLIENT"), request -> Reply.of(220, request.line()))
                        .at(Step.AUTH.of("SCRAM-SHA-256"), Reply.of(334, "cg=="))
                        .at(Step.AUTH_RESPONSE, request -> Reply.of(334, request.argument() + "!"))
                        .at(Step.AUTH_RESPONSE.nth(2), Reply.of(235, "welcome"))
                        .offer("AUTH SCRAM-SHA-256")
                        .start();
                RawClient client = greeted(server)) {
            assertThat(client.ask("XCLIENT ADDR=::1")).isEqualTo("220 XCLIENT ADDR=::1\r\n");
            assertThat(client.ask("AUTH SCRAM-SHA-256 biws")).isEqualTo("334 cg==\r\n");
            assertThat(client.ask("YQ==")).isEqualTo("334 YQ==!\r\n");
            assertThat(client.ask("Yg==")).isEqualTo("235 welcome\r\n");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void keepsTheMailThoughItsReplyIsSwallowed() throws IOException {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE).start();
                RawClient client = greeted(server)) {
            send(client);
            assertThat(client.line()).isEmpty();
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void endsChunkedContentAsItEndsDottedContent() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .offer("CHUNKING")
                        .at(Step.CONTENT.nth(1), Reply.of(550, "content"))
                        .at(Step.BDAT.of("LAST").nth(3), Reply.of(550, "chunk"))
                        .at(Step.BDAT.of(""), Reply.of(452, "part"))
                        .start();
                RawClient client = greeted(server)) {
            client.ask("MAIL FROM:<>");
            client.ask("RCPT TO:<b@b.test>");
            client.write("BDAT 1 LAST\r\nx");
            assertThat(client.reply()).isEqualTo("550 content\r\n");
            client.ask("MAIL FROM:<>");
            client.ask("RCPT TO:<b@b.test>");
            client.write("BDAT 1\r\nx");
            assertThat(client.reply()).isEqualTo("452 part\r\n");
            client.write("BDAT 1 LAST\r\nx");
            assertThat(client.reply()).startsWith("503 ");
            client.ask("MAIL FROM:<>");
            client.ask("RCPT TO:<b@b.test>");
            client.write("BDAT 1 LAST\r\nx");
            assertThat(client.reply()).isEqualTo("550 chunk\r\n");
            assertThat(server.received()).isEmpty();
            assertThat(client.ask("RSET")).startsWith("250 ");
        }
    }

    @Test
    void gathersRepliesWhileThereAreCommandsToRead() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder().batchReplies().start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO client.test");
            client.write("MAIL FROM:<a@x>\r\nRCPT TO:<b@x>\r\nRSET\r\n");
            byte[] all = new byte[1000];
            int length = client.socket().getInputStream().read(all);
            assertThat(new String(all, 0, length, US_ASCII)).matches("(250 [^\r\n]+\r\n){3}");
            assertThat(client.ask("NOOP")).startsWith("250 ");
        }
    }

    @Test
    void repliesWithoutEndUntilTheClientLeaves() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.GREETING, Reply.raw("220-on and on\r\n").endless())
                .start()) {
            try (RawClient client = new RawClient(server)) {
                for (int i = 0; i < 1_000; i++) {
                    assertThat(client.line()).isEqualTo("220-on and on\r\n");
                }
            }
            assertThat(server.transcript().entries()).hasSizeLessThan(5);
        }
    }

    @Test
    void stopsARunawayReplyWhenTheServerIsClosed() throws IOException {
        FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.GREETING, Reply.raw("220-on and on\r\n").endless())
                .start();
        try (RawClient client = new RawClient(server)) {
            assertThat(client.line()).startsWith("220-");
            server.close();
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void refusesLineEndsInAWellFormedReply() {
        assertThatThrownBy(() -> Reply.of(250, "a\r\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Step.MAIL.after(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Step.MAIL.nth(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
