package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageFormTest {
    private static Message.Builder mail() {
        return new RandomMessages(1).headers();
    }

    private static String canonical(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    @Test
    void sizeIsWhatIsWrittenAndWritingTwiceIsTheSame() {
        long seed = System.nanoTime();
        RandomMessages messages = new RandomMessages(seed);
        for (int n = 0; n < 500; n++) {
            Message message = messages.message();
            for (Form form : Written.FORMS) {
                assertThat(Written.of(message, form).octets())
                        .as("seed %d", seed)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void sendingDoesntChangeTheMessage() {
        Message message = new RandomMessages(5).message();
        byte[] before = Written.of(message, Written.SEVEN).octets();
        Written.of(message, Written.BINARY);
        Written.of(message, Written.EIGHT);
        assertThat(Written.of(message, Written.SEVEN).octets()).isEqualTo(before);
    }

    @Test
    void asciiGoesAs7bitWhateverIsOffered() {
        Message message = mail().text("Hello\n").build();
        for (Form offered : Written.FORMS) {
            assertThat(message.form(offered)).isEqualTo(Form.PLAIN);
            assertThat(Written.of(message, offered).encoding()).isEqualTo("7bit");
        }
    }

    @Test
    void eightBitTextGoesAsItIsWhereOffered() {
        Message message = mail().text("Grüße\n").build();
        assertThat(message.form(Written.EIGHT)).isEqualTo(Written.EIGHT);
        assertThat(message.form(Written.BINARY)).isEqualTo(Written.EIGHT);
        Written written = Written.of(message, Written.EIGHT);
        assertThat(written.encoding()).isEqualTo("8bit");
        assertThat(written.decodedText()).isEqualTo("Grüße\r\n");
    }

    @Test
    void eightBitTextIsEncodedOnceWhere8bitIsntOffered() {
        String mostlyAscii = "Mit freundlichen Grüßen, und noch etwas mehr Text.\n".repeat(5);
        Message readable = mail().text(mostlyAscii).build();
        assertThat(readable.form(Written.SEVEN)).isEqualTo(Form.PLAIN);
        assertThat(Written.of(readable, Written.SEVEN).encoding()).isEqualTo("quoted-printable");
        assertThat(Written.of(readable, Written.SEVEN).decodedText()).isEqualTo(canonical(mostlyAscii));
        Message other = mail().text("日本語".repeat(50)).build();
        assertThat(Written.of(other, Written.SEVEN).encoding()).isEqualTo("base64");
        assertThat(Written.of(other, Written.SEVEN).decodedText()).isEqualTo("日本語".repeat(50));
    }

    @Test
    void longLinesAreEncodedEvenWhereBinaryIsOffered() {
        Message message = mail().text("x".repeat(5000)).build();
        for (Form offered : Written.FORMS) {
            assertThat(message.form(offered)).isEqualTo(Form.PLAIN);
            Written written = Written.of(message, offered);
            assertThat(written.encoding()).isEqualTo("quoted-printable");
            assertThat(written.decodedText().strip()).isEqualTo("x".repeat(5000));
        }
    }

    @Test
    void octetsGoAsBinaryOnlyWhereOffered() {
        byte[] octets = new byte[1000];
        new Random(3).nextBytes(octets);
        Message message = mail().text("a")
                .attach("a.bin", "application/octet-stream", octets)
                .build();
        assertThat(message.form(Written.BINARY)).isEqualTo(Written.BINARY);
        assertThat(message.form(Written.EIGHT)).isEqualTo(Form.PLAIN);
        Written binary = Written.of(message, Written.BINARY);
        assertThat(binary.encoding()).isEqualTo("binary");
        assertThat(binary.parts().get(1).encoding()).isEqualTo("binary");
        assertThat(binary.parts().get(1).decoded()).isEqualTo(octets);
        assertThat(Written.of(message, Written.EIGHT).parts().get(1).decoded()).isEqualTo(octets);
    }

    @Test
    void aContainerIsAsWideAsWhatItHolds() {
        Message message =
                mail().text("ü").html("u").attach("a", "a/b", new byte[] {1}).build();
        Written written = Written.of(message, Written.EIGHT);
        assertThat(written.encoding()).isEqualTo("8bit");
        assertThat(written.parts().get(0).encoding()).isEqualTo("8bit");
        assertThat(Written.of(message, Written.SEVEN).headers().get("Content-Transfer-Encoding"))
                .isNull();
    }

    @Test
    void aMessageInsideIsPutInAFormThatFits() {
        Message inner = mail().text("Grüße und so weiter und so fort\n").build();
        Message outer = mail().text("see below").attach(inner).build();
        Written seven = Written.of(outer, Written.SEVEN).parts().get(1);
        assertThat(seven.encoding()).isEqualTo("7bit");
        assertThat(new Written(seven.body()).encoding()).isEqualTo("quoted-printable");
        Written eight = Written.of(outer, Written.EIGHT).parts().get(1);
        assertThat(eight.encoding()).isEqualTo("8bit");
        assertThat(new Written(eight.body()).decodedText()).isEqualTo("Grüße und so weiter und so fort\r\n");
        assertThat(eight.body()).isEqualTo(Written.of(inner, Written.EIGHT).octets());
    }

    @Test
    void anAddressInUtf8NeedsSmtputf8() {
        Message message = mail().cc("jürgen@example.org").text("a").build();
        assertThat(message.form(Written.BINARY)).isEqualTo(new Form(Form.Body.SEVEN_BIT, true));
        assertThat(Written.BINARY.covers(message.form(Written.BINARY))).isFalse();
        Form offered = new Form(Form.Body.EIGHT_BIT, true);
        assertThat(Written.of(message, offered).text()).contains("Cc: jürgen@example.org\r\n");
        Message outer = mail().text("a").attach(message).build();
        for (Form form : List.of(Form.PLAIN, Written.BINARY, offered)) {
            assertThat(outer.form(form)).isEqualTo(new Form(Form.Body.EIGHT_BIT, false));
        }
        Written inner = Written.of(outer, offered).parts().get(1);
        assertThat(inner.type()).isEqualTo("message/global");
        assertThat(inner.encoding()).isEqualTo("8bit");
        assertThat(inner.body()).isEqualTo(Written.of(message, offered).octets());
        assertThatThrownBy(() -> Part.builder()
                        .contentType("message/rfc822")
                        .content(message)
                        .build())
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("message/global");
    }

    /** Header fields that can be encoded make no other type of a message, and ask for nothing. */
    @Test
    void aReadyMadeMessageInsideIsEncodedWhereItCanBe() {
        Content inner = Content.of("From ann Mon Nov 23\nSubject: Grüße\nFrom: a@b\n\nx\n");
        Message outer = mail().text("a").attach(inner).build();
        assertThat(outer.form(new Form(Form.Body.EIGHT_BIT, true))).isEqualTo(Form.PLAIN);
        Written part = Written.of(outer, Written.SEVEN).parts().get(1);
        assertThat(part.type()).isEqualTo("message/rfc822");
        assertThat(new String(part.body(), StandardCharsets.UTF_8))
                .isEqualTo("Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\nFrom: a@b\r\n\r\nx\r\n");
    }

    @Test
    void anAddressInAFurtherFieldNeedsSmtputf8() {
        Message message = mail().header("Errors-To", "Zoë <zoë@example.org>").build();
        assertThat(message.form(Written.BINARY).utf8()).isTrue();
        assertThat(mail().header("Errors-To", "Zoë <zoe@example.org>")
                        .build()
                        .form(Written.BINARY)
                        .utf8())
                .isFalse();
    }

    @Test
    void aStreamOfUnknownLengthMakesTheSizeUnknown() {
        byte[] octets = "123".getBytes(StandardCharsets.US_ASCII);
        Message message = mail().text("a")
                .attach("a", "a/b", () -> new ByteArrayInputStream(octets))
                .build();
        assertThat(message.size(Form.PLAIN)).isEqualTo(-1);
        assertThat(Written.of(message, Written.SEVEN).parts().get(1).decoded()).isEqualTo(octets);
    }

    /** S6: what stands between the lines of a text can't end it, or the mail. */
    @Test
    void everyTextOfLineEndsAndDotsComesBack() {
        char[] letters = {'\r', '\n', '.', 'a'};
        for (int length = 0; length <= 6; length++) {
            for (int n = 0; n < 1 << (2 * length); n++) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < length; i++) {
                    text.append(letters[(n >> (2 * i)) & 3]);
                }
                assertComesBack(text.toString());
            }
        }
    }

    private static void assertComesBack(String text) {
        String expected = canonical(text);
        for (TransferEncoding encoding :
                List.of(TransferEncoding.SEVEN_BIT, TransferEncoding.QUOTED_PRINTABLE, TransferEncoding.BASE64)) {
            Part part = Part.builder().text(text).encoding(encoding).build();
            Message message = mail().body(part).attach(part).build();
            byte[] octets = Written.octets(message, Form.PLAIN);
            assertThat(octets.length).isEqualTo((int) message.size(Form.PLAIN));
            for (Written written : new Written(octets).parts()) {
                assertThat(written.decodedText()).isEqualTo(expected);
            }
        }
    }

    @Test
    void noEmptyLineIsAddedAtTheEnd() {
        assertThat(Written.of(mail().text("a\n").build(), Written.SEVEN).body())
                .asString()
                .isEqualTo("a\r\n");
        assertThat(Written.of(mail().text("a").build(), Written.SEVEN).body())
                .asString()
                .isEqualTo("a\r\n");
        assertThat(Written.of(mail().text("").build(), Written.SEVEN).body()).isEmpty();
        assertThat(Written.of(mail().build(), Written.SEVEN).body()).isEmpty();
        assertThat(Written.of(mail().text("a\n\n").build(), Written.SEVEN).body())
                .asString()
                .isEqualTo("a\r\n\r\n");
    }
}
