package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.Server;
import dev.paloma.message.Message;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import dev.paloma.testkit.FakeProxy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples about TLS, passwords and errors, and looks at what the server got. */
@ExtendWith(NoLeaks.class)
final class TroubleExamplesTest {
    private final Message message = Recipients.several();

    @TempDir
    private Path folder;

    @Test
    void passwordIsGivenApartFromTheUrl() throws Exception {
        Path authority = TestAuthority.pemFile(folder);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .user("ann", "secret")
                        .requireAuth()
                        .start();
                Mailer mailer = TlsAndPasswords.withPassword(
                        "smtp://ann@localhost:" + server.port() + "?trust=" + authority, "secret")) {
            mailer.send(message);

            assertThat(only(server).user()).isEqualTo("ann");
            assertThat(only(server).isEncrypted()).isTrue();
        }
    }

    @Test
    void passwordIsNotSentInClear() {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().user("ann", "secret").start();
                Mailer mailer = Mailer.builder()
                        .server(TlsAndPasswords.byMethods("localhost", server.port(), "ann", "secret"))
                        .build()) {
            assertThatThrownBy(() -> mailer.send(message))
                    .isInstanceOfSatisfying(
                            SendException.class, e -> assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY));

            assertThat(server.transcript().commands()).noneMatch(command -> command.startsWith("AUTH"));
        }
    }

    @Test
    void anExpiredTokenIsRenewed() throws Exception {
        Trust trust = Trust.pem(TestAuthority.pemFile(folder));
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .offer("AUTH OAUTHBEARER")
                .at(Step.AUTH.nth(1), Reply.of(535, "5.7.8 expired"))
                .at(Step.AUTH.nth(2), Reply.of(235, "2.7.0 welcome"))
                .start()) {
            List<Boolean> asked = new ArrayList<>();
            send(TlsAndPasswords.withTokens("localhost", server.port(), refresh -> {
                        asked.add(refresh);
                        return refresh ? "new" : "old";
                    })
                    .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, trust)));

            assertThat(asked).containsExactly(false, true);
            assertThat(only(server).isEncrypted()).isTrue();
        }
    }

    @Test
    void aFunctionMayGoOnInClear() throws Exception {
        Trust trust = Trust.pem(TestAuthority.pemFile(folder));
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            send(Server.smtp("localhost", server.port()).withTls(TlsAndPasswords.asking(trust)));

            assertThat(only(server).isEncrypted()).isFalse();
        }
        Path none = Files.writeString(folder.resolve("lists.pem"), "");
        assertThatThrownBy(() -> TlsAndPasswords.revocation(trust, none)).hasMessageContaining("no revocation list");
    }

    @Test
    void anAuthorityOfItsOwnIsTrusted() throws Exception {
        Path authority = TestAuthority.pemFile(folder);
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            Receipt receipt = send(TlsAndPasswords.ownAuthority("localhost", server.port(), authority));

            assertThat(receipt.session().tls()).isNotNull();
            assertThat(only(server).isEncrypted()).isTrue();
        }
    }

    @Test
    void aPinAloneIsEnough() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(TestCertificate.SELF_SIGNED.certificate().getEncoded());
        String sha256 = HexFormat.of().formatHex(digest);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .implicitTls(TestCertificate.SELF_SIGNED)
                .start()) {
            send(TlsAndPasswords.pinned("localhost", server.port(), sha256));

            assertThat(only(server).isEncrypted()).isTrue();
        }
    }

    @Test
    void aClientCertificateIsShown() throws Exception {
        Trust trust = Trust.pem(TestAuthority.pemFile(folder));
        Path cert = TestCertificate.CLIENT.pemFile(folder);
        Path key = TestCertificate.CLIENT.keyFile(folder);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .requireClientCertificate()
                .start()) {
            Receipt receipt = send(TlsAndPasswords.withClientCertificate("localhost", server.port(), trust, cert, key));

            assertThat(receipt.session().tls()).hasFieldOrPropertyWithValue("protocol", "TLSv1.3");
            assertThat(only(server).isEncrypted()).isTrue();
        }
    }

    @Test
    void aProxyIsLoggedInToAndGetsTheName() throws Exception {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start();
                FakeProxy proxy = FakeProxy.socks5(server.address()).requiring("ann", "secret")) {
            Trust trust = Trust.pem(TestAuthority.pemFile(folder));
            send(TlsAndPasswords.throughProxy("localhost", "127.0.0.1:" + proxy.port())
                    .withTrust(trust));

            assertThat(proxy.asked()).containsExactly("localhost:587");
            assertThat(only(server).isEncrypted()).isTrue();
        }
    }

    @Test
    void aUnixSocketIsNamedByItsPath() {
        Path path = folder.resolve("smtp");
        try (Mailer mailer = TlsAndPasswords.overUnixSocket(path)) {
            assertThatThrownBy(() -> mailer.send(message))
                    .isInstanceOf(SendException.class)
                    .hasMessageContaining(path.toString());
        }
    }

    @Test
    void anErrorSaysWhatToDo() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.MAIL.nth(2), Reply.of(550, "5.7.1 not you"))
                        .at(Step.MAIL.nth(3), Reply.of(451, "4.3.0 busy"))
                        .at(Step.CONTENT.nth(2), Fault.CLOSE)
                        .start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThat(Errors.send(mailer, message)).isEqualTo("done");
            assertThat(Errors.send(mailer, message)).startsWith("give up: ").contains("5.7.1 not you");
            assertThat(Errors.send(mailer, message))
                    .startsWith("try again later, for [Bob <bob@example.net>, ")
                    .contains("4.3.0 busy");
            assertThat(Errors.send(mailer, message))
                    .startsWith("ask before sending again: ")
                    .contains("may have been delivered");
        }
    }

    @Test
    void whoWasDeferredIsTriedAgainWithTheSameMessageId() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.GREETING.onConnection(1), Reply.of(421, "4.3.2 shutting down"))
                        .at(Step.MAIL.nth(1), Reply.of(451, "4.3.0 busy"))
                        .start();
                Mailer mailer = Mailer.to(server.url())) {
            List<Duration> atOnce = List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO);

            assertThat(Errors.sendWithin(mailer, message, atOnce).isAccepted()).isTrue();
            assertThat(server.connections()).isEqualTo(2);
            assertThat(only(server).text()).contains("Message-ID: " + message.messageId());
        }
    }

    @Test
    void aMailInDoubtIsNotTriedAgain() {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE).start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThatThrownBy(() -> Errors.sendWithin(mailer, message, List.of(Duration.ZERO)))
                    .isInstanceOfSatisfying(
                            SendException.class,
                            e -> assertThat(e.receipt().with(Outcome.UNKNOWN)).hasSize(4));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aWrongPasswordIsTriedOnce() throws Exception {
        Path authority = TestAuthority.pemFile(folder);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .user("ann", "secret")
                        .start();
                Mailer mailer = TlsAndPasswords.withPassword(
                        "smtp://ann@localhost:" + server.port() + "?trust=" + authority, "guess")) {
            assertThatThrownBy(() -> Errors.sendWithin(mailer, message, List.of(Duration.ZERO)))
                    .isInstanceOf(SendException.class)
                    .hasMessageNotContaining("guess");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void theSecondServerTakesWhatTheFirstPutsOff() {
        try (FakeSmtpServer first = FakeSmtpServer.builder()
                        .at(Step.GREETING, Reply.of(421, "4.3.2 shutting down"))
                        .start();
                FakeSmtpServer second = FakeSmtpServer.start()) {
            List<Receipt.Tried> tried = Errors.failOver(first.url(), second.url(), message);

            assertThat(tried).singleElement().satisfies(one -> {
                assertThat(one.server()).isEqualTo("127.0.0.1:" + first.port());
                assertThat(one.error()).contains("421");
            });
            assertThat(only(second).recipients()).hasSize(4);
            assertThat(first.received()).isEmpty();
        }
    }

    @Test
    void timeLimitsOfItsOwnDontHinder() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Errors.impatient(server.url())) {
            assertThat(mailer.send(message).isAccepted()).isTrue();
            assertThat(only(server).recipients()).hasSize(4);
        }
    }

    @Test
    void anInterruptEndsASending() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> mailer.send(message))
                        .isInstanceOfSatisfying(
                                SendException.class, e -> assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY));
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void aFalseCertificateIsNoReasonToTryTheNextServer() {
        try (FakeSmtpServer first =
                        FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start();
                FakeSmtpServer second = FakeSmtpServer.start()) {
            assertThatThrownBy(() -> Errors.failOver(first.url(), second.url(), message)) // nobody trusts the authority
                    .isInstanceOfSatisfying(
                            SendException.class, e -> assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY));
            assertThat(second.connections()).isZero();
        }
    }

    @Test
    void whatIsTypedWrongIsExplained() {
        List<String> complaints = new ArrayList<>();

        assertThat(Errors.address("bob@example.net", complaints::add))
                .hasValueSatisfying(bob -> assertThat(bob.address()).isEqualTo("bob@example.net"));
        assertThat(complaints).isEmpty();
        assertThat(Errors.address("bob@example..net", complaints::add)).isEmpty();
        assertThat(complaints).singleElement().asString().contains("bob@example..net");
    }

    @Test
    void aTraceShowsTheSession() {
        List<String> log = new ArrayList<>();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Errors.traced(server.url(), log::add)) {
            mailer.send(message);
        }

        assertThat(log)
                .anyMatch(line -> line.startsWith("> MAIL FROM:<ann@example.org>"))
                .anyMatch(line -> line.startsWith("< 220 "))
                .anyMatch(line -> line.startsWith("- "));
    }

    private Receipt send(Server server) {
        try (Mailer mailer = Mailer.builder().server(server).build()) {
            return mailer.send(message);
        }
    }

    private static ReceivedMail only(FakeSmtpServer server) {
        assertThat(server.violations()).isEmpty();
        assertThat(server.received()).hasSize(1);
        return server.received().get(0);
    }
}
