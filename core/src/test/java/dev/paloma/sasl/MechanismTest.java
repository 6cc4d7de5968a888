package dev.paloma.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
}
