package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS sessions are resumed, and what was checked of the first is checked of the next. */
@ExtendWith(NoLeaks.class)
class ResumptionTest {
    private static FakeSmtpServer start(TestCertificate certificate, String protocol) {
        return FakeSmtpServer.builder()
                .startTls(certificate)
                .tlsProtocols(protocol)
                .start();
    }

    /** Each on a connection of its own. */
    private static void send(Server server) {
        try (Mailer mailer =
                Mailer.builder().server(server).timeouts(Setting.quick()).build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
        }
    }

    private static long resumed(FakeSmtpServer server) {
        server.awaitDisconnected(Duration.ofSeconds(20));
        return server.transcript().entries().stream()
                .filter(entry ->
                        entry.text().startsWith("TLS: ") && entry.text().endsWith(", resumed"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void laterConnectionsResumeTheSession(String protocol) {
        try (FakeSmtpServer server = start(TestCertificate.GOOD, protocol)) {
            Server address = Server.smtp("localhost", server.port())
                    .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()));
            send(address);
            send(address);
            send(address);
            assertThat(server.connections()).isEqualTo(3);
            assertThat(resumed(server)).isEqualTo(2);
            assertThat(server.violations()).isEmpty();
        }
    }

    /** One who trusts everybody must not open the door for one who doesn't, though they share a context's sessions. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void resumedSessionIsCheckedForItsName(String protocol) {
        SSLContext shared = TestAuthority.clientContext();
        try (FakeSmtpServer server = start(TestCertificate.WRONG_NAME, protocol)) {
            Server address = Server.smtp("localhost", server.port());
            Server careless = address.withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, shared, TlsPolicy.Verification.CA));
            Server careful = address.withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, shared));
            assertThatCode(() -> send(careless)).doesNotThrowAnyException();
            SendException e = catchThrowableOfType(SendException.class, () -> send(careful));
            assertThat(e).hasMessageContaining("other.test");
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(resumed(server)).isOne();
        }
    }

    /** Policies that trust in different ways share no sessions. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void policiesOfTheirOwnShareNoSessions(String protocol) {
        try (FakeSmtpServer server = start(TestCertificate.GOOD, protocol)) {
            Server address = Server.smtp("localhost", server.port());
            send(address.withTrust(Setting.trust().verifying(TlsPolicy.Verification.NONE)));
            send(address.withTrust(Setting.trust()));
            assertThat(resumed(server)).isZero();
        }
    }
}
