package dev.paloma;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.Part;
import dev.paloma.message.RawContent;
import dev.paloma.message.TransferEncoding;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the programs before this one put on the wire; the names begin with the rows of docs/seed-coverage.md. */
// Each line end is the point here, and a text block would hide them.
@SuppressWarnings("StringConcatToTextBlock")
@ExtendWith(NoLeaks.class)
class OriginalsMailTest {
    private static final Mailbox ANN = Mailbox.parse("ann@example.org");
    private static final List<Mailbox> BOB = List.of(Mailbox.parse("bob@example.net"));

    private static Message.Builder mail() {
        return Message.builder().from("Ann <ann@example.org>").to("bob@example.net");
    }

    /** What the client said and what arrived, once a mail was sent. */
    private record Arrived(ReceivedMail mail, List<String> commands) {}

    private static Arrived sent(FakeSmtpServerBuilder script, Envelope envelope, Content content) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThat(mailer.send(envelope, content).isAccepted()).isTrue();
            assertThat(server.violations()).isEmpty();
            assertThat(server.received()).hasSize(1);
            return new Arrived(
                    server.received().get(0), List.copyOf(server.transcript().commands()));
        }
    }

    private static Arrived sent(Content content) {
        return sent(FakeSmtpServer.builder(), content.envelope(), content);
    }

    private static String octets(ReceivedMail mail) {
        return new String(mail.content(), ISO_8859_1);
    }

    @Test
    void T7_bccIsInTheEnvelopeAndNeverOnTheWire() {
        Message built = mail().cc("carol@example.net")
                .bcc("Eve <eve@example.net>", "mallory@example.net")
                .text("Hello\n")
                .build();
        Content raw = Content.of("From: ann@example.org\nTo: bob@example.net\nCc: carol@example.net\n"
                + "bcc: eve@example.net,\n mallory@example.net\nSubject: x\n\nHello\n");
        for (Content content : List.of(built, raw)) {
            ReceivedMail mail = sent(content).mail();
            assertThat(mail.recipientAddresses())
                    .containsExactly("bob@example.net", "carol@example.net", "eve@example.net", "mallory@example.net");
            assertThat(mail.text())
                    .doesNotContainIgnoringCase("bcc:")
                    .doesNotContain("eve@", "mallory@")
                    .contains("To: bob@example.net\r\n", "Cc: carol@example.net\r\n");
        }
    }

    @Test
    void T9_aRetryCarriesTheSameMessageId() {
        Message message = mail().text("Hello\n").build();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.CONTENT.nth(1), Reply.of(451, "4.3.0 later"))
                        .start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThatThrownBy(() -> mailer.send(message)).isInstanceOf(SendException.class);
            mailer.send(message);
            mailer.send(message);
            assertThat(server.received())
                    .hasSize(2)
                    .allSatisfy(mail -> assertThat(mail.text())
                            .containsOnlyOnce("Message-ID: " + message.messageId() + "\r\n")
                            .containsOnlyOnce("\r\nMIME-Version: 1.0\r\n")
                            .contains("Date: " + message.headers().get("Date") + "\r\n"));
        }
    }

    @Test
    void T13_everyLineEndBecomesCrlfAndDotsComeThrough() {
        String body = ".\n..\r\n.one\rtwo\n\n.\r\n\r.\rlast";
        String expected = ".\r\n..\r\n.one\r\ntwo\r\n\r\n.\r\n\r\n.\r\nlast\r\n";
        Content raw = Content.of("From: ann@example.org\rTo: bob@example.net\r\r" + body);
        for (Content content : List.of(mail().text(body).build(), raw)) {
            assertThat(sent(content).mail().text()).endsWith("\r\n\r\n" + expected);
        }
        assertThat(sent(raw).mail().text()).startsWith("From: ann@example.org\r\nTo: bob@example.net\r\n\r\n");
    }

    @Test
    void T13_octetsOf8bitAndBinaryPartsArriveUnchanged() {
        byte[] octets = new byte[70_000];
        new Random(13).nextBytes(octets);
        String line = "Gr\u00fc\u00dfe, as they are\r\n";
        Message message = mail().text(line)
                .attach(Part.builder()
                        .contentType("application/x-thing")
                        .encoding(TransferEncoding.BINARY)
                        .bytes(octets)
                        .build())
                .build();
        ReceivedMail binary = sent(
                        FakeSmtpServer.builder().offer("CHUNKING", "BINARYMIME"), message.envelope(), message)
                .mail();
        assertThat(binary.senderParameters()).contains("BODY=BINARYMIME");
        assertThat(octets(binary)).contains(new String(octets, ISO_8859_1));
        assertThat(binary.text()).contains("Content-Transfer-Encoding: 8bit\r\n", line);
        ReceivedMail eight = sent(message).mail();
        assertThat(eight.senderParameters()).contains("BODY=8BITMIME");
        assertThat(eight.text()).contains(line, "Content-Transfer-Encoding: base64\r\n");
        Content raw = Content.of(("From: ann@example.org\r\nTo: bob@example.net\r\n\r\n" + line).getBytes(ISO_8859_1));
        assertThat(octets(sent(raw).mail())).endsWith("\r\n\r\n" + line);
    }

    /** The original's body is a list of lines without their ends. */
    @Test
    void R1_aReadyMadeHeaderAndBodyGoWithAnEnvelope() throws IOException {
        Headers header = Headers.empty()
                .with("From", "Ann <ann@example.org>")
                .with("To", "Somebody else <list@example.com>")
                .with("Subject", "Lines");
        List<String> lines = List.of("Hello", "", ".", "good-bye");
        byte[] octets = String.join("\n", lines).getBytes(UTF_8);
        List<RawContent.Builder> bodies = List.of(
                RawContent.builder().add(header).add(String.join("\n", lines)),
                RawContent.builder().add(header).add(octets),
                RawContent.builder().add(header).add(new ByteArrayInputStream(octets)));
        for (RawContent.Builder body : bodies) {
            ReceivedMail mail = sent(FakeSmtpServer.builder(), Envelope.of(ANN, BOB), body.build())
                    .mail();
            assertThat(mail.sender()).isEqualTo("ann@example.org");
            assertThat(mail.recipientAddresses()).containsExactly("bob@example.net");
            assertThat(mail.text())
                    .isEqualTo("From: Ann <ann@example.org>\r\nTo: Somebody else <list@example.com>\r\n"
                            + "Subject: Lines\r\n\r\nHello\r\n\r\n.\r\ngood-bye\r\n");
        }
    }

    @Test
    void R1_portUserAndPasswordAreGiven() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .user("ann", "s\u00e9cret")
                        .requireAuth()
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(Server.parse("smtp://ann:s%C3%A9cret@localhost:" + server.port()
                                        + "?tls=required&auth=PLAIN")
                                .withTrust(Setting.trust()))
                        .build()) {
            mailer.send(Envelope.of(ANN, BOB), Content.of("Subject: x\n\nHello\n"));
            assertThat(server.received().get(0).user()).isEqualTo("ann");
            assertThat(server.transcript().commands()).anyMatch(command -> command.startsWith("AUTH PLAIN"));
        }
    }

    /** As with send-smtp: the message is what the pieces make together, in any number. */
    @Test
    void A3_stringsAndStreamsAreJoinedOnTheWire() throws IOException {
        RawContent.Builder pieces = RawContent.builder().add("From: ann@example.org\nTo: bob@example.net\n\n");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String piece = "piece " + i + (i % 3 == 0 ? "\n" : ", ");
            expected.append(piece.replace("\n", "\r\n"));
            if (i % 2 == 0) {
                pieces.add(piece);
            } else {
                pieces.add(new ByteArrayInputStream(piece.getBytes(UTF_8)));
            }
        }
        assertThat(sent(pieces.build()).mail().text()).endsWith("\r\n\r\n" + expected + "\r\n");
    }

    @Test
    void A5_ccAndBccAreAStringOrAList() {
        List<String> list = List.of("d@example.net", "e@example.net");
        Message strings = mail().cc("b@example.net, c@example.net")
                .bcc("d@example.net, e@example.net")
                .text("x\n")
                .build();
        Message lists = mail().cc("b@example.net", "c@example.net")
                .bcc(list.toArray(new String[0]))
                .text("x\n")
                .build();
        List<Mailbox> mailboxes = new ArrayList<>(Mailbox.parseList("b@example.net, c@example.net"));
        Message boxes = mail().cc(mailboxes.toArray(new Mailbox[0]))
                .bcc(list.stream().map(Mailbox::parse).toArray(Mailbox[]::new))
                .text("x\n")
                .build();
        for (Message message : List.of(strings, lists, boxes)) {
            ReceivedMail mail = sent(message).mail();
            assertThat(mail.recipientAddresses())
                    .containsExactly(
                            "bob@example.net", "b@example.net", "c@example.net", "d@example.net", "e@example.net");
            assertThat(mail.text())
                    .contains("\r\nCc: b@example.net, c@example.net\r\n")
                    .doesNotContainIgnoringCase("bcc:")
                    .doesNotContain("d@example.net", "e@example.net");
        }
    }

    @Test
    void A10_theEnvelopeHasOnlyTheAddrSpec() {
        Envelope envelope = Envelope.of(
                Mailbox.parse("\"Ann, the first\" <ann@example.org>"),
                List.of(
                        Mailbox.parse("bob@example.net (Bob)"),
                        Mailbox.of("Carol <x@example.com>", "carol@example.net"),
                        Mailbox.parse("dave@b\u00fccher.example"),
                        Mailbox.parse("eve@example.net")));
        Arrived arrived = sent(FakeSmtpServer.builder(), envelope, Content.of("Subject: x\n\nHello\n"));
        assertThat(arrived.mail().sender()).isEqualTo("ann@example.org");
        assertThat(arrived.mail().recipientAddresses())
                .containsExactly(
                        "bob@example.net", "carol@example.net", "dave@xn--bcher-kva.example", "eve@example.net");
        assertThat(arrived.commands())
                .filteredOn(command -> command.startsWith("MAIL") || command.startsWith("RCPT"))
                .hasSize(5)
                .allMatch(command -> command.matches("(MAIL FROM|RCPT TO):<[!-;=?-~]+>( .*)?"));
    }
}
