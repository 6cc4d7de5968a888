package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.Part;
import dev.paloma.message.Sink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermsTest {
    private static final Envelope BOB = Envelope.of(null, List.of(Mailbox.parse("bob@example.net")));

    private static Terms.Offer offer(boolean chunking, String... lines) {
        List<String> all = new ArrayList<>(List.of("mail.example.org"));
        all.addAll(List.of(lines));
        return Terms.Offer.of(Capabilities.of(new Reply(250, all), Limits.standard()), false, chunking);
    }

    private static Content withAttachment() {
        return Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .text("See the attachment.\n")
                .attach(Part.builder()
                        .attachment()
                        .contentType("application/octet-stream")
                        .name("x.bin")
                        .bytes(new byte[3000])
                        .build())
                .build();
    }

    @Test
    void contentIsBinaryWhereItGoesInChunks() throws SmtpException {
        String[] lines = {"CHUNKING", "BINARYMIME", "8BITMIME", "SIZE"};
        Terms chunked = Terms.of(offer(true, lines), BOB, withAttachment());
        assertThat(chunked.form().body()).isEqualTo(Form.Body.BINARY);
        assertThat(chunked.mail()).isEqualTo("> SIZE=" + chunked.size() + " BODY=BINARYMIME");
        Terms dotted = Terms.of(offer(false, lines), BOB, withAttachment());
        assertThat(dotted.form().body()).isEqualTo(Form.Body.SEVEN_BIT);
        assertThat(dotted.mail()).isEqualTo("> SIZE=" + dotted.size());
        assertThat(dotted.size() - chunked.size()).as("base64 adds a third").isGreaterThan(1000);
        Terms plain = Terms.of(offer(true, "CHUNKING", "8BITMIME"), BOB, withAttachment());
        assertThat(plain.form().body()).isEqualTo(Form.Body.SEVEN_BIT);
    }

    @Test
    void nothingIsSaidOfWhatNobodyAskedFor() throws SmtpException {
        Terms terms = Terms.of(offer(false), BOB, withAttachment());
        assertThat(terms.mail()).isEqualTo(">");
        assertThat(terms.rcpt(0)).isEqualTo(">");
        assertThat(terms.isQueued()).isFalse();
        assertThat(terms.size()).isPositive();
    }

    @Test
    void contentOfUnknownSizeDeclaresNone() throws SmtpException {
        assertThat(Terms.of(offer(false, "SIZE 1"), BOB, new Odd(-1)).mail()).isEqualTo(">");
    }

    @Test
    void F47_sizeIsHeldAgainstTheServersLimit() throws SmtpException {
        assertThat(Terms.of(offer(false, "SIZE 100"), BOB, new Odd(100)).mail()).isEqualTo("> SIZE=100");
        assertThat(Terms.of(offer(false, "SIZE 0"), BOB, new Odd(Long.MAX_VALUE))
                        .mail())
                .isEqualTo("> SIZE=9223372036854775807");
        SmtpException e =
                catchThrowableOfType(SmtpException.class, () -> Terms.of(offer(false, "SIZE 100"), BOB, new Odd(101)));
        assertThat(e.kind()).isEqualTo(SmtpException.Kind.LOCAL);
        assertThat(e).hasMessageContaining("101 octets").hasMessageContaining("at most 100");
    }

    @Test
    void contentThatFailsToSayWhatItNeedsIsToBlame() {
        SmtpException e = catchThrowableOfType(
                SmtpException.class, () -> Terms.of(offer(false), BOB, new Odd(Integer.MIN_VALUE)));
        assertThat(e.kind()).isEqualTo(SmtpException.Kind.CONTENT);
        assertThat(e.stage()).isEqualTo(Stage.COMPOSE);
        assertThat(e).hasMessageContaining("a bug in somebody's content");
    }

    @Test
    void wishesFollowWhatTheContentNeeds() throws SmtpException {
        Envelope envelope = BOB.with(DeliveryOptions.none().withPriority(2).withQueue());
        Terms terms = Terms.of(offer(false, "SIZE", "MT-PRIORITY", "XQUE"), envelope, new Odd(7));
        assertThat(terms.mail()).isEqualTo("> SIZE=7 MT-PRIORITY=2");
        assertThat(terms.isQueued()).isTrue();
    }

    private static String refusal(String raw) {
        return String.valueOf(
                catchThrowableOfType(SmtpException.class, () -> Terms.of(offer(false), BOB, Content.of(raw)))
                        .getMessage());
    }

    /** The one is mended by another server, the other by signing it otherwise. */
    @Test
    void saysWhatKeepsTheContentFromTravelling() {
        String signed = "From: ann@example.org\r\nDKIM-Signature: v=1\r\n\r\n";
        assertThat(refusal("In-Reply-To: <\u00FC@example.org>\r\n\r\n"))
                .contains("header field")
                .doesNotContain("address");
        assertThat(refusal(signed + "x".repeat(999) + "\r\n")).contains("998").doesNotContain("8-bit");
        assertThat(refusal(signed + "\u00FC\r\n")).contains("8-bit").contains("8BITMIME");
        Envelope letters = Envelope.of(null, List.of(Mailbox.parse("b\u00FCb@example.net")));
        SmtpException e = catchThrowableOfType(
                SmtpException.class, () -> Terms.of(offer(false), letters, Content.of(signed + "x\r\n")));
        assertThat(e).hasMessageContaining("an address");
    }

    /** Content that only has a size, or fails to tell it. */
    private record Odd(long octets) implements Content {
        @Override
        public Headers headers() {
            return Headers.empty();
        }

        @Override
        public Envelope envelope() {
            return BOB;
        }

        @Override
        public Form form(Form offered) {
            return Form.PLAIN;
        }

        @Override
        public long size(Form form) {
            if (octets == Integer.MIN_VALUE) {
                throw new IllegalStateException("a bug in somebody's content");
            }
            return octets;
        }

        @Override
        public void writeTo(Sink sink, Form form) {
            throw new UnsupportedOperationException("nothing is sent here");
        }
    }
}
