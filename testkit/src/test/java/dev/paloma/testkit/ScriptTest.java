package dev.paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class ScriptTest {
    @Test
    void playsAWholeConnection() throws IOException {
        Script script = Script.start()
                .send("220-hello", "220 there")
                .expect("EHLO \\S+")
                .send(Reply.of(250, "odd").after(Duration.ofMillis(1)))
                .expect("DATA")
                .send("354 go")
                .expectContent()
                .send("250 ok")
                .expectBytes(3)
                .sendRaw("no line end")
                .expectEnd();
        try (FakeSmtpServer server = FakeSmtpServer.builder().script(script).start();
                RawClient client = new RawClient(server)) {
            assertThat(client.reply()).isEqualTo("220-hello\r\n220 there\r\n");
            assertThat(client.ask("EHLO x")).isEqualTo("250 odd\r\n");
            assertThat(client.ask("DATA")).isEqualTo("354 go\r\n");
            assertThat(client.ask("..\r\n.")).isEqualTo("250 ok\r\n");
            client.write("\r\n\0");
            client.socket().shutdownOutput();
            assertThat(client.line()).isEqualTo("no line end");
            assertThat(server.transcript().commands()).containsExactly("EHLO x", "DATA");
        }
    }

    @Test
    void failsTheTestIfTheClientSaysSomethingElse() throws IOException {
        FakeSmtpServer server = FakeSmtpServer.builder()
                .script(Script.start().expect("EHLO .*"))
                .start();
        try (RawClient client = new RawClient(server)) {
            client.write("HELO x\r\n");
            assertThat(client.line()).isEmpty();
        }
        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected EHLO .*, but the client sent HELO x");
    }

    @Test
    void failsTheTestIfTheClientLeavesTooEarly() throws IOException {
        FakeSmtpServer server = FakeSmtpServer.builder()
                .script(Script.start().send("220 hi").expect("EHLO .*"))
                .start();
        try (RawClient client = new RawClient(server)) {
            client.reply();
        }
        assertThatThrownBy(server::close).hasMessageContaining("the end of the connection");
    }

    @Test
    void failsTheTestIfTheClientStaysSilent() throws IOException {
        FakeSmtpServer server = FakeSmtpServer.builder()
                .timeout(Duration.ofMillis(50))
                .script(Script.start().send("220 hi").expect("EHLO .*"))
                .start();
        try (RawClient client = new RawClient(server)) {
            client.reply();
            assertThat(client.line()).isEmpty();
        }
        assertThatThrownBy(server::close).hasMessageContaining("expected EHLO .*, but got");
    }

    @Test
    void handsOverToTheWellBehavedServer() throws IOException {
        Script script = Script.start().send("220 SMTP hi").usual();
        try (FakeSmtpServer server = FakeSmtpServer.builder().script(2, script).start()) {
            try (RawClient first = new RawClient(server);
                    RawClient second = new RawClient(server)) {
                assertThat(first.reply()).isEqualTo("220 mail.test ESMTP ready\r\n");
                assertThat(second.reply()).isEqualTo("220 SMTP hi\r\n");
                assertThat(second.ask("EHLO c.test")).startsWith("250-");
            }
        }
    }

    @Test
    void handshakesAndBreaks() throws IOException {
        Script script = Script.start()
                .startTls(TestCertificate.GOOD)
                .send("220 hi")
                .expect("QUIT")
                .fault(Fault.CLOSE);
        try (FakeSmtpServer server = FakeSmtpServer.builder().script(script).start();
                RawClient client = new RawClient(server)) {
            client.startTls(TestAuthority.clientContext(), "localhost");
            client.reply();
            assertThat(client.ask("QUIT")).isEmpty();
        }
    }
}
