package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class FakeSmtpServerTest {
    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void receivesAMail() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                RawClient client = new RawClient(server)) {
            assertThat(client.reply()).isEqualTo("220 mail.test ESMTP ready\r\n");
            assertThat(client.ask("EHLO client.test"))
                    .contains("250-mail.test\r\n", "250-SMTPUTF8\r\n")
                    .endsWith("250 ENHANCEDSTATUSCODES\r\n");
            assertThat(client.ask("MAIL FROM:<ann@a.test> SIZE=20 BODY=8BITMIME"))
                    .startsWith("250 ");
            assertThat(client.ask("RCPT TO:<bob@b.test>")).startsWith("250 ");
            assertThat(client.ask("RCPT TO:<\"x>y\"@b.test>")).startsWith("250 ");
            assertThat(client.ask("DATA")).startsWith("354 ");
            assertThat(client.ask("A: b\r\n\r\n..dot ä\r\n.")).startsWith("250 ");
            assertThat(client.ask("QUIT")).startsWith("221 ");
            assertThat(client.line()).isEmpty();

            assertThat(server.received()).hasSize(1);
            ReceivedMail mail = server.received().get(0);
            assertThat(mail.sender()).isEqualTo("ann@a.test");
            assertThat(mail.senderParameters()).containsExactly("SIZE=20", "BODY=8BITMIME");
            assertThat(mail.recipientAddresses()).containsExactly("bob@b.test", "\"x>y\"@b.test");
            assertThat(mail.text()).isEqualTo("A: b\r\n\r\n.dot ä\r\n");
            assertThat(mail.clientName()).isEqualTo("client.test");
            assertThat(mail.connection()).isEqualTo(1);
            assertThat(mail.isEncrypted()).isFalse();
            assertThat(mail.user()).isNull();
            assertThat(server.violations()).isEmpty();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void countsRoundTrips() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO client.test");
            client.write("MAIL FROM:<>\r\nRCPT TO:<b@b.test>\r\nDATA\r\n");
            assertThat(List.of(client.reply(), client.reply(), client.reply()))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("250", "250", "354");
            client.ask("x\r\n.");
            client.ask("QUIT");
            assertThat(server.clientFlights()).isEqualTo(4);
            assertThat(server.clientFlights(1)).isEqualTo(4);
            assertThat(server.clientFlights(2)).isZero();
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void servesSeveralConnectionsAtOnce() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(new RawClient(server));
            }
            for (RawClient client : clients) {
                assertThat(client.reply()).startsWith("220 ");
            }
            assertThat(server.connections()).isEqualTo(5);
            assertThat(server.openConnections()).isEqualTo(5);
            assertThatThrownBy(() -> server.awaitDisconnected(Duration.ofMillis(1)))
                    .isInstanceOf(AssertionError.class);
            for (RawClient client : clients) {
                client.close();
            }
            server.awaitDisconnected(Duration.ofSeconds(5));
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void takesContentInChunks() throws IOException {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().offer("CHUNKING", "BINARYMIME").start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO client.test");
            client.write(
                    "MAIL FROM:<a@a.test> BODY=BINARYMIME\r\nRCPT TO:<b@b.test>\r\nBDAT 4\r\n.\r\n\0BDAT 3 LAST\r\nx\ny");
            for (int i = 0; i < 4; i++) {
                assertThat(client.reply()).startsWith("250 ");
            }
            assertThat(server.received().get(0).text()).isEqualTo(".\r\n\0x\ny");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void checksSizeAsOffered() throws IOException {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().extensions("SIZE 10").start();
                RawClient client = new RawClient(server)) {
            client.reply();
            assertThat(client.ask("EHLO client.test")).isEqualTo("250-mail.test\r\n250 SIZE 10\r\n");
            assertThat(client.ask("MAIL FROM:<a@a.test> SIZE=11")).startsWith("552 ");
            assertThat(client.ask("MAIL FROM:<a@a.test> SIZE=10")).startsWith("250 ");
            client.ask("RCPT TO:<b@b.test>");
            client.ask("DATA");
            assertThat(client.ask("123456789\r\n.")).startsWith("552 ");
            assertThat(server.received()).isEmpty();
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void logsInWithPlainAndLogin() throws IOException {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", "sécret").requireAuth().start()) {
            try (RawClient client = new RawClient(server)) {
                client.reply();
                assertThat(client.ask("EHLO client.test")).endsWith("250 AUTH PLAIN LOGIN\r\n");
                assertThat(client.ask("MAIL FROM:<>")).startsWith("530 ");
                assertThat(client.ask("AUTH PLAIN " + base64("\0ann\0wrong"))).startsWith("535 ");
                assertThat(client.ask("AUTH PLAIN " + base64("\0ann\0sécret"))).startsWith("235 ");
                assertThat(client.ask("MAIL FROM:<>")).startsWith("250 ");
                client.ask("RCPT TO:<b@b.test>");
                client.ask("DATA");
                client.ask(".");
                assertThat(server.received().get(0).user()).isEqualTo("ann");
            }
            try (RawClient client = new RawClient(server)) {
                client.reply();
                client.ask("EHLO client.test");
                assertThat(client.ask("AUTH LOGIN")).isEqualTo("334 " + base64("Username:") + "\r\n");
                assertThat(client.ask(base64("ann"))).isEqualTo("334 " + base64("Password:") + "\r\n");
                assertThat(client.ask(base64("sécret"))).startsWith("235 ");
            }
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void cancelsAuthenticationAndKnowsNoOtherMechanism() throws IOException {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().user("ann", "secret").start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO client.test");
            assertThat(client.ask("AUTH PLAIN")).isEqualTo("334 \r\n");
            assertThat(client.ask("*")).startsWith("501 ");
            assertThat(client.ask("AUTH CRAM-MD5")).startsWith("504 ");
            assertThat(server.violations()).isEmpty();
            assertThat(client.ask("AUTH PLAIN !!")).startsWith("501 ");
            assertThat(server.violations()).containsExactly("connection 1: not base64: !!");
        }
    }

    @Test
    void answersOncePerRecipientInLmtp() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .lmtp()
                        .at(Step.CONTENT.of("c@c.test"), Reply.of(452, "4.2.2 full"))
                        .start();
                RawClient client = new RawClient(server)) {
            assertThat(client.reply()).contains("LMTP");
            assertThat(client.ask("LHLO client.test")).startsWith("250-");
            client.ask("MAIL FROM:<a@a.test>");
            client.ask("RCPT TO:<b@b.test>");
            client.ask("RCPT TO:<c@c.test>");
            client.ask("DATA");
            assertThat(client.ask("x\r\n.")).startsWith("250 ");
            assertThat(client.reply()).startsWith("452 ");
            assertThat(server.received().get(0).recipientAddresses()).containsExactly("b@b.test");
            assertThat(server.url()).startsWith("lmtp://127.0.0.1:");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void offersNothingAfterHelo() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                RawClient client = new RawClient(server)) {
            client.reply();
            assertThat(client.ask("HELO client.test")).isEqualTo("250 mail.test\r\n");
            assertThat(client.ask("MAIL FROM:<a@a.test> SIZE=1")).startsWith("555 ");
            assertThat(server.violations()).containsExactly("connection 1: parameter not offered: SIZE=1");
        }
    }

    @Test
    void leavesTheTestAFreePort() {
        int port;
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            port = server.port();
        }
        try (FakeSmtpServer server = FakeSmtpServer.builder().port(port).start()) {
            assertThat(server.url()).isEqualTo("smtp://127.0.0.1:" + port);
        }
    }

    @Test
    void failsTheTestWithWhatAnAnswerThrows() throws IOException {
        FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.NOOP, request -> {
                    throw new IllegalStateException("answer broke");
                })
                .start();
        try (RawClient client = new RawClient(server)) {
            client.reply();
            assertThat(client.ask("NOOP")).isEmpty();
        }
        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("answer broke")
                .hasMessageContaining("1 C: NOOP");
        server.close();
    }
}
