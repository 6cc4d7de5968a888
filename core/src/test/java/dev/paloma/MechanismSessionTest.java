package dev.paloma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mechanism is chosen when, and how the old and the rare ones talk (F36, F40, F41; S15). */
@ExtendWith(NoLeaks.class)
class MechanismSessionTest {
    private static final String CHALLENGE = "<1896.697170952@postoffice.reston.mci.net>";

    private static FakeSmtpServerBuilder tls(String mechanisms) {
        return FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .requireAuth()
                .offer("AUTH " + mechanisms);
    }

    private static FakeSmtpServerBuilder clear(String mechanisms) {
        return FakeSmtpServer.builder().requireAuth().offer("AUTH " + mechanisms);
    }

    /** Tim's answer is the one in RFC 2195. */
    private static FakeSmtpServerBuilder cram(FakeSmtpServerBuilder builder) {
        String answer = base64("tim b913a602c7eda7a495b4e6e7334d3890");
        return builder.at(Step.AUTH.of("CRAM-MD5"), Reply.of(334, base64(CHALLENGE)))
                .at(
                        Step.AUTH_RESPONSE,
                        request -> request.line().equals(answer)
                                ? Reply.of(235, "2.7.0 Welcome")
                                : Reply.of(535, "5.7.8 No"));
    }

    private static Server secure(FakeSmtpServer server, String query) {
        return Server.parse("smtp://tim:tanstaaftanstaaf@localhost:" + server.port() + query)
                .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()));
    }

    private static Server insecure(FakeSmtpServer server, String query) {
        return Server.parse("smtp://tim:tanstaaftanstaaf@127.0.0.1:" + server.port() + query);
    }

    private static void assertSends(FakeSmtpServer server, Server address) {
        try (Mailer mailer =
                Mailer.builder().server(address).timeouts(Setting.quick()).build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
        }
        assertThat(server.violations()).isEmpty();
    }

    private static SendException failure(FakeSmtpServer server, Server address) {
        try (Mailer mailer =
                Mailer.builder().server(address).timeouts(Setting.quick()).build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e)
                    .as("a failure; the session was\n%s", server.transcript())
                    .isNotNull();
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL"));
            return e;
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void T12_cramMd5IsUsedWhereTlsCarriesItAndNothingBetterIsOffered() {
        try (FakeSmtpServer server = cram(tls("DIGEST-MD5 CRAM-MD5")).start()) {
            assertSends(server, secure(server, ""));
            assertThat(server.transcript().commands()).contains("AUTH CRAM-MD5");
        }
        try (FakeSmtpServer server =
                cram(tls("CRAM-MD5 PLAIN").user("tim", "tanstaaftanstaaf")).start()) {
            assertSends(server, secure(server, ""));
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH CRAM"));
        }
    }

    /** S15: an attacker who strips the offer to something that can be broken at leisure gains nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"CRAM-MD5", "DIGEST-MD5", "CRAM-MD5 PLAIN LOGIN"})
    void T12_S15_obsoleteMechanismsNeedTlsUnlessNamed(String offered) {
        try (FakeSmtpServer server = cram(clear(offered)).start()) {
            assertThat(failure(server, insecure(server, ""))).hasMessageContaining("without verified TLS");
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?auth=CRAM-MD5", "?cleartext-auth=true"})
    void T12_obsoleteMechanismIsUsedInClearWhenAskedFor(String query) {
        try (FakeSmtpServer server = cram(clear("CRAM-MD5")).start()) {
            assertSends(server, insecure(server, query));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XOAUTH2", "OAUTHBEARER"})
    void S15_tokenNeedsVerifiedTlsEvenIfNamed(String mechanism) {
        try (FakeSmtpServer server = clear(mechanism).start()) {
            assertThat(failure(server, insecure(server, "?auth=" + mechanism))).hasMessageContaining("verified TLS");
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XOAUTH2", "OAUTHBEARER", "EXTERNAL", "ANONYMOUS", "NTLM GSSAPI"})
    void T12_whatIsOnlyUsedOnRequestIsNotUsedForBeingOffered(String mechanism) {
        try (FakeSmtpServer server = tls(mechanism).start()) {
            assertThat(failure(server, secure(server, ""))).hasMessageContaining("none of which may be used");
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH"));
        }
    }

    @ParameterizedTest
    @CsvSource({"XOAUTH2,''", "OAUTHBEARER,AQ=="})
    void F41_errorInJsonIsAnsweredAndTheRefusalRead(String mechanism, String answer) {
        try (FakeSmtpServer server = tls(mechanism)
                .at(Step.AUTH, Reply.of(334, base64("{\"status\":\"401\"}")))
                .at(Step.AUTH_RESPONSE, Reply.of(535, "5.7.8 expired"))
                .start()) {
            SendException e = failure(server, secure(server, "?auth=" + mechanism));
            assertThat(e).hasMessageContaining("535 5.7.8 expired").hasMessageContaining("access token");
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(server.transcript().commands()).contains(answer);
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"XOAUTH2", "OAUTHBEARER"})
    void T12_tokenIsAccepted(String mechanism) {
        try (FakeSmtpServer server =
                tls(mechanism).at(Step.AUTH, Reply.of(235, "2.7.0 Accepted")).start()) {
            assertSends(server, secure(server, "?auth=" + mechanism));
            String auth = server.transcript().commands().stream()
                    .filter(c -> c.startsWith("AUTH"))
                    .findFirst()
                    .orElseThrow();
            assertThat(new String(Base64.getDecoder().decode(auth.split(" ", -1)[2]), UTF_8))
                    .contains("tim")
                    .endsWith("\1auth=Bearer tanstaaftanstaaf\1\1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EXTERNAL", "ANONYMOUS"})
    void T12_mechanismWithoutASecretNeedsNone(String mechanism) {
        try (FakeSmtpServer server =
                tls(mechanism).at(Step.AUTH, Reply.of(235, "2.7.0 Accepted")).start()) {
            Server address = Server.parse("smtp://tim@localhost:" + server.port() + "?auth=" + mechanism)
                    .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()));
            assertThat(address.needsPassword()).isFalse();
            assertSends(server, address);
            assertThat(server.transcript().commands()).contains("AUTH " + mechanism + " " + base64("tim"));
        }
        assertThat(Server.parse("smtp://tim@localhost?auth=EXTERNAL,PLAIN").needsPassword())
                .isTrue();
    }

    @Test
    void T12_F40_digestMd5WithoutTheServersProofIsAFailure() {
        String challenge = "realm=\"r\",nonce=\"n\",qop=\"auth\",charset=utf-8,algorithm=md5-sess";
        for (Reply last : List.of(
                Reply.of(235, "2.7.0 Welcome"), Reply.of(334, base64("rspauth=00000000000000000000000000000000")))) {
            try (FakeSmtpServer server = tls("DIGEST-MD5")
                    .at(Step.AUTH, Reply.of(334, base64(challenge)))
                    .at(Step.AUTH_RESPONSE.nth(1), last)
                    .start()) {
                SendException e = failure(server, secure(server, ""));
                assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
                assertThat(e).hasMessageContaining("it may be another");
            }
        }
    }

    @Test
    void F36_whenAllAreRefusedTheLastWordIsTold() {
        try (FakeSmtpServer server = tls("PLAIN LOGIN CRAM-MD5")
                .at(Step.AUTH, Reply.of(534, "5.7.9 Use another"))
                .start()) {
            assertThat(failure(server, secure(server, ""))).hasMessageContaining("534 5.7.9 Use another to CRAM-MD5");
        }
    }

    @Test
    void onlyThreeThirtyFourIsAChallenge() {
        try (FakeSmtpServer server =
                tls("LOGIN").at(Step.AUTH, Reply.of(354, "go on")).start()) {
            assertThat(failure(server, secure(server, ""))).hasMessageContaining("answers AUTH with 354");
        }
    }

    @Test
    void challengeOverTheLimitIsNotAnswered() {
        try (FakeSmtpServer server = cram(tls("CRAM-MD5"))
                .at(Step.AUTH, Reply.of(334, "A".repeat(64 * 1024 + 1)))
                .start()) {
            assertThat(failure(server, secure(server, ""))).hasMessageContaining("over 65536 characters");
            assertThat(server.transcript().commands()).endsWith("*");
        }
    }

    /** Against the JDK's own server side: every message of NTLM begins alike, those of both sides. */
    @Test
    void F41_ntlmLogsIn() throws Exception {
        SaslServer ntlm = Sasl.createSaslServer(
                "NTLM", "smtp", "mail.test", Map.of("com.sun.security.sasl.ntlm.domain", "HOME"), callbacks -> {
                    for (Callback callback : callbacks) {
                        if (callback instanceof NameCallback name) {
                            name.setName(name.getDefaultName());
                        } else if (callback instanceof RealmCallback realm) {
                            realm.setText(realm.getDefaultText());
                        } else if (callback instanceof PasswordCallback secret) {
                            secret.setPassword("tanstaaftanstaaf".toCharArray());
                        } else if (callback instanceof AuthorizeCallback decision) {
                            decision.setAuthorized(true);
                        }
                    }
                });
        try (FakeSmtpServer server = tls("NTLM")
                .at(
                        Step.AUTH,
                        request -> Reply.of(334, answer(ntlm, request.line().substring(10))))
                .at(Step.AUTH_RESPONSE, request -> Reply.of(235, answer(ntlm, request.line())))
                .start()) {
            assertSends(server, secure(server, "?auth=ntlm"));
            assertThat(ntlm.getAuthorizationID()).isEqualTo("tim");
        }
    }

    private static String answer(SaslServer server, String line) {
        try {
            byte[] answer = server.evaluateResponse(Base64.getDecoder().decode(line));
            return answer == null ? "welcome" : Base64.getEncoder().encodeToString(answer);
        } catch (javax.security.sasl.SaslException e) {
            throw new AssertionError(e);
        }
    }
}
