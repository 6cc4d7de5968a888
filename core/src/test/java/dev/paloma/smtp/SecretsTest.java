package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final String PASSWORD = "geh3im\u00DFes";

    private final Secrets secrets = new Secrets();

    private String shown(byte[] reply) {
        byte[] response = ("\0ann\0" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        secrets.add(Base64.getEncoder().encodeToString(response), "ann");
        return secrets.hideIn(Printable.of(reply, 0, reply.length));
    }

    @Test
    void hidesAPasswordBeyondAscii() {
        assertThat(shown(("what is " + PASSWORD + "?").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("what is (secret)?");
    }

    /** Then every octet beyond ASCII is shown by its number, those of the password too. */
    @Test
    void hidesItBesideOctetsThatArentUtf8() {
        byte[] reply = ("what is " + PASSWORD + "?!").getBytes(StandardCharsets.UTF_8);
        reply[reply.length - 1] = (byte) 0xE4;
        assertThat(shown(reply)).isEqualTo("what is (secret)?\\xe4");
    }

    /** A challenge that is hidden can't be answered. */
    @Test
    void ntlmsChallengeIsNoSecretThoughItBeginsLikeAResponse() {
        secrets.add(ntlm(1), "ann");
        assertThat(secrets.hideIn(ntlm(2))).isEqualTo(ntlm(2));
        secrets.add(ntlm(3), "ann");
        assertThat(secrets.hideIn("what is " + ntlm(3) + "?")).isEqualTo("what is (secret)?");
    }

    private static String ntlm(int kind) {
        byte[] message = Arrays.copyOf("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII), 48);
        message[8] = (byte) kind;
        return Base64.getEncoder().encodeToString(message);
    }
}
