package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
}
