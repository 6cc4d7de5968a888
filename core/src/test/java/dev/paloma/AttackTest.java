package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.message.Part;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The attacks on composing, each taken the whole way: from the builder to what a server receives, or to nothing at all. */
@ExtendWith(NoLeaks.class)
class AttackTest {
    private static final byte[] NONE = {};
    /** Their low bytes are line ends (CVE-2025-7962). */
    private static final String LETTERS = "\u010D\u010A\u760D";

    /** What a builder is given from outside. */
    private interface Place extends BiFunction<Message.Builder, String, Message.Builder> {}

    private static Message.Builder mail() {
        return Message.builder().from("ann@example.org").to("bob@example.net").text("Hello");
    }

    private static ReceivedMail received(Content content) {
        return received(content.envelope(), content);
    }

    /** What arrives, which is one mail and nothing that the server didn't like. */
    private static ReceivedMail received(Envelope envelope, Content content) {
        try (FakeSmtpServer server = FakeSmtpServer.builder().start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThat(mailer.send(envelope, content).isAccepted()).isTrue();
            assertThat(server.received()).hasSize(1);
            assertThat(server.violations()).isEmpty();
            assertThat(server.transcript().commands())
                    .filteredOn(c -> c.startsWith("MAIL"))
                    .hasSize(1);
            return server.received().get(0);
        }
    }

    /** Nobody is even called when the text is built into a mail there, and the complaint is one harmless line. */
    private static void refused(List<String> bad, Place... places) {
        try (FakeSmtpServer server = FakeSmtpServer.builder().start();
                Mailer mailer = Mailer.to(server.url())) {
            for (int i = 0; i < places.length; i++) {
                for (String text : bad) {
                    Place place = places[i];
                    ThrowingCallable send =
                            () -> mailer.send(place.apply(mail(), text).build());
                    assertThatThrownBy(send)
                            .as("place %d, %s", i, text.codePoints().boxed().toList())
                            .isInstanceOf(MessageException.class)
                            .satisfies(e -> assertThat(e.getMessage()).matches("\\P{Cntrl}+"));
                }
            }
            assertThat(server.connections()).isZero();
        }
    }

    /** The characters of S3, and what a sender of spam would put behind them. */
    private static List<String> controls() {
        List<String> all = new ArrayList<>(List.of("x\r\nBcc: e@x", "x\nBcc: e@x", "x\r\n\r\nx", "x\r\n y"));
        for (char c = 0; c <= 0x7F; c++) {
            if (Character.isISOControl(c) && c != '\t') {
                all.add("x" + c + "y");
            }
        }
        all.add("x\uD83Dy");
        all.add("x\uDE00y");
        return all;
    }

    @Test
    void S1_controlsInAnAddressAreRefusedBeforeAnybodyIsCalled() {
        List<String> bad = new ArrayList<>(controls());
        bad.addAll(List.of("x\u0085y", "x\u2028y", "x\u2029y", "x\r\nRCPT TO:<e@x.example>"));
        refused(
                bad,
                (mail, text) -> mail.from(text + "@x.example"),
                (mail, text) -> mail.to("\"" + text + "\"@x.example"),
                (mail, text) -> mail.cc("a@" + text + ".example"),
                (mail, text) -> mail.bcc("a@x.example" + text),
                (mail, text) -> mail.replyTo(text + " <a@x.example>"),
                (mail, text) -> mail.sender("a@x.example (" + text + ")"),
                (mail, text) -> mail.envelopeSender("<" + text + "@x.example>"),
                (mail, text) -> mail.to("a@[" + text + "]"),
                (mail, text) -> mail.to(Mailbox.of(text, "a@x.example")),
                (mail, text) -> mail.to(Mailbox.of(null, text + "@x.example")),
                (mail, text) -> mail.recipients(Mailbox.parseList("group " + text + ": a@x.example;")),
                (mail, text) -> mail.header("To", "a@x.example, " + text));
    }

    @Test
    void S1_lettersWhoseLowByteIsALineEndArrive() {
        Mailbox bob = Mailbox.of(LETTERS, LETTERS + "@" + LETTERS + ".example");
        ReceivedMail received = received(Message.builder()
                .from("ann@example.org")
                .to(bob)
                .subject(LETTERS)
                .header("X-A", LETTERS)
                .attach(LETTERS, "text/plain", NONE)
                .text(LETTERS)
                .build());
        assertThat(received.recipientAddresses()).containsExactly(bob.address());
        assertThat(bob.domain()).isASCII().startsWith("xn--");
        Headers headers = Headers.parse(received.text());
        assertThat(Mailbox.parseList(String.join(",", headers.all("To")))).containsExactly(bob);
        assertThat(headers.text("Subject")).isEqualTo(LETTERS);
        assertThat(headers.text("X-A")).isEqualTo(LETTERS);
        assertThat(received.text()).contains("\r\n\r\n" + LETTERS + "\r\n");
    }

    @Test
    void S2_controlsInTheClientsNameAreRefused() {
        for (String bad : controls()) {
            assertThatThrownBy(() -> Mailer.builder().clientName(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .matches("\\P{Cntrl}+");
            assertThatThrownBy(() -> Mailer.builder().clientName("[" + bad + "]"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Server.smtp(bad, 25))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .matches("\\P{Cntrl}+");
        }
    }

    @Test
    void S3_controlsInTheHeaderAreRefused() {
        refused(
                controls(),
                Message.Builder::subject,
                Message.Builder::autoSubmitted,
                (mail, text) -> mail.header("X-A", text),
                (mail, text) -> mail.header("X-" + text, "a"),
                (mail, text) -> mail.header("Subject", text),
                (mail, text) -> mail.messageId(text + "@x"),
                (mail, text) -> mail.listUnsubscribe("https://x.example/" + text),
                (mail, text) -> mail.calendar("BEGIN:VCALENDAR", text),
                (mail, text) -> mail.inline(text, "image/png", NONE),
                (mail, text) -> mail.inline("a", "image/" + text, NONE),
                (mail, text) -> mail.attach(text, "image/png", NONE),
                (mail, text) -> mail.attach("a", "image/png; a=\"" + text + "\"", NONE),
                (mail, text) -> mail.attach(
                        Part.builder().bytes(NONE).parameter("a", text).build()),
                (mail, text) ->
                        mail.attach(Part.builder().bytes(NONE).description(text).build()),
                (mail, text) -> mail.attach(
                        Part.builder().bytes(NONE).header("X-A", text).build()),
                (mail, text) ->
                        mail.attach(Part.builder().bytes(NONE).header(text, "a").build()),
                (mail, text) -> mail.attach(
                        Part.builder().subparts(Part.text("")).boundary(text).build()));
    }

    @Test
    void S3_lineSeparatorsBeyondAsciiTravelEncoded() {
        String text = "a\u0085b\u2028c\u2029d";
        ReceivedMail received =
                received(mail().subject(text).attach(text, "image/png", NONE).build());
        assertThat(Headers.parse(received.text()).text("Subject")).isEqualTo(text);
        assertThat(received.text()).doesNotContain("\u0085", "\u2028", "\u2029").contains("a%C2%85b%E2%80%A8c");
    }

    /** CVE-2025-59937. */
    @Test
    void S4_whatLooksLikeParametersStaysInTheAddress() {
        String address = "\"a> SIZE=1 <b\"@x";
        ReceivedMail received =
                received(mail().to(address).envelopeSender(address).build());
        assertThat(received.sender()).isEqualTo(address);
        assertThat(received.recipientAddresses()).containsExactly("bob@example.net", address);
        assertThat(received.senderParameters()).noneMatch(p -> p.equals("SIZE=1"));
        refused(
                List.of("a> SIZE=1 <b@x", "a@x> SIZE=1", "a@[x:>]", "a@[x:<e@x.example]", "a@[x:@x.example]"),
                Message.Builder::to,
                Message.Builder::envelopeSender);
    }

    @Test
    void S5_theDomainOnTheWireIsTheOneReported() {
        for (String address : List.of(
                "\"x@evil.example y\"@internal",
                "=?utf-8?q?x=40evil.example=3e=20?=@internal",
                "=?utf-8?q?x=40evil.example=3e=00?=@internal")) {
            try (FakeSmtpServer server = FakeSmtpServer.builder().start();
                    Mailer mailer = Mailer.to(server.url())) {
                Receipt receipt = mailer.send(Message.builder()
                        .from("ann@example.org")
                        .to(address)
                        .text("x")
                        .build());
                assertThat(server.received().get(0).recipientAddresses()).containsExactly(address);
                assertThat(receipt.rows().get(0).recipient().domain()).isEqualTo("internal");
                assertThat(server.received().get(0).text()).contains("\r\nTo: " + address + "\r\n");
            }
        }
    }

    /** Every spelling that is read as Bcc is also left out. */
    @Test
    void hiddenRecipientsStandNowhere() throws IOException {
        for (String field : List.of(
                "Bcc: eve@x.example",
                "bCC \t: eve@x.example",
                "BCC:\r\n\teve@x.example,\r\n  eve2@x.example",
                "X: y\rBcc: eve@x.example",
                "no field\r\nResent-Bcc: eve@x.example",
                "Bcc:" + " ".repeat(70_000) + "eve@x.example",
                "Bcc" + " ".repeat(40_000) + ": eve@x.example")) {
            Content content = Content.of(
                    "From: ann@example.org\r\n" + field
                            + "\r\nTo: bob@example.net\r\nContent-Type: message/rfc822\r\n\r\nBcc: kept@x.example\r\n\r\nx\r\n");
            ReceivedMail received = received(Envelope.of(null, List.of(Mailbox.parse("bob@example.net"))), content);
            assertThat(received.text()).doesNotContain("eve@", "eve2@").contains("kept@x.example", "To: bob");
        }
        for (String notWhiteSpace : List.of("\f", "\u001C", "\u2003")) {
            Content content = Content.of("From: ann@example.org\r\nTo: bob@example.net\r\nBcc" + notWhiteSpace
                    + ": eve@x.example\r\n\r\nx\r\n");
            assertThat(content.envelope().recipients()).hasSize(1);
        }
    }

    private static long nanos(IntConsumer work, int size) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long began = System.nanoTime();
            work.accept(size);
            best = Math.min(best, System.nanoTime() - began);
        }
        return best;
    }

    /** Four times for twice the input is quadratic; what takes no time is forgiven its noise. */
    private static void assertLinear(String what, IntConsumer work) {
        nanos(work, 1000);
        long half = nanos(work, 50_000);
        long whole = nanos(work, 100_000);
        assertThat(whole).as("%s: %d ns, then %d ns", what, half, whole).isLessThan(half * 3 + 200_000_000);
    }

    private static String lines(int count, String line) {
        return line.repeat(count);
    }

    @Test
    void S13_timeGrowsWithTheInputAndNoFaster() {
        assertLinear("comments", n -> Mailbox.parseList("(".repeat(n) + ")".repeat(n) + "a@x"));
        assertLinear("groups", n -> Mailbox.parseList(lines(n, "g:a@x;,")));
        assertLinear("words", n -> Mailbox.parseList(lines(n, "=?utf-8?Q?a?= ") + "<a@x>"));
        assertLinear("encoded words", n -> Headers.decode(lines(n, "=?utf-8?B?YQ?= =?")));
        assertLinear("subject", n -> mail().subject(lines(n, "\u00e9 ")).build());
        assertLinear("continuation", n -> Headers.parse("A: b\r\n" + lines(n, " c\r\n")));
        assertLinear("parameters", n -> Content.of("Content-Type: a/b" + lines(n, "; a*0=b") + "\r\n\r\n"));
        assertLinear(
                "parts",
                n -> Content.of("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + lines(n, "--b\r\n\r\n")));
    }

    @Test
    void S13_depthIsNoDanger() {
        StringBuilder parts = new StringBuilder("From: a@x\r\nTo: b@x\r\n");
        for (int i = 0; i < 100_000; i++) {
            parts.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        ReceivedMail received = received(Content.of(parts + "\r\nend\r\n"));
        assertThat(received.text()).isEqualTo(parts + "\r\nend\r\n");
        String messages = "From: a@x\r\nTo: b@x\r\n" + lines(100_000, "Content-Type: message/rfc822\r\n\r\n");
        assertThat(received(Content.of(messages)).text()).isEqualTo(messages);
        assertThatThrownBy(() -> nested(100_000))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("deep");
    }

    private static Part nested(int depth) {
        Part part = Part.text("x");
        for (int i = 0; i < depth; i++) {
            part = Part.builder().subparts(part).build();
        }
        return part;
    }

    @Test
    void S18_noTextIsTakenForAFileOrAnAddressOfOne(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "canary-7351");
        String inner = mail().text("canary").build().messageId();
        for (String text : List.of(file.toString(), file.toUri().toString(), "@" + file, "<" + file, "cid:" + inner)) {
            ReceivedMail received = received(Message.builder()
                    .from(Mailbox.of(text, "ann@example.org"))
                    .to("bob@example.net")
                    .subject(text)
                    .header("X-A", text)
                    .text(text)
                    .html("<img src=\"" + text + "\">")
                    .attach("a", "text/plain", text.getBytes(StandardCharsets.UTF_8))
                    .build());
            assertThat(received.text()).doesNotContain("canary-7351").contains(text);
        }
        assertThat(received(Envelope.of(null, List.of(Mailbox.parse("b@x"))), Content.of(file.toString()))
                        .text())
                .isEqualTo(file + "\r\n");
    }

    @Test
    void S19_fileNamesSayNeitherPathsNorFields() {
        for (String name :
                List.of("../../etc/x\"; evil=\"y.txt", "C:\\Users\\x\"; evil=\"y.txt", "x\"; evil=\"y.txt")) {
            String text =
                    received(mail().attach(name, "text/plain", NONE).build()).text();
            assertThat(text).doesNotContain("etc/", "Users", "; evil=\"y.txt\"").contains("evil=");
        }
        refused(List.of("..", ".", "a/", "a/..", "\\", " "), (mail, name) -> mail.attach(name, "a/b", NONE));
    }

    /** Somebody who foresees the random numbers, and so the boundary, gets another one. */
    @Test
    void S19_aBodyThatHoldsTheBoundaryGetsAnother() {
        String foreseen = boundary(received(
                mail().random(new Random(1)).attach("a", "text/plain", NONE).build()));
        String text = "--" + foreseen + "\r\nContent-Type: text/html\r\n\r\nevil\r\n--" + foreseen + "--";
        ReceivedMail received = received(mail().text(text)
                .random(new Random(1))
                .attach("a", "text/plain", text.getBytes(StandardCharsets.UTF_8))
                .build());
        assertThat(boundary(received)).isNotEqualTo(foreseen);
        assertThat(received.text().split("\r\n--" + boundary(received))).hasSize(4);
    }

    private static String boundary(ReceivedMail mail) {
        String text = mail.text();
        int start = text.indexOf("boundary=\"") + "boundary=\"".length();
        return text.substring(start, text.indexOf('"', start));
    }

    @Test
    void S20_nothingInAMailBecomesAPath(@TempDir Path folder) throws IOException {
        Path maildir = folder.resolve("a").resolve("b").resolve("mail");
        try (Mailer mailer = Mailer.to("maildir:" + maildir)) {
            Receipt receipt = mailer.send(Message.builder()
                    .from("\"../../../from\"@x.example")
                    .to("\"../../../to\"@x.example", "/etc/x@x.example")
                    .messageId("</etc/id@x.example>")
                    .subject("../../../subject")
                    .attach("../../../name", "text/plain", NONE)
                    .build());
            assertThat(receipt.isAccepted()).isTrue();
            Content ready =
                    Content.of("From: a@x.example\r\nTo: b@x.example\r\nMessage-ID: <../../../id@x>\r\n\r\nx\r\n");
            assertThat(mailer.send(ready).isAccepted()).isTrue();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(file.getParent()).isEqualTo(maildir.resolve("new")));
        }
    }
}
