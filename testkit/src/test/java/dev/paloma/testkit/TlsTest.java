package dev.paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class TlsTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "mail.test"})
    void speaksTlsFromTheFirstByte(String host) throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.GOOD)
                        .start();
                RawClient client = new RawClient(server)) {
            client.startTls(TestAuthority.clientContext(), host);
            assertThat(client.reply()).startsWith("220 ");
            assertThat(client.ask("EHLO c.test")).doesNotContain("STARTTLS");
            client.ask("MAIL FROM:<>");
            client.ask("RCPT TO:<b@b.test>");
            client.ask("DATA");
            client.ask(".");
            assertThat(client.ask("QUIT")).startsWith("221 ");
            assertThat(client.line()).isEmpty();
            assertThat(server.received().get(0).isEncrypted()).isTrue();
            assertThat(server.violations()).isEmpty();
            assertThat(server.url()).startsWith("smtps://");
        }
    }

    @ParameterizedTest
    @EnumSource
    void upgradesWithStartTls(Segmentation segmentation) throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .segmentation(segmentation)
                        .start();
                RawClient client = new RawClient(server)) {
            client.reply();
            assertThat(client.ask("EHLO c.test")).contains("250 STARTTLS");
            assertThat(client.ask("STARTTLS")).startsWith("220 ");
            client.startTls(TestAuthority.clientContext(), server.host());
            assertThat(client.ask("EHLO c.test")).doesNotContain("STARTTLS").endsWith("250 ENHANCEDSTATUSCODES\r\n");
            client.write("MAIL FROM:<>\r\nRCPT TO:<b@b.test>\r\n");
            assertThat(client.reply()).startsWith("250 ");
            assertThat(client.reply()).startsWith("250 ");
            assertThat(server.clientFlights()).isEqualTo(4);
            assertThat(server.transcript().toString()).contains("-- TLS: TLSv1.3 ");
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_NAME,127.0.0.1,No subject alternative names matching",
        "EXPIRED,localhost,validity check failed",
        "SELF_SIGNED,localhost,unable to find valid certification path",
        "CN_ONLY,127.0.0.1,No subject alternative names present",
        "IP_AS_NAME,127.0.0.1,No subject alternative names matching IP",
        "CLIENT,mail.test,Extended key usage does not permit"
    })
    void showsACertificateThatAClientMustRefuse(TestCertificate certificate, String host, String reason)
            throws IOException {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().implicitTls(certificate).start();
                RawClient client = new RawClient(server)) {
            assertThatThrownBy(() -> client.startTls(TestAuthority.clientContext(), host))
                    .isInstanceOf(SSLException.class)
                    .hasStackTraceContaining(reason);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void asksForAClientCertificate() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .implicitTls(TestCertificate.GOOD)
                .requireClientCertificate()
                .start()) {
            try (RawClient client = new RawClient(server)) {
                client.startTls(TestAuthority.clientContext(TestCertificate.CLIENT), "localhost");
                assertThat(client.reply()).startsWith("220 ");
            }
            try (RawClient client = new RawClient(server)) {
                assertThatThrownBy(() -> {
                            client.startTls(TestAuthority.clientContext(), "localhost");
                            client.reply(); // with TLS 1.3 the refusal comes after the client's handshake
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void speaksOnlyTheGivenVersion() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.GOOD)
                        .tlsProtocols("TLSv1.2")
                        .start();
                RawClient client = new RawClient(server)) {
            assertThat(client.startTls(TestAuthority.clientContext(), "localhost")
                            .getSession()
                            .getProtocol())
                    .isEqualTo("TLSv1.2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_GARBAGE", "CLOSE", "RESET", "CRASH"})
    void breaksTheHandshake(Fault fault) throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .at(Step.TLS, fault)
                        .start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO c.test");
            client.ask("STARTTLS");
            assertThatThrownBy(() -> client.startTls(TestAuthority.clientContext(), "localhost"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void stallsTheHandshake() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .at(Step.STARTTLS, Fault.STOP_READING)
                        .start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO c.test");
            assertThat(client.ask("STARTTLS")).startsWith("220 ");
            client.socket().setSoTimeout(50);
            assertThatThrownBy(() -> client.startTls(TestAuthority.clientContext(), "localhost"))
                    .hasStackTraceContaining("timed out");
        }
    }

    @Test
    void slipsBytesInBeforeTheHandshake() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .at(Step.STARTTLS, Reply.raw("220 go\r\n250 injected\r\n"))
                        .start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO c.test");
            assertThat(client.ask("STARTTLS")).isEqualTo("220 go\r\n");
            assertThat(client.line()).isEqualTo("250 injected\r\n");
            client.startTls(TestAuthority.clientContext(), "localhost");
            assertThat(client.ask("EHLO c.test")).startsWith("250-");
        }
    }

    @Test
    void blamesAClientThatSendsPlaintextAfterStartTls() throws IOException {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO c.test");
            client.write("STARTTLS\r\nMAIL FROM:<>\r\n");
            client.reply();
            assertThatThrownBy(() -> client.startTls(TestAuthority.clientContext(), "localhost"))
                    .isInstanceOf(IOException.class);
            assertThat(server.violations()).containsExactly("connection 1: bytes after STARTTLS before its reply");
        }
    }

    @Test
    void writesPemFilesThatCanBeReadAgain(@TempDir Path folder) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (InputStream in = Files.newInputStream(TestAuthority.pemFile(folder))) {
            assertThat(factory.generateCertificate(in)).isEqualTo(TestAuthority.certificate());
        }
        try (InputStream in = Files.newInputStream(TestCertificate.GOOD.pemFile(folder))) {
            assertThat(List.copyOf(factory.generateCertificates(in)))
                    .isEqualTo(List.of(TestCertificate.GOOD.certificate(), TestAuthority.certificate()));
        }
        assertThat(TestCertificate.GOOD.keyFile(folder)).content().startsWith("-----BEGIN PRIVATE KEY-----\n");
    }
}
