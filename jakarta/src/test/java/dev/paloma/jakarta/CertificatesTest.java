package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.testkit.FakeProxy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a server's certificate, and what a server that needn't have a right one may hear. */
@ExtendWith(NoLeaks.class)
class CertificatesTest {
    private static final String SECRET = "s3cr3t-w0rd";

    @Test
    void whoTrustsAnyCertificateStillTellsNoPasswordInClear() throws Exception {
        try (FakeSmtpServer stripped =
                        FakeSmtpServer.builder().user("ann", SECRET).start();
                FakeProxy away = FakeProxy.socks5(stripped.address())) {
            Session session = far(stripped, away);

            assertThatExceptionOfType(AuthenticationFailedException.class)
                    .isThrownBy(() -> Transport.send(Sessions.message(session, BOB), "ann", SECRET))
                    .withMessageContaining("cleartext-auth");
            assertThat(stripped.transcript().commands()).noneMatch(line -> line.startsWith("AUTH"));
            assertThat(stripped.received()).isEmpty();
        }
    }

    @Test
    void whoTrustsAnyCertificateTellsThePasswordWithinTls() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.SELF_SIGNED)
                        .user("ann", SECRET)
                        .start();
                FakeProxy away = FakeProxy.socks5(server.address())) {
            Transport.send(Sessions.message(far(server, away), BOB), "ann", SECRET);

            assertThat(server.received().get(0).user()).isEqualTo("ann");
            assertThat(server.received().get(0).isEncrypted()).isTrue();
        }
    }

    private static Session far(FakeSmtpServer server, FakeProxy away) {
        return Sessions.to(
                server,
                "host",
                "mail.test",
                "socks.host",
                "localhost",
                "socks.port",
                away.port(),
                "auth",
                "true",
                "auth.mechanisms",
                "PLAIN",
                "starttls.enable",
                "true",
                "ssl.trust",
                "mail.test");
    }

    @ParameterizedTest
    @EnumSource(names = {"CN_ONLY", "WRONG_NAME", "EXPIRED"})
    void aFactorysOwnTrustMakesNeitherNameNorDatesUnimportant(TestCertificate certificate) throws Exception {
        SSLSocketFactory factory = trusting(certificate.certificate());
        for (String property : new String[] {"ssl.socketFactory", "socketFactory"}) {
            try (FakeSmtpServer server =
                    FakeSmtpServer.builder().implicitTls(certificate).start()) {
                assertThatExceptionOfType(MessagingException.class)
                        .isThrownBy(() ->
                                Transport.send(Sessions.message(Sessions.of("smtps", server, property, factory), BOB)))
                        .withMessageContaining("certificate");
                assertThat(server.transcript().commands()).isEmpty();
            }
        }
    }

    @Test
    void aCertificateThatIsTrustedByItselfIsFineWithNameAndDates() throws Exception {
        SSLSocketFactory factory = trusting(TestCertificate.SELF_SIGNED.certificate());
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .implicitTls(TestCertificate.SELF_SIGNED)
                .start()) {
            Transport.send(Sessions.message(Sessions.of("smtps", server, "ssl.socketFactory", factory), BOB));

            assertThat(server.received()).hasSize(1);
        }
    }

    private static SSLSocketFactory trusting(X509Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", certificate);
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    /** Its name isn't the server's, so the server's certificate is looked at as if there were no such property. */
    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void trustInAnotherServerIsNoMatterWithoutTls(String starttls) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server, "starttls.enable", starttls, "ssl.trust", "other.example.org");
            Transport.send(Sessions.message(session, BOB));

            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void trustInAnotherServerIsNoneInThisOne() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            Session session = Sessions.to(server, "starttls.enable", "true", "ssl.trust", "other.example.org");

            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> Transport.send(Sessions.message(session, BOB)))
                    .withMessageContaining("isn't trusted");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void trustGoesTogetherWithALocalAddress() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.SELF_SIGNED).start()) {
            Session session = Sessions.to(
                    server, "starttls.required", "true", "ssl.trust", server.host(), "localaddress", "127.0.0.1");
            Transport.send(Sessions.message(session, BOB));

            assertThat(server.received().get(0).isEncrypted()).isTrue();
        }
    }

    @Test
    void smtpsIsTlsWhateverIsSaid() throws Exception {
        Object factory = TestAuthority.clientContext().getSocketFactory();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.GOOD)
                        .start();
                Warnings warnings = Warnings.caught()) {
            Session session = Sessions.of("smtps", server, "ssl.enable", "false", "ssl.socketFactory", factory);
            Transport.send(Sessions.message(session, BOB));

            assertThat(server.received().get(0).isEncrypted()).isTrue();
            assertThat(warnings.texts()).hasSize(1).first().asString().contains("mail.smtps.ssl.enable");
        }
    }

    @ParameterizedTest
    @CsvSource({"smtp,false,25", "smtp,true,465", "smtps,,465", "smtps,false,465"})
    void thePortIsThatOfTlsWhereTlsIsSpokenFromTheStart(String protocol, String enabled, int port) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Warnings warnings = Warnings.caught();
                FakeProxy away = FakeProxy.socks5(server.address())) {
            Session session = Sessions.of(
                    protocol,
                    server,
                    "host",
                    "mail.test",
                    "socks.host",
                    "localhost",
                    "socks.port",
                    away.port(),
                    "ssl.enable",
                    enabled == null ? "" : enabled,
                    "timeout",
                    "300");
            session.getProperties().remove("mail." + protocol + ".port");
            try (Transport transport = session.getTransport()) {
                transport.connect();
            } catch (MessagingException e) {
                assertThat(port).as("TLS, which isn't spoken there").isEqualTo(465);
            }
            assertThat(away.asked()).containsExactly("mail.test:" + port);
            assertThat(warnings.texts()).hasSize("false".equals(enabled) && port == 465 ? 1 : 0);
        }
    }
}
