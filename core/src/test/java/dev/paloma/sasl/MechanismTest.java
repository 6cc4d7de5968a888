package dev.paloma.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MechanismTest {
    private static final Credentials ANN = Credentials.of("ann", "pa\u00dfwort");
    private static final Channel CHANNEL = new Channel("mail.example.org", 587, null, false);

    @Test
    void plainSaysUserAndPasswordInUtf8() throws SaslException {
        byte[] response =
                Mechanism.named("plain").orElseThrow().begin(ANN, CHANNEL).initialResponse();
        assertThat(response).isEqualTo("\0ann\0pa\u00dfwort".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void loginAnswersTwoPromptsWhateverTheirWords() throws Exception {
        Mechanism.Exchange login = Mechanism.named("LOGIN").orElseThrow().begin(ANN, CHANNEL);
        assertThat(login.initialResponse()).isNull();
        assertThat(login.respond("Benutzer?".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("ann".getBytes(StandardCharsets.UTF_8));
        assertThat(login.respond(new byte[0])).isEqualTo("pa\u00dfwort".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> login.respond(new byte[0])).isInstanceOf(SaslException.class);
    }

    @Test
    void S24_refusesNulAndHalvesOfCharacters() {
        for (String bad : List.of("a\0b", "a\ud800", "\udc00b", "")) {
            assertThatThrownBy(() -> Credentials.of(bad, "secret"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("user name");
            assertThatThrownBy(() -> Credentials.of("ann", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("password");
        }
    }

    @Test
    void S16_neverShowsTheSecret() {
        assertThat(Credentials.of("ann", "canary-7351").toString()).isEqualTo("ann with a secret");
        assertThatThrownBy(() -> Credentials.of("ann", "canary-7351\0"))
                .message()
                .doesNotContain("canary");
    }

    private static Mechanism.Exchange begin(String name, String user, String secret) throws SaslException {
        return Mechanism.named(name)
                .orElseThrow()
                .begin(Credentials.of(user, secret), new Channel("server.example.com", 143, null, false));
    }

    private static String text(byte @Nullable [] octets) {
        assertThat(octets).isNotNull();
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Test
    void everyMechanismIsFoundByItsName() {
        for (Mechanism mechanism : Mechanism.strongestFirst()) {
            assertThat(Mechanism.named(mechanism.name().toLowerCase(Locale.ROOT)))
                    .hasValueSatisfying(found -> assertThat(found.name()).isEqualTo(mechanism.name()));
        }
        assertThat(Mechanism.named("SPNEGO")).isEmpty();
    }

    @Test
    void strongestComeFirstAndThoseOnRequestLast() {
        assertThat(Mechanism.strongestFirst())
                .extracting(Mechanism::name)
                .containsExactly(
                        "SCRAM-SHA-512-PLUS",
                        "SCRAM-SHA-256-PLUS",
                        "SCRAM-SHA-1-PLUS",
                        "SCRAM-SHA-512",
                        "SCRAM-SHA-256",
                        "SCRAM-SHA-1",
                        "PLAIN",
                        "LOGIN",
                        "CRAM-MD5",
                        "DIGEST-MD5",
                        "OAUTHBEARER",
                        "XOAUTH2",
                        "EXTERNAL",
                        "ANONYMOUS",
                        "NTLM",
                        "GSSAPI");
        assertThat(Mechanism.strongestFirst().stream().filter(Mechanism::isOnlyOnRequest))
                .hasSize(6);
        assertThat(Mechanism.strongestFirst().stream().filter(Mechanism::revealsPassword))
                .extracting(Mechanism::name)
                .containsExactly("PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2");
    }

    @Test
    void cramMd5AsInRfc2195() throws SaslException {
        Mechanism.Exchange login = begin("CRAM-MD5", "tim", "tanstaaftanstaaf");
        assertThat(login.initialResponse()).isNull();
        byte[] challenge = "<1896.697170952@postoffice.reston.mci.net>".getBytes(StandardCharsets.UTF_8);
        assertThat(text(login.respond(challenge))).isEqualTo("tim b913a602c7eda7a495b4e6e7334d3890");
        login.complete(null);
        assertThatThrownBy(() -> login.respond(challenge)).isInstanceOf(SaslException.class);
    }

    @Test
    void cramMd5SignsNothingThatIsEmptyAndBelievesNoSuccessWithoutAChallenge() throws SaslException {
        Mechanism.Exchange login = begin("CRAM-MD5", "tim", "tanstaaftanstaaf");
        assertThatThrownBy(() -> login.respond(new byte[0])).isInstanceOf(SaslException.class);
        assertThatThrownBy(() -> login.complete(null)).isInstanceOf(SaslException.class);
    }

    @Test
    void oauthBearerAsInRfc7628() throws SaslException {
        Mechanism.Exchange login =
                begin("OAUTHBEARER", "user@example.com", "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==");
        String example = "bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIH"
                + "ZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB";
        assertThat(login.initialResponse()).isEqualTo(Base64.getDecoder().decode(example));
        byte[] error = "{\"status\":\"invalid_token\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(login.respond(error)).containsExactly(1); // RFC 7628 §3.2.3
        assertThatThrownBy(() -> login.respond(error)).isInstanceOf(SaslException.class);
        assertThatThrownBy(() -> login.complete(null)).isInstanceOf(SaslException.class);
        assertThat(text(begin("OAUTHBEARER", "a,b=c", "t").initialResponse())).startsWith("n,a=a=2Cb=3Dc,\1host=");
    }

    @Test
    void xoauth2AsItsProviderDescribesIt() throws SaslException {
        Mechanism.Exchange login =
                begin("XOAUTH2", "someuser@example.com", "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg");
        String example = "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSF"
                + "JoZG1semRHRXVZMjl0Q2cBAQ==";
        assertThat(login.initialResponse()).isEqualTo(Base64.getDecoder().decode(example));
        assertThat(login.respond("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThatThrownBy(() -> login.complete(null)).isInstanceOf(SaslException.class);
    }

    @Test
    void tokenCannotEndItsField() {
        for (String mechanism : List.of("XOAUTH2", "OAUTHBEARER")) {
            for (String token : List.of("canary\1auth=x", "canary x", "canary\r\n", "canary\u010d")) {
                assertThatThrownBy(() -> begin(mechanism, "ann", token))
                        .isInstanceOf(SaslException.class)
                        .message()
                        .contains("token")
                        .doesNotContain("canary");
            }
            assertThatThrownBy(() -> begin(mechanism, "ann\1auth=x", "token"))
                    .isInstanceOf(SaslException.class)
                    .hasMessageContaining("user name");
        }
    }

    @Test
    void mechanismsWithoutASecretSayTheUserOnly() throws SaslException {
        Channel channel = new Channel("server.example.com", 25, null, false);
        for (String name : List.of("EXTERNAL", "ANONYMOUS")) {
            Mechanism mechanism = Mechanism.named(name).orElseThrow();
            assertThat(mechanism.secret()).isEqualTo(Mechanism.Secret.NONE);
            Mechanism.Exchange login = mechanism.begin(Credentials.withoutSecret("ann"), channel);
            assertThat(text(login.initialResponse())).isEqualTo("ann");
            assertThatThrownBy(() -> login.respond(new byte[0]))
                    .isInstanceOf(SaslException.class)
                    .hasMessageContaining(name);
        }
        assertThatThrownBy(() -> begin("ANONYMOUS", "x".repeat(256), "s")).isInstanceOf(SaslException.class);
    }

    @Test
    void withoutAPasswordNothingIsSigned() {
        Channel channel = new Channel("server.example.com", 25, null, false);
        Credentials none = Credentials.withoutSecret("ann");
        assertThatThrownBy(() -> Scram.unbound(Hash.SHA_256).begin(none, channel))
                .isInstanceOf(SaslException.class)
                .hasMessageContaining("password");
        assertThatThrownBy(() -> new CramMd5().begin(none, channel).respond(new byte[] {1}))
                .isInstanceOf(SaslException.class)
                .hasMessageContaining("password");
    }

    @Test
    void S16_canaryIsInNoTextOfAnyExchange() throws SaslException {
        Channel channel = new Channel("mail.test", 25, ChannelBinding.of("tls-server-end-point", new byte[32]), true);
        for (Mechanism mechanism : Mechanism.strongestFirst()) {
            String shown = mechanism + " " + channel;
            try {
                Mechanism.Exchange login = mechanism.begin(Credentials.of("ann", "canary-7351"), channel);
                for (int i = 0; i < 3; i++) {
                    shown += login;
                    login.respond("nonsense".getBytes(StandardCharsets.UTF_8));
                }
            } catch (SaslException e) { // GSSAPI's comes at the beginning
                shown += e;
            }
            assertThat(shown).doesNotContain("canary", "-7351", "Y2FuYXJ5");
        }
    }
}
