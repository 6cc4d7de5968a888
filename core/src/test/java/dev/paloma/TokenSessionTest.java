package dev.paloma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.sasl.Credentials;
import dev.paloma.sasl.TokenSource;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Request;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logging in with access tokens that expire (F41). */
@ExtendWith(NoLeaks.class)
class TokenSessionTest {
    private static final String ERROR = Base64.getEncoder().encodeToString("{\"status\":\"401\"}".getBytes(UTF_8));

    /** Lets in whoever has the token {@code good}; tells others so as RFC 7628 §3.2.2 has it. */
    private static FakeSmtpServerBuilder taking(String good) {
        return FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .requireAuth()
                .offer("AUTH PLAIN OAUTHBEARER XOAUTH2")
                .at(Step.AUTH, request -> has(request, good) ? Reply.of(235, "2.7.0 Ok") : Reply.of(334, ERROR))
                .at(Step.AUTH_RESPONSE, Reply.of(535, "5.7.8 Expired"));
    }

    private static boolean has(Request request, String token) {
        String[] words = request.line().split(" ", -1);
        return words.length == 3
                && new String(Base64.getDecoder().decode(words[2]), UTF_8).contains("Bearer " + token + "\1");
    }

    private static Server address(FakeSmtpServer server, String query, TokenSource tokens) {
        return Server.parse("smtp://ann@localhost:" + server.port() + query)
                .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()))
                .withCredentials(Credentials.of("ann", tokens));
    }

    private static SendException failure(FakeSmtpServer server, TokenSource tokens) {
        try (Mailer mailer =
                Mailer.builder().server(address(server, "", tokens)).build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e)
                    .as("a failure; the session was\n%s", server.transcript())
                    .isNotNull();
            assertThat(e.stage()).isEqualTo(Stage.AUTH);
            assertThat(server.received()).isEmpty();
            return e;
        }
    }

    private static long auths(FakeSmtpServer server) {
        return server.transcript().commands().stream()
                .filter(c -> c.startsWith("AUTH"))
                .count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?auth=XOAUTH2", "?auth=OAUTHBEARER"})
    void F41_expiredTokenIsRenewedOnTheSameConnection(String query) {
        try (FakeSmtpServer server = taking("fresh").start();
                Mailer mailer = Mailer.builder()
                        .server(address(server, query, refresh -> refresh ? "fresh" : "stale"))
                        .build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
            assertThat(server.connections()).isOne();
            assertThat(auths(server)).isEqualTo(2);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH PLAIN"));
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void F41_aSecondRefusalIsTheLastWord() {
        AtomicInteger renewals = new AtomicInteger();
        try (FakeSmtpServer server = taking("other").start()) {
            SendException e =
                    failure(server, refresh -> refresh ? "canary-7351-" + renewals.incrementAndGet() : "canary-stale");
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("535 5.7.8 Expired").hasMessageContaining("access token");
            assertThat(e.getMessage()).doesNotContain("canary");
            assertThat(renewals).hasValue(1);
            assertThat(auths(server)).isEqualTo(2);
        }
    }

    @Test
    void sourceWithoutAnythingNewIsAskedOnce() {
        try (FakeSmtpServer server = taking("other").start()) {
            assertThat(failure(server, refresh -> "same")).hasMessageContaining("535");
            assertThat(auths(server)).isOne();
        }
    }

    @Test
    void sourceThatFailsIsTold() {
        try (FakeSmtpServer server = taking("good").start()) {
            SendException later = failure(server, refresh -> {
                throw new IOException("login.example.org doesn't answer");
            });
            assertThat(later.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(later).hasMessageContaining("no access token: login.example.org doesn't answer");
            assertThat(auths(server)).isZero();
            SendException never = failure(server, refresh -> {
                if (refresh) {
                    throw new IllegalStateException("ann has taken her consent back, not stale-canary\u001b[2J");
                }
                return "stale-canary";
            });
            assertThat(never.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(never)
                    .hasMessageContaining(
                            "the server refused the access token: 535 5.7.8 Expired; no access token: ann")
                    .hasMessageContaining("\\x1b[2J");
            assertThat(never.getMessage()).doesNotContain("stale-canary");
        }
    }

    @Test
    void tokenIsNeverSentAsAPassword() {
        try (FakeSmtpServer server =
                taking("good").offer("AUTH PLAIN LOGIN SCRAM-SHA-256").start()) {
            assertThat(failure(server, refresh -> "good")).hasMessageContaining("none of which takes an access token");
            assertThat(auths(server)).isZero();
        }
    }

    /** RFC 4954 §4 lets a line of AUTH have 12,288 octets. */
    @Test
    void tokenThatFitsNoLineIsNotSent() {
        try (FakeSmtpServer server = taking("good").start()) {
            assertThat(failure(server, refresh -> "t".repeat(10_000))).hasMessageContaining("servers take 12286");
            assertThat(auths(server)).isZero();
        }
    }

    /** A hundred mails with a token that has just expired make one new one. */
    @Test
    void manyConnectionsShareOneNewToken() throws Exception {
        AtomicInteger renewals = new AtomicInteger();
        TokenSource source = refresh -> refresh ? "fresh-" + renewals.incrementAndGet() : "stale";
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (FakeSmtpServer server = taking("fresh-1").start();
                Mailer mailer =
                        Mailer.builder().server(address(server, "", source)).build()) {
            List<Future<Boolean>> sent = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                sent.add(threads.submit(
                        () -> mailer.send(Setting.mail("bob@example.net")).isAccepted()));
            }
            for (Future<Boolean> accepted : sent) {
                assertThat(accepted.get(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(renewals).hasValue(1);
    }
}
