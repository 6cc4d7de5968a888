package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.message.Mailbox;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
    @Test
    void S2_refusesWhatWouldBeginASecondCommand() {
        for (String bad :
                List.of("\r", "\n", "\0", "\u0001", "\u007f", "\u0085", "\u2028", "\u2029", "\ud800", "\udc00")) {
            assertThatThrownBy(() -> Command.ehlo("client" + bad + "QUIT"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("U+");
            assertThatThrownBy(() -> Command.mail(null, "> SIZE=1" + bad)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Command.auth("PLAIN", "AA" + bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void S1_letsLettersPassWhoseLowByteIsALineEnd() {
        Mailbox mailbox = Mailbox.parse("\u010d\u010a\u760d@example.org");
        assertThat(Command.rcpt(mailbox, ">").text()).isEqualTo("RCPT TO:<\u010d\u010a\u760d@example.org>");
    }

    @Test
    void writesTheNullSenderAsAnEmptyPath() {
        assertThat(Command.mail(null, "> SIZE=5 SMTPUTF8").text()).isEqualTo("MAIL FROM:<> SIZE=5 SMTPUTF8");
    }

    @Test
    void S16_hidesSecretsFromTranscripts() {
        assertThat(Command.auth("PLAIN", "AGFubgBzZWNyZXQ=")).hasToString("AUTH PLAIN (secret)");
        assertThat(Command.authResponse("c2VjcmV0")).hasToString("(secret)");
        assertThat(Command.auth("LOGIN", null)).hasToString("AUTH LOGIN");
    }
}
