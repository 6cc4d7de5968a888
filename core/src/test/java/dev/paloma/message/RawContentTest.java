package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.message.Form.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// Each line end and trailing space is the point here, and a text block would hide them.
@SuppressWarnings("StringConcatToTextBlock")
class RawContentTest {
    private static final Form EIGHT = new Form(Body.EIGHT_BIT, false);
    private static final Form BINARY = new Form(Body.BINARY, false);
    private static final Form UTF8 = new Form(Body.EIGHT_BIT, true);

    /** Octets as characters, one each. */
    static String written(Content content, Form form) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = new Sink(1024) {
            @Override
            protected void drain(byte[] octets, int length) {
                out.write(octets, 0, length);
            }
        };
        content.writeTo(sink, form);
        sink.flush();
        assertThat(content.size(form)).isEqualTo(out.size());
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String written(String message) throws IOException {
        Content content = Content.of(message);
        return written(content, content.form(EIGHT));
    }

    private static RawContent latin1(String message) {
        return Content.of(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void sendsAMessageAsItIs() throws IOException {
        String message = "subject:  odd   Spacing\t\r\nX-A:1\r\n folded \r\n\r\n.dot\r\n..\r\n \r\n\r\n";
        assertThat(written(message)).isEqualTo(message);
    }

    @Test
    void addsNoHeaderToABareText() throws IOException {
        Content content = Content.of("just text\nTo: bob\nBcc: still text\n");
        assertThat(content.headers()).isEqualTo(Headers.empty());
        assertThat(written(content, Form.PLAIN)).isEqualTo("just text\r\nTo: bob\r\nBcc: still text\r\n");
    }

    @Test
    void endsTheLastLineAndAddsNoOther() throws IOException {
        assertThat(written("A: b\n\ntext")).isEqualTo("A: b\r\n\r\ntext\r\n");
        assertThat(written("A: b\n\ntext\r\n")).isEqualTo("A: b\r\n\r\ntext\r\n");
        assertThat(written("A: b\n\ntext\r")).isEqualTo("A: b\r\n\r\ntext\r\n");
        assertThat(written("A: b")).isEqualTo("A: b\r\n");
        assertThat(written("\n")).isEqualTo("\r\n");
        assertThat(written("")).isEmpty();
    }

    @Test
    void neverWritesBccInAnySpelling() throws IOException {
        String message =
                "bCC: a@example.org,\r\n b@example.org\n\tc@example.org\nTo: x@example.org\nBcc : d@example.org\n"
                        + "Resent-Bcc: e@example.org\rBcc:\nX-Bcc: kept\n\nBcc: body\n";
        assertThat(written(message)).isEqualTo("To: x@example.org\r\nX-Bcc: kept\r\n\r\nBcc: body\r\n");
        assertThat(Content.of(message).headers().all("Bcc"))
                .containsExactly("a@example.org, b@example.org\tc@example.org", "d@example.org", "");
    }

    @Test
    void hidesBccBehindTheFirstLineOfAMailboxFileAndBehindBadLines() throws IOException {
        assertThat(written("From ann Mon Jan 1 10:00:00 2024\nBcc: a@b\n\nx\n")).isEqualTo("\r\nx\r\n");
        assertThat(written("From ann Mon Jan 1 10:00:00 2024\nno field\nBcc: a@b\n\nx\n"))
                .isEqualTo("From ann Mon Jan 1 10:00:00 2024\r\nno field\r\n\r\nx\r\n");
        assertThat(written("A: b\nno field\nBcc: a@b\n\nx\n")).isEqualTo("A: b\r\nno field\r\n\r\nx\r\n");
    }

    @Test
    void hidesALongBccInPieces() throws IOException {
        String addresses = "a@example.org, ".repeat(20_000);
        Content content = Content.of("To: x@y\nBcc: " + addresses + "\n " + addresses + "\nSubject: s\n\nx\n");
        assertThat(content.form(Form.PLAIN)).isEqualTo(Form.PLAIN);
        assertThat(written(content, Form.PLAIN)).isEqualTo("To: x@y\r\nSubject: s\r\n\r\nx\r\n");
    }

    @Test
    void keepsBccOfAnAttachedMessage() throws IOException {
        String message = "Content-Type: message/rfc822\r\n\r\nBcc: a@b\r\n\r\nx\r\n";
        assertThat(written(message)).isEqualTo(message);
    }

    @Test
    void readsHeadersLeniently() {
        Headers headers = latin1("Subject: caf\u00E9\nbad line\n more\nX: a\u0000\u0001b\nA : 1\n\nx")
                .headers();
        assertThat(headers.get("Subject")).isEqualTo("café");
        assertThat(headers.get("X")).isEqualTo("a\uFFFD\uFFFDb");
        assertThat(headers.get("A")).isEqualTo("1");
        assertThat(headers.fields()).hasSize(3);
        assertThat(Content.of("Subject: café ☃\n\n").headers().get("subject")).isEqualTo("café ☃");
    }

    @Test
    void tellsWhatItNeeds() {
        assertThat(Content.of("A: b\n\nplain").form(BINARY)).isEqualTo(Form.PLAIN);
        assertThat(Content.of("A: b\n\né").form(BINARY)).isEqualTo(EIGHT);
        assertThat(Content.of("A: b\n\na\0").form(BINARY)).isEqualTo(BINARY);
        assertThat(Content.of("A: é\n\na").form(Form.PLAIN)).isEqualTo(Form.PLAIN);
        assertThat(Content.of("A: é\n\na").form(UTF8)).isEqualTo(new Form(Body.SEVEN_BIT, true));
        assertThat(Content.of("Cc: é@x\n\na").form(Form.PLAIN)).isEqualTo(new Form(Body.SEVEN_BIT, true));
        assertThat(Content.of("A: é\n\né").form(EIGHT)).isEqualTo(EIGHT);
        assertThat(Content.of("A: b\nBcc: é@x\n\nx").form(Form.PLAIN)).isEqualTo(Form.PLAIN);
        assertThat(Content.of("é is no header").form(Form.PLAIN)).isEqualTo(EIGHT);
        assertThat(Content.of("A: b\n\n" + "x".repeat(998)).form(BINARY)).isEqualTo(Form.PLAIN);
        assertThat(Content.of("A: b\n\n" + "x".repeat(999)).form(BINARY)).isEqualTo(BINARY);
        assertThat(Content.of("A: b\n\n" + "x".repeat(100_000)).form(BINARY)).isEqualTo(BINARY);
        assertThat(Content.of("A: " + "x".repeat(999) + "\n\n").form(Form.PLAIN))
                .isEqualTo(BINARY);
    }

    @Test
    void reencodesTextAsQuotedPrintableWhereEightBitIsNotOffered() throws IOException {
        Content content = Content.of("MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                + "CONTENT-transfer-encoding:\n 8bit\nSubject: s\n\ncafé = x \n" + "y".repeat(80) + "\n\t\n.");
        assertThat(content.form(EIGHT)).isEqualTo(EIGHT);
        assertThat(content.form(Form.PLAIN)).isEqualTo(Form.PLAIN);
        assertThat(written(content, Form.PLAIN))
                .isEqualTo("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nSubject: s\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9 =3D x=20\r\n"
                        + "y".repeat(75) + "=\r\nyyyyy\r\n=09\r\n.\r\n");
        assertThat(written(content, EIGHT)).contains("CONTENT-transfer-encoding:\r\n 8bit\r\n", "cafÃ©");
    }

    @Test
    void reencodesOnlyThePartsThatNeedIt() throws IOException {
        Content content = latin1("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b 1\"\n"
                + "Content-Transfer-Encoding: 8bit\n\npre\n--b 1\n\nplain \n--b 1  \n"
                + "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n<p>\u00E9\n--b 1\n"
                + "Content-Transfer-Encoding: binary\nContent-Type: application/x\n\n\u00FF\u0000\n\r\n--b 1--\nepi");
        assertThat(content.form(EIGHT)).isEqualTo(EIGHT);
        assertThat(written(content, Form.PLAIN))
                .isEqualTo(
                        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b 1\"\r\n"
                                + "Content-Transfer-Encoding: 7bit\r\n\r\npre\r\n--b 1\r\n\r\nplain \r\n--b 1  \r\n"
                                + "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E9\r\n--b 1\r\n"
                                + "Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\n/wAK\r\n--b 1--\r\nepi\r\n");
        assertThat(written(content, EIGHT))
                .contains("<p>\u00E9\r\n", "/wAK\r\n")
                .contains("Encoding: 8bit\r\n\r\npre");
    }

    @Test
    void leavesBinaryPartsUntouchedWhereBinaryIsOffered() throws IOException {
        String part = "\u0000\n\r\n\ra\n";
        Content content = latin1("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/x\n"
                + "Content-Transfer-Encoding: binary\n\n" + part + "\n--b\n\nt\n--b--\n");
        assertThat(content.form(BINARY)).isEqualTo(BINARY);
        assertThat(written(content, BINARY))
                .isEqualTo("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/x\r\n"
                        + "Content-Transfer-Encoding: binary\r\n\r\n" + part + "\r\n--b\r\n\r\nt\r\n--b--\r\n");
        assertThat(written(content, Form.PLAIN)).contains("\r\n\r\nAAoNCg1hCg==\r\n--b\r\n");
    }

    @Test
    void endsABinaryMessageWithItsLastOctet() throws IOException {
        Content content = Content.of("Content-Type: image/x\nContent-Transfer-Encoding: binary\n\n\0\n");
        assertThat(written(content, BINARY)).endsWith("\r\n\r\n\0\n");
        assertThat(written(content, Form.PLAIN))
                .endsWith("MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\nAAo=\r\n");
    }

    @Test
    void reencodesInsideAttachedMessagesAndDigests() throws IOException {
        Content content = Content.of("Content-Type: multipart/digest; boundary=b\n\n--b\n\n"
                + "Subject: inner\nContent-Transfer-Encoding: 8bit\n\né\n--b\nContent-Type: message/rfc822\n"
                + "Content-Transfer-Encoding: 8bit\n\nContent-Type: application/x\n\né\n--b--\n");
        assertThat(written(content, Form.PLAIN))
                .isEqualTo("Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\n"
                        + "Subject: inner\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9\r\n--b\r\n"
                        + "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
                        + "Content-Type: application/x\r\nContent-Transfer-Encoding: base64\r\n\r\nw6k=\r\n--b--\r\n");
    }

    @Test
    void reencodesLongLines() throws IOException {
        Content content = Content.of("Content-Type: text/html\n\n" + "x".repeat(70_000) + "\n");
        assertThat(content.form(EIGHT)).isEqualTo(Form.PLAIN);
        String written = written(content, Form.PLAIN);
        assertThat(written.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(77));
        assertThat(written.substring(written.indexOf("\r\n\r\n") + 4).replace("=\r\n", ""))
                .isEqualTo("x".repeat(70_000) + "\r\n");
    }

    @Test
    void leavesSignedAndEncryptedMailAlone() {
        for (String header : new String[] {
            "Content-Type: multipart/signed; boundary=b",
            "Content-Type: multipart/encrypted; boundary=b",
            "Content-Type: application/pkcs7-mime",
            "DKIM-Signature: v=1\nContent-Type: text/plain",
            "ARC-Seal: i=1\nContent-Type: text/plain",
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/signed; boundary=b"
        }) {
            Content content = Content.of(header + "\n\n--b\n\né\n--b--\n");
            assertThat(content.form(Form.PLAIN)).isEqualTo(EIGHT);
            assertThatThrownBy(() -> written(content, Form.PLAIN)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void doesNotReencodeWhatItCannotRead() {
        for (String message : new String[] {
            "Content-Type: multipart/mixed; boundary=b\n\né\n--b\n\nx\n--b--\n",
            "Content-Type: multipart/mixed\n\né",
            "Content-Transfer-Encoding: base64\n\né",
            "Content-Type: message/partial\n\né",
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nno header é\n--b--\n"
        }) {
            assertThat(Content.of(message).form(Form.PLAIN)).isEqualTo(EIGHT);
        }
    }

    @Test
    void endsInnerPartsAtTheBoundaryOfAnOuterOne() throws IOException {
        Content content = Content.of("Content-Type: multipart/mixed; boundary=o\n\n--o\n"
                + "Content-Type: multipart/alternative; boundary=i\n\n--i\n\né\n--o\n\nè\n--o--\n--i\n");
        assertThat(written(content, Form.PLAIN))
                .isEqualTo("Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\n"
                        + "Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9\r\n--o\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A8\r\n--o--\r\n--i\r\n");
    }

    @Test
    void joinsPiecesOfEveryKind(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "file\r");
        InputStream stream = new ByteArrayInputStream("\nstream".getBytes(StandardCharsets.US_ASCII));
        Content content = RawContent.builder()
                .add(Headers.empty().append("Subject", "é"))
                .add("text ")
                .add(new byte[] {'b', '\n'})
                .add(file)
                .add(stream)
                .build();
        assertThat(stream.read()).isEqualTo(-1);
        String expected = "Subject: =?utf-8?B?w6k=?=\r\n\r\ntext b\r\nfile\r\nstream\r\n";
        assertThat(written(content, Form.PLAIN)).isEqualTo(expected);
        assertThat(written(content, Form.PLAIN)).isEqualTo(expected);
        assertThat(RawContent.builder().build().size(Form.PLAIN)).isZero();
    }

    @Test
    void neverOpensAFileOfATextsName(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "secret");
        assertThat(written(file.toString())).isEqualTo(file + "\r\n");
    }

    @Test
    void failsWhenItsFileChanged(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("m.eml"), "A: b\n\nx");
        Content content = Content.of(file);
        Files.writeString(file, "A: b\n\nlonger");
        assertThatThrownBy(() -> content.writeTo(Sink.to(new ByteArrayOutputStream()), Form.PLAIN))
                .isInstanceOf(ContentException.class)
                .hasMessageContaining("changed");
        assertThatThrownBy(() -> Content.of(directory.resolve("none"))).isInstanceOf(IOException.class);
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertThatThrownBy(() -> Content.of("a\uD800"))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("position 2");
    }

    @Test
    void takesLinearTimeForManyHeaderLinesAndParts() throws IOException {
        assertThat(Content.of("A: b\n".repeat(100_000) + "\nx").headers().fields())
                .hasSize(100_000);
        StringBuilder nested = new StringBuilder();
        StringBuilder messages = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
            messages.append("Content-Type: message/rfc822\n\n");
        }
        String many = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n\u00E9\n".repeat(150_000);
        for (String message : new String[] {nested + "\né", messages + "\né", many}) {
            Content content = Content.of(message);
            Form form = content.form(Form.PLAIN);
            assertThat(form).isEqualTo(EIGHT);
            assertThat(written(content, form)).hasSizeGreaterThan(1_000_000);
        }
    }

    @Test
    void readsWhatStandsWithinTheDepthLimit() throws IOException {
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < MimeWalk.DEEPEST; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertThat(Content.of(nested + "\né").form(Form.PLAIN)).isEqualTo(Form.PLAIN);
        assertThat(written(Content.of(nested + "\né"), Form.PLAIN)).endsWith("quoted-printable\r\n\r\n=C3=A9\r\n");
    }

    @Test
    void refusesAByteOrderMarkThatWouldHideTheHeader() {
        assertThatThrownBy(() -> Content.of("\uFEFFFrom: ann@example.org\r\nBcc: hidden@example.org\r\n\r\nHello\r\n"))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("byte order mark");
    }

    @Test
    void leavesOutWhatStandsBeforeTheHeader() throws IOException {
        String mail = "To: a@b\r\n\r\nx\r\n";
        String postmark = "From ann@example.org  Mon Jan  1 10:00:00 2024";
        for (String before : new String[] {
            postmark + "\n",
            ">" + postmark + "\r\n",
            postmark + "\n>" + postmark + "\n",
            "\n",
            "\r\n\n\r",
            "\n" + postmark + "\n\n",
            "From " + "x".repeat(100_000) + "\n"
        }) {
            Content content = Content.of(before + "Bcc: eve@example.org\n" + mail);
            assertThat(written(content, content.form(Form.PLAIN))).isEqualTo(mail);
            assertThat(content.headers().all("Bcc")).containsExactly("eve@example.org");
        }
    }

    @Test
    void leavesEmptyLinesBeforeABareText() throws IOException {
        assertThat(written("\n\njust text\n")).isEqualTo("\r\n\r\njust text\r\n");
        assertThat(written("From now on\nall is well\n")).isEqualTo("From now on\r\nall is well\r\n");
        assertThat(written("From ann\n")).isEqualTo("From ann\r\n");
    }

    @Test
    void refusesAHeaderOfDoubledLineEnds() {
        assertThatThrownBy(() -> Content.of("To: a@b\r\r\nBcc: eve@example.org\r\r\n\r\r\nx\r\r\n"))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("CR CR LF");
    }

    @Test
    void encodesHeaderFieldsWhereUtf8IsNotOffered() throws IOException {
        String header =
                "Subject: caf\u00E9 =?utf-8?Q?cr=C3=A8me?=\n au lait\nFrom: Zo\u00EB (Office) <zoe@example.org>\n"
                        + "To: Caf\u00E9: bob@example.net, \"D, \u00E9\" <d@example.net>;\nBcc: \u00E9@x\n"
                        + "List-Id: \"Caf\u00E9\" <cafe.example.org>\nX-Plain:  as   it is\n"
                        + "Content-Disposition: attachment; filename=\"\u00E9.txt\"\n";
        String encoded = "Subject: =?utf-8?B?Y2Fmw6kgY3LDqG1l?= au lait\r\n"
                + "From: =?utf-8?Q?Zo=C3=AB?= <zoe@example.org>\r\n"
                + "To: =?utf-8?B?Q2Fmw6k=?= : bob@example.net, =?utf-8?B?RCwgw6k=?=\r\n <d@example.net>;\r\n"
                + "List-Id: =?utf-8?B?Q2Fmw6k=?= <cafe.example.org>\r\nX-Plain:  as   it is\r\n"
                + "Content-Disposition: attachment; filename*=utf-8''%C3%A9.txt\r\n\r\nx\r\n";
        for (Content content : List.of(Content.of(header + "\nx\n"), latin1(header + "\nx\n"))) {
            assertThat(content.form(Form.PLAIN)).isEqualTo(Form.PLAIN);
            assertThat(written(content, Form.PLAIN)).isEqualTo(encoded);
            assertThat(content.headers().text("Subject")).isEqualTo("café crème au lait");
        }
        Content utf8 = Content.of(header + "\nx\n");
        assertThat(written(utf8, utf8.form(UTF8))).startsWith("Subject: caf\u00C3\u00A9 =?");
    }

    @Test
    void neverSendsAsUtf8WhatIsNone() throws IOException {
        Content content = latin1("Subject: \u0080 5 caf\u00E9\nTo: bob@example.net\n\nx\n");
        assertThat(content.form(UTF8)).isEqualTo(Form.PLAIN);
        assertThat(content.headers().get("Subject")).isEqualTo("€ 5 café");
        assertThat(written(content, Form.PLAIN)).startsWith("Subject: =?utf-8?B?4oKs?= 5 =?utf-8?B?Y2Fmw6k=?=\r\n");
        byte[] both = "Subject: caf\u00E9\nTo: gr\u00C3\u00BC\u00C3\u009Fe@example.net\n\nx\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        Content mixed = Content.of(both);
        assertThat(mixed.form(UTF8)).isEqualTo(new Form(Body.SEVEN_BIT, true));
        assertThat(written(mixed, mixed.form(UTF8)))
                .isEqualTo("Subject: =?utf-8?B?Y2Fmw6k=?=\r\nTo: gr\u00C3\u00BC\u00C3\u009Fe@example.net\r\n\r\nx\r\n");
    }

    @Test
    void saysWhichFieldIsNeitherUtf8NorCanBeEncoded() {
        for (String[] bad : new String[][] {
            {"To: caf\u00E9@example.net\n", "'to'", "can't be encoded"},
            {"X: y\nMessage-ID: <caf\u00E9@x>\n", "'message-id'", "can't be encoded"},
            {"Subject: caf\u00E9\nDKIM-Signature: v=1\n", "'subject'", "signature covers it"},
        }) {
            assertThatThrownBy(() -> latin1(bad[0] + "\nx\n"))
                    .isInstanceOf(MessageException.class)
                    .hasMessageContaining(bad[1])
                    .hasMessageContaining(bad[2]);
        }
    }

    @Test
    void encodesOnlyFieldsThatNoSignatureCovers() throws IOException {
        Content signed = Content.of("DKIM-Signature: v=1\nSubject: é\n\nx\n");
        assertThat(signed.form(Form.PLAIN)).isEqualTo(new Form(Body.SEVEN_BIT, true));
        Content sealed = Content.of("Subject: é\nContent-Type: multipart/signed; boundary=b\n\n--b\n"
                + "Content-Description: é\n\nx\n--b--\n");
        assertThat(sealed.form(Form.PLAIN)).isEqualTo(new Form(Body.SEVEN_BIT, true));
        Content outside = latin1("Subject: \u00E9\nContent-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b--\n");
        assertThat(outside.form(Form.PLAIN)).isEqualTo(Form.PLAIN);
        assertThat(written(outside, Form.PLAIN)).startsWith("Subject: =?utf-8?B?w6k=?=\r\nContent-Type");
    }

    @Test
    void encodesFieldsOfPartsAndLetsTheFaultsOfAttachedMailPass() throws IOException {
        Content content = latin1("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                + "Content-Type: text/plain; name=\"\u00E9\"\nContent-Transfer-Encoding: 8bit\n\n\u00E9\n--b\n"
                + "Content-Type: message/rfc822\n\nSubject: \u00E9\n\nx\n--b--\n");
        assertThat(written(content, content.form(Form.PLAIN)))
                .contains("--b\r\nContent-Type: text/plain; name*=utf-8''%C3%A9\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=E9\r\n--b")
                .contains("\r\n\r\nSubject: =?utf-8?B?w6k=?=\r\n\r\nx");
        Content faulty = latin1("Content-Type: message/rfc822\n\nReceived: \u00E9\n\nx\n");
        assertThat(faulty.form(Form.PLAIN)).isEqualTo(EIGHT);
        assertThat(written(faulty, EIGHT)).contains("Received: \u00E9\r\n");
    }

    @Test
    void doesNotTouchTextWhoseLineEndsAreOtherOctets() throws IOException {
        String text = "\u0000a\u0000\n\u0000b\n\u0000"; // a, LF, b, and U+0A00
        Content content = latin1("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
                + "Content-Type: text/plain; charset=UTF-16BE\nContent-Transfer-Encoding: binary\n\n" + text
                + "\n--b--\n");
        assertThat(content.form(BINARY)).isEqualTo(BINARY);
        assertThat(written(content, BINARY)).contains("\r\n\r\n" + text + "\r\n--b--");
        assertThat(content.form(EIGHT)).isEqualTo(Form.PLAIN);
        assertThat(written(content, Form.PLAIN)).contains("base64\r\n\r\nAGEACgBiCgA=\r\n--b--");
    }
}
