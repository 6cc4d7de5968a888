package dev.paloma.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is sent; every client makes it with its own means. */
enum Letter {
    /** 1 KiB of plain text. */
    SMALL(1, null, null),
    /** A text, 50 KiB of HTML and an attachment of 20 KiB. */
    LARGE(
            1,
            "<p>A paragraph of text as people write it, in markup, line after line.</p>\n".repeat(683),
            random(20 * 1024)),
    /** A text and a file. */
    HUGE(1, null, null),
    /** As {@link #SMALL}, to a thousand people. */
    MANY(1000, null, null),
    /** As {@link #SMALL}, to a hundred people: enough for a client whose time grows with each. */
    HUNDRED(100, null, null),
    /** As {@link #SMALL}, to ten people. */
    TEN(10, null, null);

    static final String SENDER = "ann@example.org";
    static final String SUBJECT = "Invoice 42";
    static final String TEXT = "A line of text as people write them, of seventy octets or so, or not.\n".repeat(15);
    static final String FILE_NAME = "invoice.bin";
    static final String FILE_TYPE = "application/octet-stream";

    private final List<String> recipients;
    private final @Nullable String html;
    private final byte @Nullable [] attachment;

    Letter(int recipients, @Nullable String html, byte @Nullable [] attachment) {
        this.recipients = IntStream.range(0, recipients)
                .mapToObj(i -> "bob" + i + "@example.net")
                .toList();
        this.html = html;
        this.attachment = attachment;
    }

    private static byte[] random(int octets) {
        byte[] content = new byte[octets];
        new Random(1).nextBytes(content);
        return content;
    }

    List<String> recipients() {
        return recipients;
    }

    @Nullable
    String html() {
        return html;
    }

    byte @Nullable [] attachment() {
        return attachment;
    }

    /** Octets of content below which something is missing from a mail. */
    int leastOctets() {
        return TEXT.length()
                + (html == null ? 0 : html.length())
                + (attachment == null ? 0 : attachment.length * 4 / 3);
    }

    /** Written out, for clients that don't compose. */
    byte[] ready() {
        String fields = "From: " + SENDER + "\nTo: " + recipients.get(0) + "\nSubject: " + SUBJECT
                + "\nDate: Mon, 23 Nov 2026 09:00:00 +0000\nMessage-ID: <42.1@example.org>\nMIME-Version: 1.0\n";
        String content = html == null || attachment == null
                ? "Content-Type: text/plain; charset=us-ascii\n\n" + TEXT
                : "Content-Type: multipart/mixed; boundary=b\n\n"
                        + part("text/plain", TEXT)
                        + part("text/html", html)
                        + part(FILE_TYPE + "\nContent-Transfer-Encoding: base64", base64(attachment))
                        + "--b--\n";
        return (fields + content).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String part(String type, String content) {
        return "--b\nContent-Type: " + type + "\n\n" + content + "\n";
    }

    private static String base64(byte[] octets) {
        return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(octets);
    }
}
