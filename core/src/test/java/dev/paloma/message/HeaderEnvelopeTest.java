package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderEnvelopeTest {
    private static Envelope envelope(String... lines) {
        return Content.of(String.join("\n", lines) + "\n\nbody\n").envelope();
    }

    private static List<String> recipients(Envelope envelope) {
        return envelope.recipients().stream().map(Mailbox::address).toList();
    }

    private static String sender(Envelope envelope) {
        Mailbox sender = envelope.sender();
        return sender == null ? "" : sender.address();
    }

    @Test
    void takesToCcAndBccOnceEach() {
        Envelope envelope = envelope(
                "From: Ann <ann@example.org>",
                "To: b@example.net, C <c@example.net>,",
                " d@example.net",
                "Bcc: e@example.net",
                "Cc: b@example.net",
                "Bcc:");
        assertThat(sender(envelope)).isEqualTo("ann@example.org");
        assertThat(recipients(envelope))
                .containsExactly("b@example.net", "c@example.net", "d@example.net", "e@example.net");
    }

    @Test
    void prefersSenderToFrom() {
        assertThat(sender(envelope("From: a@x.org, b@x.org", "Sender: s@x.org", "To: c@x.org")))
                .isEqualTo("s@x.org");
    }

    @Test
    void takesOnlyTheTopmostBlockOfResentFields() {
        Envelope envelope = envelope(
                "Received: x",
                "Resent-From: r@x.org",
                "Resent-To: one@x.org",
                "Resent-Bcc: two@x.org",
                "Resent-From: older@x.org",
                "Resent-To: older@x.org",
                "From: a@x.org",
                "To: b@x.org");
        assertThat(sender(envelope)).isEqualTo("r@x.org");
        assertThat(recipients(envelope)).containsExactly("one@x.org", "two@x.org");
    }

    @Test
    void saysWhatToGive() {
        fails("no recipient in To, Cc or Bcc", "From: a@x.org");
        fails("no recipient in Resent-To", "Resent-From: a@x.org", "To: b@x.org");
        fails("no sender in From", "To: a@x.org");
        fails("2 addresses in From and no Sender", "From: a@x.org, b@x.org", "To: c@x.org");
        fails("2 addresses in Sender", "From: a@x.org", "Sender: a@x.org, b@x.org", "To: c@x.org");
        fails("To: ", "From: a@x.org", "To: a@@x");
    }

    /** What was lost makes another address of it, and that one may be somebody's. */
    @Test
    void refusesAnAddressOfWhichAControlCharacterWasLost() {
        fails("To: ", "From: a@x.org", "To: b\u0001c@example.org");
        fails("U+FFFD", "From: a\0@x.org", "To: b@example.org");
        fails("Bcc: ", "From: a@x.org", "Bcc: ok@x.org, \"b\u001Bc\"@example.org");
        fails("Resent-To: ", "Resent-From: a@x.org", "Resent-To: b\u007F@example.org");
        assertThat(recipients(envelope("From: a@x.org", "To: \"B\u0001\" <b@x.org>")))
                .as("a name is for the eye only")
                .containsExactly("b@x.org");
    }

    private static void fails(String why, String... lines) {
        assertThatThrownBy(() -> envelope(lines))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining(why);
    }

    @Test
    void writesMailboxesAsAField() {
        List<Mailbox> mailboxes = Mailbox.parseList("Ann <ann@x.org>, \"Doe, J.\" <j@x.org>, Zoë <z@x.org>, b@x.org");
        Headers headers = Headers.empty().with("To", mailboxes);
        assertThat(headers.get("To"))
                .isEqualTo("Ann <ann@x.org>, \"Doe, J.\" <j@x.org>, =?utf-8?Q?Zo=C3=AB?= <z@x.org>, b@x.org");
        assertThat(Headers.empty().with("Reply-To", "Zoë <z@x.org>").get("reply-to"))
                .isEqualTo("=?utf-8?Q?Zo=C3=AB?= <z@x.org>");
    }
}
