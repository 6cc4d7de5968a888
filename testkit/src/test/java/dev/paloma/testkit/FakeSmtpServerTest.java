package dev.paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FakeSmtpServerTest {
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
            assertThat(client.ask("A: b\r\n\r\n..dot\r\n.")).startsWith("250 ");
            assertThat(client.ask("QUIT")).startsWith("221 ");
            assertThat(client.line()).isEmpty();

            assertThat(server.received()).hasSize(1);
            ReceivedMail mail = server.received().get(0);
            assertThat(mail.sender()).isEqualTo("ann@a.test");
            assertThat(mail.senderParameters()).containsExactly("SIZE=20", "BODY=8BITMIME");
            assertThat(mail.recipientAddresses()).containsExactly("bob@b.test", "\"x>y\"@b.test");
            assertThat(mail.text()).isEqualTo("A: b\r\n\r\n.dot\r\n");
            assertThat(mail.clientName()).isEqualTo("client.test");
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
            assertThat(server.violations()).isEmpty();
        }
    }
}
