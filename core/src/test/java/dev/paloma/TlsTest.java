package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Getting to a safe line, and what goes wrong on the way (F14–F19, F30–F34; S7–S9). */
@ExtendWith(NoLeaks.class)
class TlsTest {
    private static Server trusting(FakeSmtpServer server, TlsPolicy.Mode mode) {
        return Server.smtp("localhost", server.port()).withTls(TlsPolicy.of(mode, Setting.trust()));
    }

    private static SendException failure(FakeSmtpServer server, Server address) {
        try (Mailer mailer = Mailer.builder()
                .server(address)
                .timeouts(Setting.quick()
                        .with(Stage.STARTTLS, Duration.ofMillis(2000)) // the JDK's authorities are read within it
                        .with(Stage.GREETING, Duration.ofMillis(300)))
                .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e)
                    .as("a failure; the session was\n%s", server.transcript())
                    .isNotNull();
            assertThat(server.received()).isEmpty();
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
            return e;
        }
    }

    private static void assertNothingSaid(FakeSmtpServer server) {
        assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL") || c.startsWith("AUTH"));
    }

    @Test
    void T10_R3_F30_requiredButNotOffered() {
        try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
            SendException e = failure(server, trusting(server, TlsPolicy.Mode.REQUIRED));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("STARTTLS");
            assertNothingSaid(server);
        }
    }

    /** S8: whoever sits on the line answers STARTTLS in every way that might make a client go on in clear. */
    @ParameterizedTest
    @CsvSource({"454,4.7.0 Not now", "501,5.5.4 No", "500,5.5.1 What?", "250,2.0.0 Ok", "421,4.3.2 Bye"})
    void F31_S8_refusedStartTlsIsNeverFollowedByMail(int code, String text) {
        for (TlsPolicy.Mode mode : List.of(TlsPolicy.Mode.REQUIRED, TlsPolicy.Mode.OPPORTUNISTIC)) {
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                    .startTls(TestCertificate.GOOD)
                    .at(Step.STARTTLS, Reply.of(code, text))
                    .start()) {
                SendException e = failure(server, trusting(server, mode));
                assertThat(e.stage()).isEqualTo(Stage.STARTTLS);
                assertNothingSaid(server);
            }
        }
    }

    @Test
    void S8_closeInsteadOfAHandshake() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .at(Step.STARTTLS, Fault.CLOSE)
                .start()) {
            failure(server, trusting(server, TlsPolicy.Mode.OPPORTUNISTIC));
            assertNothingSaid(server);
        }
    }

    @Test
    void F32_S7_whatComesInClearAfterTheGoAheadIsAnAttack() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .at(Step.STARTTLS, Reply.raw("220 2.0.0 Go\r\n250-evil\r\n250 AUTH PLAIN\r\n"))
                .start()) {
            SendException e = failure(server, trusting(server, TlsPolicy.Mode.REQUIRED));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("in clear");
            assertNothingSaid(server);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STALL", "RESET", "TLS_GARBAGE"})
    void F33_brokenHandshakeIsNeverFollowedByMail(Fault fault) {
        for (TlsPolicy.Mode mode : List.of(TlsPolicy.Mode.REQUIRED, TlsPolicy.Mode.OPPORTUNISTIC)) {
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                    .startTls(TestCertificate.GOOD)
                    .at(Step.TLS, fault)
                    .start()) {
                SendException e = failure(server, trusting(server, mode));
                assertThat(e.stage()).isEqualTo(Stage.STARTTLS);
                assertNothingSaid(server);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG_NAME, other.test",
        "EXPIRED, expired",
        "SELF_SIGNED, signed by itself",
        "CN_ONLY, no subjectAltName"
    })
    void F34_S9_falseCertificateStopsAndIsNamed(TestCertificate certificate, String reason) {
        for (TlsPolicy.Mode mode :
                List.of(TlsPolicy.Mode.REQUIRED, TlsPolicy.Mode.OPPORTUNISTIC, TlsPolicy.Mode.IMPLICIT)) {
            FakeSmtpServerBuilder builder = FakeSmtpServer.builder();
            boolean implicit = mode == TlsPolicy.Mode.IMPLICIT;
            try (FakeSmtpServer server =
                    (implicit ? builder.implicitTls(certificate) : builder.startTls(certificate)).start()) {
                SendException e = failure(server, trusting(server, mode));
                assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
                assertThat(e).hasMessageContaining(reason);
                assertNothingSaid(server);
            }
        }
    }

    /** A context of the caller's own knows its authorities, and no name to look for. */
    @Test
    void R3_S9_aCallersContextDoesntMakeTheNameUnimportant() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", TestAuthority.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        for (TlsPolicy.Mode mode : List.of(TlsPolicy.Mode.REQUIRED, TlsPolicy.Mode.IMPLICIT)) {
            try (FakeSmtpServer server = start(mode, TestCertificate.WRONG_NAME)) {
                SendException e = failure(server, loggingIn(server, TlsPolicy.of(mode, context)));
                assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
                assertThat(e).hasMessageContaining("other.test");
                assertNothingSaid(server);
            }
            try (FakeSmtpServer server = start(mode, TestCertificate.WRONG_NAME)) {
                TlsPolicy nobody = TlsPolicy.of(mode, context, TlsPolicy.Verification.NONE);
                assertThat(failure(server, loggingIn(server, nobody))).hasMessageContaining("verified TLS");
                assertNothingSaid(server);
            }
            try (FakeSmtpServer server = start(mode, TestCertificate.GOOD);
                    Mailer mailer = Mailer.builder()
                            .server(loggingIn(server, TlsPolicy.of(mode, context)))
                            .build()) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
            }
        }
    }

    /** The JDK doesn't look at the dates of a certificate that is trusted by itself. */
    @Test
    void R3_S9_aCallersContextDoesntMakeTheDatesUnimportant() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("server", TestCertificate.EXPIRED.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        for (TlsPolicy.Verification verification : List.of(TlsPolicy.Verification.FULL, TlsPolicy.Verification.CA)) {
            try (FakeSmtpServer server = start(TlsPolicy.Mode.IMPLICIT, TestCertificate.EXPIRED)) {
                TlsPolicy policy = TlsPolicy.of(TlsPolicy.Mode.IMPLICIT, context, verification);
                SendException e = failure(server, loggingIn(server, policy));
                assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
                assertThat(e).hasMessageContaining("expired");
                assertNothingSaid(server);
            }
        }
    }

    private static FakeSmtpServer start(TlsPolicy.Mode mode, TestCertificate certificate) {
        FakeSmtpServerBuilder builder = FakeSmtpServer.builder().user("ann", "secret");
        return (mode == TlsPolicy.Mode.IMPLICIT ? builder.implicitTls(certificate) : builder.startTls(certificate))
                .start();
    }

    private static Server loggingIn(FakeSmtpServer server, TlsPolicy policy) {
        return Server.smtp("localhost", server.port()).withTls(policy).withCredentials(Setting.ann());
    }

    @Test
    void S9_unknownAuthorityIsRefusedByDefault() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.GOOD).start()) {
            SendException e = failure(server, Server.smtps("localhost", server.port()));
            assertThat(e).hasMessageContaining("isn't trusted").hasMessageContaining("trust=");
        }
    }

    @Test
    void noVersionOrSuiteInCommonIsExplained() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .tlsProtocols("TLSv1.2")
                .start()) {
            TlsPolicy newest =
                    TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()).withProtocols("TLSv1.3");
            SendException e =
                    failure(server, Server.smtp("localhost", server.port()).withTls(newest));
            assertThat(e).hasMessageContaining("no version of TLS in common").hasMessageContaining("protocols=");
            TlsPolicy rsa = TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust())
                    .withProtocols("TLSv1.2")
                    .withCiphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"); // the server's key is EC
            assertThat(failure(server, Server.smtp("localhost", server.port()).withTls(rsa)))
                    .hasMessageContaining("no cipher suite or version in common");
        }
    }

    @Test
    void checksAddressesAgainstTheCertificateToo() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.GOOD)
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(Server.smtps("127.0.0.1", server.port()).withTrust(Setting.trust()))
                        .build()) {
            Receipt receipt = mailer.send(Setting.mail("bob@example.net"));
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.session().tls()).isNotNull();
            assertThat(receipt.session().tls().protocol()).startsWith("TLSv1.");
        }
    }

    @Test
    void A2_aPinReplacesEveryOtherCheck() throws Exception {
        byte[] der = TestCertificate.EXPIRED.certificate().getEncoded();
        String pin =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.EXPIRED).start()) {
            Server pinned = Server.parse("smtps://127.0.0.1:" + server.port() + "?pin=sha256:" + pin);
            try (Mailer mailer = Mailer.builder().server(pinned).build()) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
            }
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.GOOD).start()) {
            Server pinned = Server.parse("smtps://localhost:" + server.port() + "?pin=sha256:" + pin);
            assertThat(failure(server, pinned)).hasMessageContaining("isn't the pinned one");
        }
    }

    @Test
    void weakerVerificationOnlyWhereAskedFor() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.WRONG_NAME).start()) {
            Trust anyName = Setting.trust().verifying(TlsPolicy.Verification.CA);
            Server address =
                    Server.smtps("localhost", server.port()).withTls(TlsPolicy.of(TlsPolicy.Mode.IMPLICIT, anyName));
            try (Mailer mailer = Mailer.builder().server(address).build()) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
            }
        }
    }

    @Test
    void F14_tlsOnAPlainPortAndTheReverseAreExplained() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.GOOD).start()) {
            SendException e = failure(server, Server.smtp("localhost", server.port()));
            assertThat(e.getMessage()).containsAnyOf("smtps://", "no answer");
        }
        try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
            SendException e = failure(server, Server.smtps("localhost", server.port()));
            assertThat(e).hasMessageContaining("smtp://");
        }
    }

    @Test
    void F19_F35_forgetsWhatWasSaidBeforeTls() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .at(Step.EHLO.nth(1), Reply.of(250, "mail.test", "STARTTLS", "SIZE 1", "AUTH PLAIN LOGIN"))
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(trusting(server, TlsPolicy.Mode.REQUIRED))
                        .build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
        }
    }

    @Test
    void A9_F16_heloOnlyWhereNeitherTlsNorLoginIsRequired() {
        Reply unknown = Reply.of(502, "5.5.1 What?");
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(Step.EHLO, unknown).start();
                Mailer mailer = Mailer.builder()
                        .server(trusting(server, TlsPolicy.Mode.NONE))
                        .build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
            assertThat(server.transcript().commands()).anyMatch(c -> c.startsWith("HELO "));
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.EHLO, unknown).start()) {
            SendException e = failure(server, trusting(server, TlsPolicy.Mode.REQUIRED));
            assertThat(e.stage()).isEqualTo(Stage.EHLO);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("HELO "));
        }
    }
}
