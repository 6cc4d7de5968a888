package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartTest {
    @TempDir
    Path directory;

    private static Message message(Part part) {
        return Message.builder()
                .from("a@b.example")
                .to("c@d.example")
                .text("t")
                .attach(part)
                .build();
    }

    private static Written written(Part part) {
        return written(part, Written.SEVEN);
    }

    private static Written written(Part part, Form form) {
        return Written.of(message(part), form).parts().get(1);
    }

    private static void refused(Runnable call, String saying) {
        assertThatExceptionOfType(MessageException.class).isThrownBy(call::run).withMessageContaining(saying);
    }

    private Path file(String name, byte[] octets) throws IOException {
        return Files.write(directory.resolve(name), octets);
    }

    private static byte[] octets(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        return octets;
    }

    @Test
    void hasEveryFieldAsked() {
        Part part = Part.builder()
                .contentType("Application/X-Thing; version=2")
                .parameter("title", "Größe \"x\"")
                .name("Ünï \"q\".pdf")
                .attachment()
                .id("<1@x>")
                .description("eine Größe")
                .header("Content-Language", "de")
                .header("X-Note", "ä")
                .bytes(new byte[] {1})
                .build();
        Written written = written(part);
        assertThat(part.contentType()).isEqualTo("application/x-thing");
        assertThat(part.id()).isEqualTo("1@x");
        assertThat(written.parameter("Content-Type", "version")).isEqualTo("2");
        assertThat(written.parameter("Content-Type", "title")).isEqualTo("Größe \"x\"");
        assertThat(written.parameter("Content-Disposition", "filename")).isEqualTo("Ünï \"q\".pdf");
        assertThat(written.headers().get("Content-ID")).isEqualTo("<1@x>");
        assertThat(written.headers().text("Content-Description")).isEqualTo("eine Größe");
        assertThat(written.headers().get("Content-Language")).isEqualTo("de");
        assertThat(written.headers().text("X-Note")).isEqualTo("ä");
    }

    @Test
    void takesExactlyOneContent() {
        refused(() -> Part.builder().build(), "needs content");
        refused(() -> Part.builder().text("a").bytes(new byte[0]), "one content");
        refused(() -> Part.builder().bytes(new byte[0]).stream(InputStream::nullInputStream), "one content");
        refused(() -> Part.builder().subparts(Part.text("a")).text("b"), "one content");
        refused(() -> Part.builder().subparts(), "at least one part");
    }

    @Test
    void theTypeMustFitTheContent() {
        refused(
                () -> Part.builder()
                        .contentType("text/plain")
                        .subparts(Part.text("a"))
                        .build(),
                "multipart");
        refused(() -> Part.builder().contentType("multipart/mixed").text("a").build(), "subparts");
        refused(
                () -> Part.builder()
                        .contentType("message/rfc822")
                        .bytes(new byte[0])
                        .build(),
                "content");
        Message inner = message(Part.text("a"));
        refused(() -> Part.builder().contentType("text/plain").content(inner).build(), "message/rfc822");
        refused(
                () -> Part.builder()
                        .encoding(TransferEncoding.BASE64)
                        .content(inner)
                        .build(),
                "encoding");
        refused(
                () -> Part.builder()
                        .encoding(TransferEncoding.BASE64)
                        .subparts(Part.text("a"))
                        .build(),
                "encoding");
        for (String bad : List.of(
                "",
                "text",
                "text/",
                "/plain",
                "te xt/plain",
                "text/plain\r\nX: y",
                "a/b; c",
                "a/b; c=\"",
                "a/b; c=1; c=2",
                "a/b; c=\"1\"x",
                "a/b; =x")) {
            refused(() -> Part.builder().contentType(bad), "");
        }
        refused(() -> Part.builder().contentType("multipart/mixed; boundary=x"), "boundary can't be given");
    }

    @Test
    void textHasTheCharsetAsked() {
        Charset latin = StandardCharsets.ISO_8859_1;
        Written written = written(Part.builder().text("Grüße\n").charset(latin).build(), Written.EIGHT);
        assertThat(written.parameter("Content-Type", "charset")).isEqualTo("iso-8859-1");
        assertThat(written.decoded()).isEqualTo("Grüße\r\n".getBytes(latin));
        Part named = Part.builder()
                .contentType("text/csv; charset=ISO-8859-1")
                .text("ä")
                .build();
        assertThat(written(named).decoded()).isEqualTo("ä".getBytes(latin));
        refused(() -> Part.builder().text("日本").charset(latin).build(), "ISO-8859-1");
        refused(
                () -> Part.builder()
                        .contentType("text/plain; charset=nonsense")
                        .text("a")
                        .build(),
                "charset");
        assertThat(written(Part.text("a")).parameter("Content-Type", "charset")).isEqualTo("us-ascii");
        assertThat(written(Part.html("ä")).parameter("Content-Type", "charset")).isEqualTo("utf-8");
    }

    @Test
    void textInACharsetWithoutAsciiLineEndsGoesAsBase64() {
        Part part =
                Part.builder().text("a\nb").charset(StandardCharsets.UTF_16BE).build();
        for (Form form : Written.FORMS) {
            Written written = written(part, form);
            assertThat(written.encoding()).isEqualTo("base64");
            assertThat(new String(written.decoded(), StandardCharsets.UTF_16BE)).isEqualTo("a\r\nb");
        }
    }

    @Test
    void refusesHalfASurrogatePairInText() {
        refused(() -> Part.text("a\uD800"), "surrogate");
        refused(
                () -> Part.builder()
                        .text("a\uDC00")
                        .charset(StandardCharsets.UTF_16)
                        .build(),
                "surrogate");
    }

    @Test
    void theEncodingAskedIsTakenWhereItIsOffered() {
        Part eight = Part.builder()
                .text("Grüße\n")
                .encoding(TransferEncoding.EIGHT_BIT)
                .build();
        assertThat(written(eight, Written.EIGHT).encoding()).isEqualTo("8bit");
        assertThat(written(eight, Written.SEVEN).encoding()).isIn("base64", "quoted-printable");
        Part quoted = Part.builder()
                .text("a")
                .encoding(TransferEncoding.QUOTED_PRINTABLE)
                .build();
        assertThat(written(quoted, Written.BINARY).encoding()).isEqualTo("quoted-printable");
        Part always = Part.builder()
                .bytes(octets(99))
                .encoding(TransferEncoding.BASE64)
                .build();
        assertThat(written(always, Written.BINARY).encoding()).isEqualTo("base64");
        Part binary = Part.builder()
                .text("x".repeat(2000))
                .encoding(TransferEncoding.BINARY)
                .build();
        assertThat(written(binary, Written.BINARY).encoding()).isEqualTo("binary");
        assertThat(written(binary, Written.EIGHT).encoding()).isEqualTo("quoted-printable");
    }

    @Test
    void refusesAnEncodingTheContentDoesntFit() {
        TransferEncoding seven = TransferEncoding.SEVEN_BIT;
        refused(() -> Part.builder().text("ä").encoding(seven).build(), "fit");
        refused(() -> Part.builder().text("x".repeat(999)).encoding(seven).build(), "998");
        refused(
                () -> Part.builder()
                        .text("a\0")
                        .encoding(TransferEncoding.EIGHT_BIT)
                        .build(),
                "fit");
        byte[] bareLf = "a\nb".getBytes(StandardCharsets.US_ASCII);
        refused(() -> Part.builder().bytes(bareLf).encoding(seven).build(), "fit");
    }

    @Test
    void octetsComeBackExactlyInEveryEncoding() {
        for (byte[] octets :
                List.of(octets(1000), "a\nb\rc\r\nd \r\n".getBytes(StandardCharsets.US_ASCII), new byte[0])) {
            for (TransferEncoding encoding :
                    List.of(TransferEncoding.BASE64, TransferEncoding.QUOTED_PRINTABLE, TransferEncoding.BINARY)) {
                Part part = Part.builder().bytes(octets).encoding(encoding).build();
                for (Form form : Written.FORMS) {
                    assertThat(written(part, form).decoded()).isEqualTo(octets);
                }
            }
        }
    }

    @Test
    void theCallersArrayMayChangeAfterwards() {
        byte[] octets = {1, 2, 3};
        Part part = Part.builder().bytes(octets).build();
        octets[0] = 9;
        assertThat(written(part).decoded()).containsExactly(1, 2, 3);
    }

    /** S19. */
    @Test
    void ofAFileNameOnlyTheLastElementIsTaken() {
        for (String name : List.of("/etc/passwd/x.txt", "C:\\Users\\ann\\x.txt", "../x.txt", "x.txt")) {
            Part part =
                    Part.builder().bytes(new byte[0]).attachment().name(name).build();
            assertThat(written(part).parameter("Content-Disposition", "filename"))
                    .isEqualTo("x.txt");
        }
        for (String bad : List.of(
                "",
                "a/",
                "..",
                "a/..",
                "\\",
                " ",
                "a\r\nX: y",
                "a\u0000",
                "a\tb",
                "a\u007F",
                "a\uD800",
                "x".repeat(256))) {
            refused(() -> Part.builder().name(bad), "");
        }
    }

    /** S1, S3. */
    @Test
    void refusesControlCharactersEverywhere() {
        for (String bad : List.of("a\r\nX: y", "a\rb", "a\nb", "a\0b", "a\u001Bb", "a\u007Fb", "a\uD83Db")) {
            refused(() -> Part.builder().id(bad), "");
            refused(() -> Part.builder().description(bad), "");
            refused(() -> Part.builder().header("X-A", bad), "");
            refused(() -> Part.builder().header(bad, "a"), "");
            refused(() -> Part.builder().header("X-" + bad, "a"), "");
            refused(() -> Part.builder().parameter("a", bad), "");
            refused(() -> Part.builder().parameter(bad, "a"), "");
            refused(() -> Part.builder().contentType("text/" + bad), "");
            refused(() -> Part.builder().contentType("text/plain; a=\"" + bad + "\""), "");
            refused(() -> Part.builder().boundary(bad), "");
            refused(() -> Part.multipart(bad, List.of(Part.text("a"))), "");
        }
    }

    @Test
    void refusesFieldsThatArentAPartsOwn() {
        for (String name : List.of(
                "Content-Type",
                "content-ID",
                "Content-Transfer-Encoding",
                "Content-Disposition",
                "Bcc",
                "Subject",
                "From",
                "MIME-Version",
                "a b",
                "")) {
            refused(() -> Part.builder().header(name, "x"), "");
        }
    }

    @Test
    void aFileHasItsNameAndType() throws IOException {
        byte[] octets = octets(30_000);
        Message message = Message.builder()
                .from("a@b.example")
                .attach(file("Bild.PNG", octets))
                .attach(file("notes.txt", "Grüße".getBytes(StandardCharsets.UTF_8)))
                .attach(file("README", new byte[0]))
                .build();
        List<Written> parts = Written.of(message, Written.SEVEN).parts();
        assertThat(parts.get(0).type()).isEqualTo("image/png");
        assertThat(parts.get(0).parameter("Content-Disposition", "")).isEqualTo("attachment");
        assertThat(parts.get(0).parameter("Content-Disposition", "filename")).isEqualTo("Bild.PNG");
        assertThat(parts.get(0).decoded()).isEqualTo(octets);
        assertThat(parts.get(1).type()).isEqualTo("text/plain");
        assertThat(parts.get(1).parameter("Content-Type", "charset")).isEqualTo("utf-8");
        assertThat(parts.get(2).type()).isEqualTo("application/octet-stream");
        assertThat(Written.of(message, Written.BINARY).parts().get(0).decoded()).isEqualTo(octets);
    }

    @Test
    void aStretchOfAFile() throws IOException {
        byte[] octets = octets(20_000);
        Path file = file("a.bin", octets);
        Part part = Part.builder().file(file, 5, 15_005).build();
        assertThat(written(part).decoded()).isEqualTo(Arrays.copyOfRange(octets, 5, 15_005));
        assertThat(written(Part.builder().file(file, 7, 7).build()).decoded()).isEmpty();
        refused(() -> Part.builder().file(file, 0, 20_001), "20000");
        refused(() -> Part.builder().file(file, 2, 1), "stretch");
        refused(() -> Part.builder().file(file, -1, 1), "stretch");
    }

    @Test
    void aFileThatCantBeReadFailsWhenThePartIsBuilt() {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Message.builder().attach(directory.resolve("none.pdf")))
                .withMessageContaining("none.pdf")
                .withMessageContaining("no such file");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Part.builder().file(directory))
                .withMessageContaining("directory");
    }

    @Test
    void aFileThatVanishedOrChangedFailsWithoutAnEnd() throws IOException {
        Path file = file("a.bin", octets(5000));
        Message whole = message(Part.builder().file(file).build());
        Message stretch = message(Part.builder().file(file, 10, 2000).build());
        Written.of(whole, Written.SEVEN);
        Files.write(file, octets(5001));
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        assertFails(whole);
        assertFails(stretch);
        Files.delete(file);
        assertFails(whole);
        assertFails(stretch);
    }

    private static void assertFails(Message message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        assertThatExceptionOfType(ContentException.class).isThrownBy(() -> message.writeTo(sink, Form.PLAIN));
        assertThat(out.toString(StandardCharsets.US_ASCII)).doesNotContain("--\r\n");
    }

    @Test
    void aStreamIsReadOnceAndLeftOpen() {
        byte[] octets = octets(3000);
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream(octets) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        Message message =
                Message.builder().from("a@b.example").attach("a.bin", "a/b", in).build();
        assertThat(closed[0]).isFalse();
        assertThat(message.size(Form.PLAIN)).isPositive();
        assertThat(Written.of(message, Written.SEVEN).parts().get(0).decoded()).isEqualTo(octets);
    }

    @Test
    void suppliedStreamsAreClosedAndTheirFailureIsTheContents() {
        int[] open = {0};
        Part part = Part.builder().stream(() -> {
                    open[0]++;
                    return new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new IOException("disk on fire");
                        }

                        @Override
                        public int read(byte[] octets, int offset, int length) throws IOException {
                            return read();
                        }

                        @Override
                        public void close() {
                            open[0]--;
                        }
                    };
                })
                .build();
        assertFails(message(part));
        assertThat(open[0]).isZero();
        assertFails(message(Part.builder().stream(() -> {
                    throw new IllegalStateException("gone");
                })
                .build()));
    }

    @Test
    void aFailingSinkIsNotTakenForTheContent() throws IOException {
        Message message =
                message(Part.builder().file(file("a.bin", octets(50_000))).build());
        IOException broken = new IOException("broken pipe");
        Sink sink = new Sink(1024) {
            @Override
            protected void drain(byte[] octets, int length) throws IOException {
                throw broken;
            }
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> message.writeTo(sink, Form.PLAIN))
                .isSameAs(broken);
    }

    /** RFC 3464 §2.1, RFC 2046 §5.2. */
    @Test
    void reportsAreNeverEncoded() {
        String report = "Reporting-MTA: dns; mx.example.org\n\nAction: failed\n";
        for (Part.Builder builder : List.of(
                Part.builder().text(report),
                Part.builder().bytes(report.getBytes(StandardCharsets.US_ASCII)),
                Part.builder().stream(() -> new ByteArrayInputStream(report.getBytes(StandardCharsets.US_ASCII))))) {
            Part part = builder.contentType("message/delivery-status").build();
            Written written =
                    Written.of(new RandomMessages(1).headers().body(part).build(), Written.BINARY);
            assertThat(written.encoding()).isEqualTo("7bit");
            assertThat(written.body()).asString().isEqualTo(report.replace("\n", "\r\n"));
            refused(() -> builder.encoding(TransferEncoding.BASE64).build(), "can't be encoded");
        }
        refused(
                () -> Part.builder()
                        .contentType("message/feedback-report")
                        .text("é")
                        .build(),
                "can't be encoded");
        refused(
                () -> Part.builder()
                        .contentType("message/partial")
                        .text("x".repeat(999))
                        .build(),
                "998");
        Part global = Part.builder()
                .contentType("message/global-delivery-status")
                .text("é")
                .build();
        assertThat(Written.of(new RandomMessages(1).headers().body(global).build(), Written.SEVEN)
                        .encoding())
                .isIn("base64", "quoted-printable");
    }
}
