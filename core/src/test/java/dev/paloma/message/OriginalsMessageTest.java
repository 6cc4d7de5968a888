package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Tcllib's mime and smtp, Racket's net/smtp and Allegro's send-letter do to a message before it is sent; the names
 * begin with the rows of docs/seed-coverage.md.
 */
// Each line end is the point here, and a text block would hide them.
@SuppressWarnings("StringConcatToTextBlock")
class OriginalsMessageTest {
    private static final ZonedDateTime MONDAY = ZonedDateTime.of(2026, 11, 2, 9, 5, 7, 0, ZoneOffset.ofHours(1));

    private static Message.Builder mail() {
        return Message.builder().from("Ann <ann@example.org>").to("bob@example.net");
    }

    private static String written(Content content) {
        return Written.of(content, Written.SEVEN).text();
    }

    private static void refused(Runnable call, String saying) {
        assertThatExceptionOfType(MessageException.class).isThrownBy(call::run).withMessageContaining(saying);
    }

    private static Envelope envelope(String header) {
        return Content.of(header.replace("|", "\r\n") + "\r\n\r\nbody\r\n").envelope();
    }

    private static String sender(Envelope envelope) {
        return String.valueOf(envelope.sender());
    }

    private static List<String> recipients(Envelope envelope) {
        return envelope.recipients().stream().map(Mailbox::address).toList();
    }

    @Test
    void T5_theSenderIsGivenOrResentFromOrSenderOrFrom() {
        String from = "From: Ann <ann@example.org>|To: bob@example.net";
        assertThat(sender(envelope(from))).isEqualTo("Ann <ann@example.org>");
        assertThat(sender(envelope("Sender: office@example.org|" + from))).isEqualTo("office@example.org");
        assertThat(sender(
                        envelope("Resent-From: r@example.org|Resent-To: x@example.net|Sender: s@example.org|" + from)))
                .isEqualTo("r@example.org");
        assertThat(sender(mail().envelopeSender("bounces@example.org").build().envelope()))
                .isEqualTo("bounces@example.org");
        assertThat(mail().envelopeSender("").build().envelope().sender()).isNull();
        refused(() -> mail().envelopeSender("a@example.org, b@example.org"), "position");
    }

    @Test
    void T5_severalAuthorsNeedASender() {
        refused(() -> mail().from("zoe@example.org").build(), "Sender");
        refused(() -> envelope("From: a@example.org, b@example.org|To: c@example.net"), "no Sender");
        Message message =
                mail().from("zoe@example.org").sender("zoe@example.org").build();
        assertThat(sender(message.envelope())).isEqualTo("zoe@example.org");
        assertThat(message.headers().get("Sender")).isEqualTo("zoe@example.org");
    }

    @Test
    void T6_recipientsComeFromToCcAndBccOnceEach() {
        String header = "From: a@example.org|To: Bob <b@example.net>, b@EXAMPLE.net, Team: c@example.net;|"
                + "Cc: \"d e\"@example.net (D)|Bcc: f@[192.0.2.1]|Bcc: b@example.net";
        assertThat(recipients(envelope(header)))
                .containsExactly("b@example.net", "c@example.net", "\"d e\"@example.net", "f@[192.0.2.1]");
        assertThat(recipients(mail().recipients(List.of(Mailbox.parse("only@example.net")))
                        .build()
                        .envelope()))
                .containsExactly("only@example.net");
        refused(() -> envelope("From: a@example.org"), "no recipient");
    }

    /** Source routes, white space and comments anywhere (RFC 5322 §4.4). */
    @Test
    void T6_obsoleteFormsAreReadAndNeverWritten() {
        Message message = Message.builder()
                .from("ann@example.org")
                .to("<@relay.example,@hub.example:bob@example.net>", "carol . c (Carol) @ example . net")
                .build();
        assertThat(recipients(message.envelope())).containsExactly("bob@example.net", "carol.c@example.net");
        assertThat(message.headers().get("To")).isEqualTo("bob@example.net, carol.c@example.net");
    }

    /** Resent fields are put before all others, and count instead of To, Cc and Bcc (RFC 5322 §3.6.6). */
    @Test
    void T6_resentFieldsTakeOver() throws IOException {
        Headers resent = Headers.empty()
                .with("Resent-From", "ann@example.org")
                .with("Resent-To", Mailbox.parseList("Carol <carol@example.net>"))
                .with("Resent-Bcc", "dave@example.net")
                .with("Resent-Date", MONDAY);
        String original = "From: z@example.org\r\nTo: y@example.net\r\nBcc: x@example.net\r\n\r\nHello\r\n";
        Content content = RawContent.builder().fields(resent).add(original).build();
        assertThat(sender(content.envelope())).isEqualTo("ann@example.org");
        assertThat(recipients(content.envelope())).containsExactly("carol@example.net", "dave@example.net");
        assertThat(written(content))
                .isEqualTo("Resent-From: ann@example.org\r\nResent-To: Carol <carol@example.net>\r\n"
                        + "Resent-Date: Mon, 2 Nov 2026 09:05:07 +0100\r\n"
                        + "From: z@example.org\r\nTo: y@example.net\r\n\r\nHello\r\n");
        refused(() -> mail().header("Resent-To", "x@example.net"), "travelled");
    }

    @Test
    void T8_anyNumberOfHeadersInTheirOrder() {
        Message.Builder builder = mail().text("x\n");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            builder.header("X-" + i % 7, String.valueOf(i));
            expected.append("X-").append(i % 7).append(": ").append(i).append("\r\n");
        }
        assertThat(written(builder.build())).contains(expected);
    }

    @Test
    void T8_namesAreCheckedAndValuesEncodedAndFolded() {
        for (String name : List.of("", "X Y", "X:", "X\r\nBcc", "Grüße", "X\0", "x".repeat(76))) {
            refused(() -> mail().header(name, "x"), "field name");
        }
        for (String value : List.of("a\r\nBcc: eve@example.net", "a\nb", "a\0b", "a\u007F", "\uD83D")) {
            refused(() -> mail().header("X-A", value), "position");
        }
        String text = "Grüße an alle 😀 ".repeat(20).strip();
        Message message =
                mail().header("X-A", text).header("X-B", "plain ".repeat(40)).build();
        assertThat(message.headers().text("X-A")).isEqualTo(text);
        assertThat(written(message).split("\r\n")).allMatch(line -> line.length() <= 76 && line.matches("[ -~]*"));
    }

    @Test
    void T9_dateMessageIdAndMimeVersionAreAddedWhereTheyAreMissing() {
        Headers added = mail().clock(RandomMessages.CLOCK).build().headers();
        assertThat(added.all("Date")).containsExactly("Sun, 22 Nov 2026 11:15:30 +0100");
        assertThat(added.all("MIME-Version")).containsExactly("1.0");
        assertThat(added.all("Message-ID")).hasSize(1).allMatch(id -> id.matches("<[0-9a-z.]+@example\\.org>"));
        Headers given = mail().date(MONDAY).messageId("<1@example.com>").build().headers();
        assertThat(given.all("Date")).containsExactly("Mon, 2 Nov 2026 09:05:07 +0100");
        assertThat(given.all("Message-ID")).containsExactly("<1@example.com>");
    }

    /** The original takes the originator, and without one makes an address of the user's name; that isn't done here. */
    @Test
    void T9_whoSendsItIsTheAuthorWhereNobodyIsNamed() {
        Message.Builder bounced = Message.builder().to("bob@example.net").envelopeSender("ann@example.org");
        assertThat(bounced.build().headers().get("From")).isEqualTo("ann@example.org");
        assertThat(sender(bounced.build().envelope())).isEqualTo("ann@example.org");
        Message sent = Message.builder().sender("Zoë <zoë@example.org>").build();
        assertThat(Mailbox.parse(String.valueOf(sent.headers().get("From"))))
                .isEqualTo(Mailbox.parse("Zoë <zoë@example.org>"));
        assertThat(sent.headers().contains("Sender"))
                .as("it would say the same")
                .isFalse();
        assertThat(sent.form(new Form(Form.Body.EIGHT_BIT, true)).utf8()).isTrue();
        Headers both = bounced.sender("office@example.org").build().headers();
        assertThat(both.all("From")).containsExactly("office@example.org");
        Headers named = bounced.from("ann@example.com").build().headers();
        assertThat(named.all("From")).containsExactly("ann@example.com");
        assertThat(named.all("Sender")).containsExactly("office@example.org");
        refused(() -> Message.builder().to("bob@example.net").build(), "From is missing");
        refused(() -> Message.builder().to("bob@example.net").envelopeSender("").build(), "From is missing");
    }

    @Test
    void T9_theyAreChosenOnceWhenTheMessageIsBuilt() {
        Instant[] now = {Instant.parse("2026-11-22T10:15:30Z")};
        Message message = Message.builder()
                .from("ann@example.org")
                .clock(new SettableClock(now))
                .text("a")
                .html("b")
                .build();
        String first = written(message);
        now[0] = now[0].plus(Duration.ofDays(1));
        assertThat(written(message)).isEqualTo(first).contains(message.messageId(), "10:15:30");
    }

    private static final class SettableClock extends Clock {
        private final Instant[] now;

        SettableClock(Instant[] now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now[0];
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void T16_aMessageIsBuiltFromTextFileAndParts(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("note.txt"), "Grüße\n");
        Part nested = Part.multipart("alternative", List.of(Part.text("a"), Part.html("<p>a")));
        Written written = Written.of(mail().body(nested).attach(file).build(), Written.SEVEN);
        assertThat(written.shape()).isEqualTo("mixed(alternative(text/plain, text/html), text/plain)");
        assertThat(written.parts().get(1).decodedText()).isEqualTo("Grüße\n");
    }

    @Test
    void T16_theTransferEncodingFitsTheContent() {
        byte[] random = new byte[500];
        new Random(16).nextBytes(random);
        String latin = "eine Größe unter vielen gewöhnlichen Wörtern\n";
        Written mixed = Written.of(
                mail().text("plain\n")
                        .attach("a.txt", "text/plain; charset=utf-8", latin.getBytes(StandardCharsets.UTF_8))
                        .attach("a.bin", "application/octet-stream", random)
                        .build(),
                Written.SEVEN);
        assertThat(mixed.parts().get(0).encoding()).isEqualTo("7bit");
        assertThat(mixed.parts().get(1).decodedText()).isEqualTo(latin);
        assertThat(mixed.parts().get(2).encoding()).isEqualTo("base64");
        assertThat(mixed.parts().get(2).decoded()).isEqualTo(random);
        Written text = Written.of(mail().text(latin).build(), Written.SEVEN);
        assertThat(text.encoding()).isEqualTo("quoted-printable");
        assertThat(Written.of(mail().text(latin).build(), Written.EIGHT).encoding())
                .isEqualTo("8bit");
    }

    @Test
    void T16_anEmlFileIsReadAndGoesAsItIs(@TempDir Path folder) throws IOException {
        String eml = "Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\r\nFrom: ann@example.org\r\nTo: bob@example.net\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r\n";
        Content content = Content.of(Files.writeString(folder.resolve("a.eml"), eml));
        assertThat(content.headers().text("Subject")).isEqualTo("Größe");
        assertThat(recipients(content.envelope())).containsExactly("bob@example.net");
        assertThat(written(content)).isEqualTo(eml);
    }

    @Test
    void T16_wordsAreEncodedAndDecoded() {
        Message message =
                mail().subject("Größe 漢").cc(Mailbox.of("Zoë", "z@example.net")).build();
        assertThat(written(message)).contains("Subject: =?utf-8?").contains("=?utf-8?Q?Zo=C3=AB?= <z@example.net>");
        assertThat(message.headers().text("Subject")).isEqualTo("Größe 漢");
        assertThat(Mailbox.parse("=?iso-8859-1?Q?Zo=EB?= <z@example.net>").name())
                .isEqualTo("Zoë");
    }

    /** RFC 2231: charset and language, and values in several pieces. */
    @Test
    void T16_parametersBeyondAsciiAreWrittenAndRead() {
        String name = "Übersicht für die lange Sitzung im März, mit Anhängen und Grüßen (2. Fassung).pdf";
        String written =
                written(mail().attach(name, "application/pdf", new byte[] {1}).build());
        assertThat(written).contains("filename*0*=utf-8''").doesNotContain("filename=\"=?");
        Part part = Part.builder().name(name).bytes(new byte[] {1}).attachment().build();
        Message alone = mail().attach(part).build();
        assertThat(Written.of(alone, Written.SEVEN).parts().get(0).parameter("Content-Disposition", "filename"))
                .isEqualTo(name);
        assertThat(Parameters.parse("attachment; filename*1*=%20b; filename*0*=iso-8859-1'de'%E4; filename*2=c"))
                .containsEntry("filename", "ä bc");
    }

    @Test
    void A3_piecesOfEveryKindAreJoinedInAnyMix(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("body.txt"), "from a file, ");
        boolean[] closed = {false};
        InputStream stream = new ByteArrayInputStream("from a stream, ".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        RawContent content = RawContent.builder()
                .add("From: ann@example.org\nTo: bob@example.net\n\nfrom a string, ")
                .add(stream)
                .add(file)
                .add("from bytes, ".getBytes(StandardCharsets.UTF_8))
                .add(new ByteArrayInputStream("and again\n".getBytes(StandardCharsets.UTF_8)))
                .build();
        String expected = "From: ann@example.org\r\nTo: bob@example.net\r\n\r\n"
                + "from a string, from a stream, from a file, from bytes, and again\r\n";
        assertThat(written(content)).isEqualTo(expected);
        assertThat(written(content)).as("the stream was read once, and kept").isEqualTo(expected);
        assertThat(stream.read()).as("to its end").isEqualTo(-1);
        assertThat(closed[0]).as("left open").isFalse();
    }

    @Test
    void A3_aWholeMessageComesFromStringBytesStreamOrFile(@TempDir Path folder) throws IOException {
        String message = "To: bob@example.net\r\n\r\nHello\r\n";
        byte[] octets = message.getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("a.eml"), octets);
        for (Content content : List.of(
                Content.of(message),
                Content.of(octets),
                Content.of(new ByteArrayInputStream(octets)),
                Content.of(file))) {
            assertThat(written(content)).isEqualTo(message);
        }
    }

    @Test
    void A4_rawContentGetsNoHeader() {
        String bare = "Hello Bob,\r\n\r\nno header at all\r\n";
        assertThat(written(Content.of(bare))).isEqualTo(bare);
        String few = "Subject: x\r\n\r\nHello\r\n";
        assertThat(written(Content.of(few))).isEqualTo(few);
    }

    @Test
    void A4_aLetterHasEachSingularHeaderOnceThenTheFurtherOnes() {
        Message.Builder letter = Message.builder()
                .header("X-First", "1")
                .header("Reply-To", "office@example.org")
                .header("cc", "dave@example.net")
                .from("ann@example.org")
                .to("bob@example.net", "carol@example.net")
                .cc("eve@example.net")
                .subject("Hello")
                .header("X-Second", "2")
                .text("x\n");
        List<Headers.Field> fields = letter.build().headers().fields();
        assertThat(fields)
                .extracting(Headers.Field::name)
                .containsExactly(
                        "Date",
                        "From",
                        "Reply-To",
                        "To",
                        "Cc",
                        "Message-ID",
                        "Subject",
                        "X-First",
                        "X-Second",
                        "MIME-Version",
                        "Content-Type");
        assertThat(letter.build().headers().get("Cc")).isEqualTo("dave@example.net, eve@example.net");
        refused(() -> letter.header("Subject", "again"), "only one");
        refused(() -> letter.header("Content-Type", "text/html"), "made from what the message holds");
        refused(() -> letter.header("Mime-Version", "1.0"), "made from what the message holds");
    }

    @Test
    void A4_whatThePartHasIsNotAddedAgain() {
        Part part = Part.builder()
                .contentType("text/html")
                .description("a letter")
                .header("Content-Language", "en")
                .text("<p>x")
                .build();
        String header = written(mail().subject("x").body(part).build()).split("\r\n\r\n", 2)[0];
        assertThat(header.lines()
                        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates()
                .contains("content-type", "content-transfer-encoding", "content-description", "content-language")
                .contains("from", "to", "subject", "date", "message-id", "mime-version");
    }
}
