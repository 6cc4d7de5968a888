package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Allegro's make-mime-part and the attachments of send-letter do. */
class OriginalsPartsTest {
    @TempDir
    Path folder;

    private static Message.Builder mail() {
        return Message.builder().from("ann@example.org").to("bob@example.net");
    }

    private static Written written(Part part) {
        return written(part, Written.SEVEN);
    }

    private static Written written(Part part, Form offered) {
        Written whole = Written.of(mail().text("t").attach(part).build(), offered);
        return whole.parts().get(1);
    }

    private static void refused(Runnable call, String saying) {
        assertThatExceptionOfType(MessageException.class).isThrownBy(call::run).withMessageContaining(saying);
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    @Test
    void A6_attachmentsComeFromPathBytesStreamSupplierAndPartInOrder() throws IOException {
        Path file = Files.write(folder.resolve("0.pdf"), octets(100));
        Message message = mail().text("The image that you asked for")
                .attach(file)
                .attach("1.png", "image/png", octets(101))
                .attach("2.bin", "application/octet-stream", new ByteArrayInputStream(octets(102)))
                .attach("3.bin", "application/octet-stream", () -> new ByteArrayInputStream(octets(103)))
                .attach(Part.builder().name("4.csv").attachment().text("a,b\n").build())
                .attach(Content.of("From: z@example.org\r\n\r\ninner\r\n"))
                .build();
        Written whole = Written.of(message, Written.SEVEN);
        assertThat(whole.shape())
                .isEqualTo("mixed(text/plain, application/pdf, image/png, application/octet-stream, "
                        + "application/octet-stream, text/plain, message/rfc822)");
        for (int i = 0; i < 4; i++) {
            Written part = whole.parts().get(i + 1);
            assertThat(part.parameter("Content-Disposition", "")).isEqualTo("attachment");
            assertThat(part.parameter("Content-Disposition", "filename")).startsWith(i + ".");
            assertThat(part.decoded()).isEqualTo(octets(100 + i));
        }
        assertThat(whole.parts().get(6).text()).endsWith("From: z@example.org\r\n\r\ninner\r\n");
    }

    @Test
    void A6_relatedAndAlternativeNestByThemselves() {
        Message.Builder both = mail().html("<img src='cid:logo'>").text("t").inline("logo", "image/png", octets(9));
        assertThat(Written.of(both.build(), Written.SEVEN).shape())
                .isEqualTo("alternative(text/plain, related(text/html, image/png))");
        both.attach("a.pdf", "application/pdf", octets(9));
        assertThat(Written.of(both.build(), Written.SEVEN).shape())
                .isEqualTo("mixed(alternative(text/plain, related(text/html, image/png)), application/pdf)");
    }

    /** The original wraps a text, a stream or a part alike. */
    @Test
    void A6_theMessageMayBeTextStreamOrPart() {
        Part fromStream = Part.builder().contentType("text/plain").stream(
                        new ByteArrayInputStream("Hello\n".getBytes(StandardCharsets.US_ASCII)))
                .build();
        for (Message.Builder builder :
                List.of(mail().text("Hello\n"), mail().body(fromStream), mail().body(Part.text("Hello\n")))) {
            builder.attach("a.bin", "application/octet-stream", octets(5));
            Written whole = Written.of(builder.build(), Written.SEVEN);
            assertThat(whole.shape()).isEqualTo("mixed(text/plain, application/octet-stream)");
            assertThat(whole.parts().get(0).decodedText().strip()).isEqualTo("Hello");
        }
    }

    @Test
    void A7_aPartHasEverythingThatWasAskedOfIt() {
        Written part = written(Part.builder()
                .contentType("text/csv")
                .charset(StandardCharsets.ISO_8859_1)
                .parameter("header", "present")
                .encoding(TransferEncoding.QUOTED_PRINTABLE)
                .header("Content-Language", "de")
                .attachment()
                .name("März.csv")
                .id("1@example.org")
                .description("alle Aufträge")
                .text("Größe\n")
                .build());
        assertThat(part.type()).isEqualTo("text/csv");
        assertThat(part.parameter("Content-Type", "charset")).isEqualTo("iso-8859-1");
        assertThat(part.parameter("Content-Type", "header")).isEqualTo("present");
        assertThat(part.encoding()).isEqualTo("quoted-printable");
        assertThat(part.headers().get("Content-Language")).isEqualTo("de");
        assertThat(part.parameter("Content-Disposition", "")).isEqualTo("attachment");
        assertThat(part.parameter("Content-Disposition", "filename")).isEqualTo("März.csv");
        assertThat(part.headers().get("Content-ID")).isEqualTo("<1@example.org>");
        assertThat(part.headers().text("Content-Description")).isEqualTo("alle Aufträge");
        assertThat(part.decoded()).isEqualTo("Größe\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void A7_aStretchOfAFileIsTaken() throws IOException {
        Path file = Files.write(folder.resolve("a.log"), "0123456789".getBytes(StandardCharsets.US_ASCII));
        assertThat(written(Part.builder().file(file, 2, 5).build()).decodedText())
                .isEqualTo("234");
        assertThat(written(Part.builder().file(file).build()).decodedText()).isEqualTo("0123456789");
        refused(() -> Part.builder().file(file, 5, 11), "10 octets");
    }

    @Test
    void A7_subpartsAndMessagesAreHeld() {
        Part container = Part.builder()
                .contentType("multipart/digest")
                .subparts(
                        Part.builder()
                                .content(Content.of("Subject: 1\r\n\r\none\r\n"))
                                .build(),
                        Part.builder().content(mail().text("two\n").build()).build())
                .build();
        Written written = written(container);
        assertThat(written.shape()).isEqualTo("digest(message/rfc822, message/rfc822)");
        assertThat(new String(written.parts().get(0).body(), StandardCharsets.US_ASCII))
                .isEqualTo("Subject: 1\r\n\r\none\r\n");
        assertThat(new Written(written.parts().get(1).body()).decodedText()).isEqualTo("two\r\n");
    }

    @Test
    void A7_eachTransferEncodingGivesBackTheOctets() {
        byte[] ascii = "one\r\ntwo =\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] eight = "Größe\r\n".getBytes(StandardCharsets.UTF_8);
        for (TransferEncoding encoding : TransferEncoding.values()) {
            byte[] octets = encoding == TransferEncoding.SEVEN_BIT ? ascii : eight;
            Part part = Part.builder()
                    .contentType("application/x-thing")
                    .encoding(encoding)
                    .bytes(octets)
                    .build();
            assertThat(written(part, Written.BINARY).decoded())
                    .as("%s", encoding)
                    .isEqualTo(octets);
            assertThat(written(part, Written.SEVEN).decoded())
                    .as("%s", encoding)
                    .isEqualTo(octets);
        }
        assertThat(encodingOf(TransferEncoding.SEVEN_BIT, ascii)).isEqualTo("7bit");
        assertThat(encodingOf(TransferEncoding.EIGHT_BIT, eight)).isEqualTo("8bit");
        assertThat(encodingOf(TransferEncoding.QUOTED_PRINTABLE, eight)).isEqualTo("quoted-printable");
        assertThat(encodingOf(TransferEncoding.BASE64, eight)).isEqualTo("base64");
        refused(() -> encodingOf(TransferEncoding.SEVEN_BIT, eight), "doesn't fit");
    }

    private static String encodingOf(TransferEncoding encoding, byte[] octets) {
        Part part = Part.builder()
                .contentType("application/x-thing")
                .encoding(encoding)
                .bytes(octets)
                .build();
        return written(part, Written.EIGHT).encoding();
    }

    @Test
    void A7_textXorFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "x");
        refused(() -> Part.builder().text("x").file(file), "one content");
        refused(() -> Part.builder().file(file).text("x"), "one content");
        refused(() -> Part.builder().contentType("text/plain").build(), "needs content");
        refused(() -> Part.builder().subparts(Part.text("x")).text("y"), "one content");
    }

    @Test
    void A7_theTypeOfAFileFollowsFromItsExtensionOrFromProbing() throws IOException {
        byte[] octets = octets(50);
        assertThat(typeOf("a.PDF", octets)).isEqualTo("application/pdf");
        assertThat(typeOf("a.tar.gz", octets)).isEqualTo("application/gzip");
        Path tex = Files.write(folder.resolve("a.tex"), octets);
        assertThat(MediaTypes.of("a.tex")).as("not in the table").isNull();
        assertThat(typeOf("a.tex", octets))
                .isEqualTo(Files.probeContentType(tex))
                .isNotEqualTo("application/octet-stream");
        assertThat(typeOf("unknown", octets)).isEqualTo("application/octet-stream");
        Part given = Part.builder().file(tex).contentType("text/plain").build();
        assertThat(given.contentType()).isEqualTo("text/plain");
    }

    private String typeOf(String name, byte[] octets) throws IOException {
        return Part.builder()
                .file(Files.write(folder.resolve(name), octets))
                .build()
                .contentType();
    }

    @Test
    void A7_aFileThatCannotBeReadFailsBeforeAnythingIsSent() {
        Path none = folder.resolve("none.pdf");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> mail().text("x").attach(none))
                .withMessageContaining("none.pdf")
                .withMessageContaining("no such file");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Part.builder().file(folder).build())
                .withMessageContaining("directory");
    }
}
