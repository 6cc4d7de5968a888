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
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class SecurityTest {
    private static final String SECRET = "s3cr3t-w0rd";

    @Test
    void logsInWithUserAndPassword() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", SECRET).requireAuth().start()) {
            Session session = Sessions.to(server, "auth", "true");
            Transport.send(Sessions.message(session, BOB), "ann", SECRET);

            assertThat(server.received().get(0).user()).isEqualTo("ann");
        }
    }

    @Test
    void asksTheAuthenticator() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", SECRET).requireAuth().start()) {
            Session plain = Sessions.to(server, "auth", "true");
            Session session = Session.getInstance(plain.getProperties(), new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("ann", SECRET);
                }
            });
            Transport.send(Sessions.message(session, BOB));

            assertThat(server.received().get(0).user()).isEqualTo("ann");
        }
    }

    @Test
    void aWrongPasswordIsAnAuthenticationFailure() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", SECRET).start()) {
            Session session = Sessions.to(server, "auth", "true");

            assertThatExceptionOfType(AuthenticationFailedException.class)
                    .isThrownBy(() -> Transport.send(Sessions.message(session, BOB), "ann", "wr0ng"))
                    .withMessageContaining("535")
                    .withMessageNotContaining("wr0ng");
            assertThat(server.transcript().commands()).endsWith("QUIT");
        }
    }

    @Test
    void authWithoutAWayToLogInSendsNothing() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThatExceptionOfType(AuthenticationFailedException.class)
                    .isThrownBy(() ->
                            Transport.send(Sessions.message(Sessions.to(server, "auth", "true"), BOB), "ann", SECRET));
            Transport.send(Sessions.message(Sessions.to(server), BOB), "ann", SECRET);

            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void mechanismsAreThoseThatAreNamed() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", SECRET).start()) {
            Session login = Sessions.to(server, "auth", "true", "auth.mechanisms", "LOGIN NOSUCH");
            Transport.send(Sessions.message(login, BOB), "ann", SECRET);
            Session notPlain = Sessions.to(server, "auth", "true", "auth.plain.disable", "true");
            Transport.send(Sessions.message(notPlain, BOB), "ann", SECRET);
            Session sasl = Sessions.to(server, "sasl.enable", "true", "sasl.mechanisms", "PLAIN");
            Transport.send(Sessions.message(sasl, BOB), "ann", SECRET);

            assertThat(server.transcript().commands(1)).anyMatch(line -> line.startsWith("AUTH LOGIN"));
            assertThat(server.transcript().commands(2)).anyMatch(line -> line.startsWith("AUTH LOGIN"));
            assertThat(server.transcript().commands(3)).anyMatch(line -> line.startsWith("AUTH PLAIN"));
        }
    }

    @Test
    void aTokenGoesWithXoauth2() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .offer("AUTH XOAUTH2")
                .at(dev.paloma.testkit.Step.AUTH, dev.paloma.testkit.Reply.of(235, "welcome"))
                .start()) {
            Session session = Sessions.to(server, "auth", "true", "auth.mechanisms", "XOAUTH2");
            Transport.send(Sessions.message(session, BOB), "ann", "t0ken");

            String said = server.transcript().commands().stream()
                    .filter(line -> line.startsWith("AUTH XOAUTH2 "))
                    .findFirst()
                    .orElseThrow();
            assertThat(new String(Base64.getDecoder().decode(said.substring(13)), StandardCharsets.UTF_8))
                    .isEqualTo("user=ann\1auth=Bearer t0ken\1\1");
        }
    }

    @Test
    @Shows("paloma.cleartext-auth")
    void noPasswordGoesInClearOffThisMachine() throws Exception {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().user("ann", SECRET).start();
                FakeProxy away = FakeProxy.socks5(server.address())) {
            Object[] far = {"host", "mail.test", "socks.host", "localhost", "socks.port", away.port(), "auth", "true"};
            assertThatExceptionOfType(AuthenticationFailedException.class)
                    .isThrownBy(() -> Transport.send(Sessions.message(Sessions.to(server, far), BOB), "ann", SECRET))
                    .withMessageContaining("mail.smtp.paloma.cleartext-auth");
            Session allowed = Sessions.to(server, far);
            allowed.getProperties().setProperty("mail.smtp.paloma.cleartext-auth", "true");
            Transport.send(Sessions.message(allowed, BOB), "ann", SECRET);

            assertThat(server.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @Shows({"starttls.enable", "ssl.socketFactory"})
    @ValueSource(strings = {"starttls.enable", "starttls.required"})
    void starttlsChecksTheCertificate(String property) throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> Transport.send(Sessions.message(Sessions.to(server, property, "true"), BOB)))
                    .withMessageContaining("certificate");
            Object factory = TestAuthority.clientContext().getSocketFactory();
            Transport.send(Sessions.message(Sessions.to(server, property, "true", "ssl.socketFactory", factory), BOB));

            assertThat(server.received()).hasSize(1);
            assertThat(server.received().get(0).isEncrypted()).isTrue();
        }
    }

    @Test
    @Shows("starttls.required")
    void starttlsRequiredSendsNothingWithout() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() ->
                            Transport.send(Sessions.message(Sessions.to(server, "starttls.required", "true"), BOB)))
                    .withMessageContaining("STARTTLS");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    @Shows("ssl.enable")
    void smtpsIsTlsFromTheStart() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.GOOD).start()) {
            Object factory = TestAuthority.clientContext().getSocketFactory();
            Transport.send(Sessions.message(Sessions.of("smtps", server, "ssl.socketFactory", factory), BOB));
            Transport.send(
                    Sessions.message(Sessions.to(server, "ssl.enable", "true", "ssl.socketFactory", factory), BOB));
            Transport.send(Sessions.message(Sessions.to(server, "socketFactory", factory), BOB));

            assertThat(server.received()).hasSize(3).allMatch(mail -> mail.isEncrypted());
        }
    }

    @Test
    @Shows("ssl.checkserveridentity")
    void theNameIsCheckedUnlessItIsSaidOtherwise() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.WRONG_NAME).start()) {
            Object factory = TestAuthority.clientContext().getSocketFactory();
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> Transport.send(
                            Sessions.message(Sessions.of("smtps", server, "ssl.socketFactory", factory), BOB)));
            Transport.send(Sessions.message(
                    Sessions.of("smtps", server, "ssl.socketFactory", factory, "ssl.checkserveridentity", "false"),
                    BOB));

            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    @Shows("ssl.trust")
    void trustInAServerByItsNameIsWarnedOf() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.SELF_SIGNED)
                        .start();
                Warnings warnings = Warnings.caught()) {
            Transport.send(Sessions.message(Sessions.of("smtps", server, "ssl.trust", "*"), BOB));
            Transport.send(Sessions.message(Sessions.of("smtps", server, "ssl.trust", server.host()), BOB));

            assertThat(server.received()).hasSize(2);
            assertThat(warnings.texts()).hasSize(2).allMatch(text -> text.contains("mail.smtps.ssl.trust"));
        }
    }

    /** With the system's trust, and with a factory. */
    @ParameterizedTest
    @Shows({"ssl.protocols", "ssl.ciphersuites"})
    @CsvSource({
        "ssl.protocols, TLSv1.2, TLSv1.2 .*",
        "ssl.protocols, TLSv1.3, TLSv1.3 .*",
        "ssl.protocols, TLSv1.2 TLSv1.3, TLSv1.3 .*",
        "ssl.ciphersuites, TLS_AES_256_GCM_SHA384, TLSv1.3 TLS_AES_256_GCM_SHA384.*",
        "ssl.ciphersuites, TLS_CHACHA20_POLY1305_SHA256, TLSv1.3 TLS_CHACHA20_POLY1305_SHA256.*"
    })
    void tlsIsOfTheVersionsAndSuitesThatAreNamed(String name, String value, String agreed) throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            Object factory = TestAuthority.clientContext().getSocketFactory();
            for (Object[] trust : new Object[][] {{"ssl.trust", "*"}, {"ssl.socketFactory", factory}}) {
                Session session = Sessions.to(server, "starttls.required", "true", name, value, trust[0], trust[1]);
                Transport.send(Sessions.message(session, BOB));
            }
            assertThat(server.transcript().entries())
                    .filteredOn(entry -> entry.text().startsWith("TLS: "))
                    .hasSize(2)
                    .allMatch(entry -> entry.text().matches("TLS: " + agreed));
        }
    }

    @ParameterizedTest
    @CsvSource({"ssl.protocols, TLSv0.9", "ssl.ciphersuites, TLS_ROT_13"})
    void tlsThatNobodyKnowsIsAnError(String name, String value) throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            Object factory = TestAuthority.clientContext().getSocketFactory();
            for (Object[] trust : new Object[][] {{"ssl.trust", "*"}, {"ssl.socketFactory", factory}}) {
                Session session = Sessions.to(server, "starttls.required", "true", name, value, trust[0], trust[1]);
                assertThatExceptionOfType(MessagingException.class)
                        .isThrownBy(() -> Transport.send(Sessions.message(session, BOB)))
                        .withMessageContaining(value);
            }
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void versionsThatTheServerDoesntHaveAreAnError() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .tlsProtocols("TLSv1.2")
                .start()) {
            Session session =
                    Sessions.to(server, "starttls.enable", "true", "ssl.trust", "*", "ssl.protocols", "TLSv1.3");

            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> Transport.send(Sessions.message(session, BOB)));
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void debugShowsTheSessionWithoutItsSecrets() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", SECRET).start()) {
            for (String mechanism : new String[] {"PLAIN", "LOGIN"}) {
                Session session = Sessions.to(server, "auth", "true", "auth.mechanisms", mechanism);
                session.setDebug(true);
                session.setDebugOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
                Transport.send(Sessions.message(session, BOB), "ann", SECRET);
            }
        }
        String text = shown.toString(StandardCharsets.UTF_8);
        byte[] plain = ("\0ann\0" + SECRET).getBytes(StandardCharsets.UTF_8);
        byte[] login = SECRET.getBytes(StandardCharsets.UTF_8);
        assertThat(text)
                .contains("EHLO localhost", "AUTH PLAIN", "AUTH LOGIN", "MAIL FROM:<ann@example.org>", "235")
                .doesNotContain(SECRET)
                .doesNotContain(Base64.getEncoder().encodeToString(plain))
                .doesNotContain(Base64.getEncoder().encodeToString(login));
    }
}
