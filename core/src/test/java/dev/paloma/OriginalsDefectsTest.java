package dev.paloma;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the programs before this one got wrong, over a real connection, read back by other means. Names begin with the
 * defect: D01 line ends in headers, addresses, bodies and credentials; D02 header lines with a dot in front; D03 8bit encoded
 * twice, binary corrupted; D04 two transfer encodings; D05 a message changed by sending; D06 encoded words too long or ending
 * inside a character; D07 lines over 998; D08 attachments in reverse; D09 a blank line at the end; D10 a login left out in
 * silence; D11 STARTTLS again inside TLS; D12 a failed QUIT; D13 passwords in debug output; D14 offers from before TLS; D15
 * replies cut to a line; D16 refusals without a text.
 */
@ExtendWith(NoLeaks.class)
class OriginalsDefectsTest {
    private static final String BOB = "bob@example.net";
    private static final List<String> BREAKS = List.of("\r\n", "\n", "\r");
    private static final Pattern WORD = Pattern.compile("=\\?[Uu][Tt][Ff]-8\\?([BbQq])\\?([^? ]*)\\?=");

    private static Message.Builder mail() {
        return Message.builder().from("ann@example.org").to(BOB).subject("Test");
    }

    /** Sends it to a server that keeps the rules, and gives back what arrived. */
    private static ReceivedMail sent(FakeSmtpServerBuilder script, Content content) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + server.port())) {
            assertThat(mailer.send(content).isAccepted()).isTrue();
            assertThat(server.violations()).isEmpty();
            assertThat(server.received()).hasSize(1);
            return server.received().get(0);
        }
    }

    private static ReceivedMail sent(Content content) {
        return sent(FakeSmtpServer.builder(), content);
    }

    private static SendException refused(FakeSmtpServerBuilder script) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + server.port())) {
            return catchThrowableOfType(SendException.class, () -> mailer.send(plain()));
        }
    }

    private static Server secure(FakeSmtpServer server) {
        return Server.smtp("localhost", server.port()).withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust()));
    }

    private static Message plain() {
        return mail().text("Hello\n").build();
    }

    private static String header(ReceivedMail mail) {
        return mail.text().substring(0, mail.text().indexOf("\r\n\r\n") + 2);
    }

    private static String body(ReceivedMail mail) {
        return mail.text().substring(mail.text().indexOf("\r\n\r\n") + 4);
    }

    private static List<String> lines(ReceivedMail mail) {
        return List.of(new String(mail.content(), ISO_8859_1).split("\r\n", -1));
    }

    /** Quoted-printable undone, once (RFC 2045 §6.7). */
    private static byte[] unquoted(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String whole = text.replace("=\r\n", "");
        for (int i = 0; i < whole.length(); i++) {
            if (whole.charAt(i) == '=') {
                out.write(Integer.parseInt(whole.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(whole.charAt(i));
            }
        }
        return out.toByteArray();
    }

    @Test
    void D01_lineEndInAHeaderStartsNothing() {
        for (String end : BREAKS) {
            assertThatExceptionOfType(MessageException.class)
                    .isThrownBy(() ->
                            mail().subject("x" + end + "Bcc: eve@example.net").build());
            assertThatExceptionOfType(MessageException.class)
                    .isThrownBy(() ->
                            mail().header("X-Mark", "x" + end + end + "body").build());
            assertThatExceptionOfType(MessageException.class)
                    .isThrownBy(() -> mail().header("X" + end + "Evil", "x").build());
        }
    }

    @Test
    void D01_lineEndInAnAddressStartsNothing() {
        for (String end : BREAKS) {
            String bad = "bob@example.net>" + end + "RCPT TO:<eve@example.net";
            String quoted = "\"bob" + end + "\"@example.net";
            assertThatExceptionOfType(MessageException.class).isThrownBy(() -> Mailbox.parse(bad));
            assertThatExceptionOfType(MessageException.class).isThrownBy(() -> Mailbox.parse(quoted));
            assertThatExceptionOfType(MessageException.class).isThrownBy(() -> mail().to(bad));
            assertThatExceptionOfType(MessageException.class).isThrownBy(() -> mail().envelopeSender(bad));
        }
    }

    @Test
    void D01_lineOfTheBodyStartsNoCommand() {
        for (String end : BREAKS) {
            String evil = "Hello" + end + "." + end + "MAIL FROM:<eve@example.net>" + end + "." + end;
            String expected = evil.replace(end, "\r\n");
            assertThat(body(sent(mail().text(evil).build()))).isEqualTo(expected);
            String raw = "To: bob@example.net" + end + "From: ann@example.org" + end + end;
            assertThat(body(sent(Content.of(raw + evil)))).isEqualTo(expected);
        }
    }

    @Test
    void D01_lineEndInACredentialStartsNoCommand() {
        String password = "secret\r\nMAIL FROM:<eve@example.net>\r\n";
        for (String right : List.of(password, "other")) {
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                            .startTls(TestCertificate.GOOD)
                            .user("an\r\nn", right)
                            .start();
                    Mailer mailer = Mailer.builder()
                            .server(secure(server).withCredentials(Credentials.of("an\r\nn", password)))
                            .build()) {
                String outcome;
                try {
                    mailer.send(plain());
                    outcome = "sent";
                } catch (SendException e) {
                    outcome = String.valueOf(e.getMessage());
                }
                assertThat(outcome).doesNotContain("\r", "\n", "eve@");
                assertThat(outcome.equals("sent")).isEqualTo(right.equals(password));
                assertThat(server.transcript().commands()).noneMatch(c -> c.contains("eve@"));
                assertThat(server.violations()).isEmpty();
            }
        }
    }

    @Test
    void D02_headerLineThatBeginsWithADotIsStuffed() {
        ReceivedMail raw =
                sent(Content.of(".First: 1\nFrom: ann@example.org\nTo: bob@example.net\n..Second: 2\n\nx\n"));
        assertThat(lines(raw)).startsWith(".First: 1").contains("..Second: 2");
        ReceivedMail built = sent(mail().header(".First", "1").text("Hello\n").build());
        assertThat(lines(built)).contains(".First: 1");
    }

    @Test
    void D03_eightBitBodyIsEncodedOnce() {
        String text = "Gr\u00fc\u00dfe = \u2603 and a very plain rest of this line of text\n";
        byte[] expected = text.replace("\n", "\r\n").getBytes(UTF_8);
        Content raw = Content.of("From: ann@example.org\r\nTo: bob@example.net\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text);
        for (Content content : List.of(mail().text(text).build(), raw)) {
            ReceivedMail mail = sent(FakeSmtpServer.builder().withhold("8BITMIME", "SMTPUTF8"), content);
            assertThat(header(mail)).containsOnlyOnce("Content-Transfer-Encoding: quoted-printable\r\n");
            assertThat(unquoted(body(mail))).isEqualTo(expected);
            assertThat(mail.senderParameters()).noneMatch(p -> p.startsWith("BODY"));
        }
    }

    @Test
    void D03_binaryIsNotCorrupted() {
        byte[] octets = new byte[100_000];
        new Random(7).nextBytes(octets);
        for (int i = 0; i < 256; i++) {
            octets[i] = (byte) i;
        }
        String text = sent(mail().text("x\n")
                        .attach("a.bin", "application/octet-stream", octets)
                        .build())
                .text();
        String part = text.substring(text.indexOf("a.bin"));
        String base64 = part.substring(part.indexOf("\r\n\r\n") + 4, part.indexOf("\r\n--"));
        assertThat(Base64.getMimeDecoder().decode(base64)).isEqualTo(octets);
    }

    @Test
    void D04_contentTransferEncodingIsWrittenOnce() {
        Content message = mail().text("Gr\u00fc\u00dfe\n")
                .html("<p>Gr\u00fc\u00dfe</p>\n")
                .attach("a.bin", "application/octet-stream", new byte[] {1, 2, 3})
                .build();
        for (FakeSmtpServerBuilder script :
                List.of(FakeSmtpServer.builder(), FakeSmtpServer.builder().withhold("8BITMIME"))) {
            String text = sent(script, message).text();
            for (String entity : text.split("\r\n--", -1)) {
                String fields = entity.split("\r\n\r\n", 2)[0];
                assertThat(fields.split("(?i)content-transfer-encoding:", -1))
                        .as(entity)
                        .hasSizeLessThanOrEqualTo(2);
            }
            assertThat(text.split("(?i)content-transfer-encoding:", -1)).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void D05_sendingDoesNotChangeTheMessage() {
        Content message = mail().bcc("eve@example.net")
                .text("Gr\u00fc\u00dfe\n")
                .attach("a.txt", "text/plain", "one\ntwo".getBytes(UTF_8))
                .build();
        byte[] first = sent(message).content();
        byte[] elsewhere = sent(FakeSmtpServer.builder().withhold("8BITMIME", "SMTPUTF8"), message)
                .content();
        ReceivedMail again = sent(message);
        assertThat(again.content()).isEqualTo(first).isNotEqualTo(elsewhere);
        assertThat(again.recipientAddresses()).containsExactly(BOB, "eve@example.net");
    }

    @Test
    void D06_encodedWordsAreShortAndHoldWholeCharacters() throws CharacterCodingException {
        String subject = "\u00e4\u20ac\ud83d\ude00\u6f22 ".repeat(40).trim();
        String header = header(sent(
                mail().subject(subject).to(Mailbox.of(subject, BOB)).text("x\n").build()));
        String field = header.substring(header.indexOf("Subject: ") + 9).split("\r\n(?![ \t])", 2)[0];
        StringBuilder read = new StringBuilder();
        Matcher word = WORD.matcher(field);
        while (word.find()) {
            boolean base64 = word.group(1).equalsIgnoreCase("b");
            String coded = word.group(2);
            byte[] octets = base64 ? Base64.getDecoder().decode(coded) : unquoted(coded.replace('_', ' '));
            read.append(UTF_8.newDecoder().decode(ByteBuffer.wrap(octets))); // half a character doesn't decode
        }
        assertThat(read).hasToString(subject);
        assertThat(WORD.matcher(header).results().map(found -> found.group().length()))
                .hasSizeGreaterThan(8)
                .allMatch(length -> length <= 75);
    }

    @Test
    void D07_noLineIsLongerThan998() {
        String word = "x".repeat(5000);
        Content built = mail().subject(word)
                .header("X-Long", word)
                .text(word + "\n")
                .html("<p>" + word + "</p>")
                .build();
        Content raw = Content.of("From: ann@example.org\r\nTo: bob@example.net\r\n\r\n" + word + "\r\n");
        for (Content content : List.of(built, raw)) {
            ReceivedMail mail = sent(content);
            assertThat(lines(mail)).allMatch(line -> line.length() <= 998);
            assertThat(mail.text().replace("=\r\n", "")).contains(word);
        }
    }

    @Test
    void D08_attachmentsStayInOrder() {
        Message.Builder builder = mail().text("x\n");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add("file-" + i + ".txt");
            builder.attach(names.get(i), "text/plain", ("content " + i).getBytes(UTF_8));
        }
        String text = sent(builder.build()).text();
        assertThat(text).containsSubsequence(names);
    }

    @Test
    void D09_noBlankLineIsAddedAtTheEnd() {
        for (String text : List.of("Hello", "Hello\n", "Hello\r\n")) {
            assertThat(body(sent(mail().text(text).build()))).isEqualTo("Hello\r\n");
            assertThat(body(sent(Content.of("From: ann@example.org\nTo: bob@example.net\n\n" + text))))
                    .isEqualTo("Hello\r\n");
        }
    }

    @Test
    void D10_loginIsNeverSkippedInSilence() {
        for (String auth : List.of("HELP", "AUTH", "AUTH GSSAPI")) {
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                            .startTls(TestCertificate.GOOD)
                            .offer(auth)
                            .start();
                    Mailer mailer = Mailer.builder()
                            .server(secure(server).withCredentials(Setting.ann()))
                            .build()) {
                SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(plain()));
                assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
                assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL"));
            }
        }
    }

    @Test
    void D11_startTlsOfferedAgainInsideTlsIsNoLoop() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .at(Step.EHLO.nth(2), Reply.of(250, "mail.test", "STARTTLS"))
                        .start();
                Mailer mailer = Mailer.builder().server(secure(server)).build()) {
            assertThat(mailer.send(plain()).isAccepted()).isTrue();
            assertThat(server.transcript().commands()).containsOnlyOnce("STARTTLS");
        }
    }

    @Test
    void D12_failureOfQuitIsNoFailure() {
        for (Reply end :
                List.of(Reply.of(554, "no"), Reply.raw("?"), Reply.none().then(Fault.RESET))) {
            assertThat(body(sent(FakeSmtpServer.builder().at(Step.QUIT, end), plain())))
                    .isEqualTo("Hello\r\n");
        }
    }

    @Test
    void D13_passwordsAreInNoDebugOutput() {
        String canary = "canary-7351";
        StringWriter seen = new StringWriter();
        for (String mechanism : List.of("PLAIN", "LOGIN")) {
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                            .startTls(TestCertificate.GOOD)
                            .user("ann", "other")
                            .start();
                    Mailer mailer = Mailer.builder()
                            .server(Server.parse("smtp://ann:" + canary + "@localhost:" + server.port() + "?auth="
                                            + mechanism)
                                    .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust())))
                            .trace(new Session(seen))
                            .build()) {
                SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(plain()));
                e.printStackTrace(new PrintWriter(seen));
                seen.append(e.receipt().toString()).append(mailer.toString());
            }
        }
        assertThat(seen.toString())
                .contains("AUTH PLAIN (secret)", "AUTH LOGIN")
                .doesNotContain("canary", "-7351");
        byte[] plain = ("\0ann\0" + canary).getBytes(UTF_8);
        for (byte[] shape : List.of(canary.getBytes(UTF_8), plain)) {
            assertThat(seen.toString()).doesNotContain(Base64.getEncoder().encodeToString(shape));
        }
    }

    @Test
    void D14_capabilitiesFromBeforeTlsAreForgotten() {
        Reply before = Reply.of(250, "mail.test", "STARTTLS", "SIZE 10", "8BITMIME", "SMTPUTF8");
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.GOOD)
                        .extensions()
                        .at(Step.EHLO.nth(1), before)
                        .start();
                Mailer mailer = Mailer.builder().server(secure(server)).build()) {
            assertThat(mailer.send(mail().text("Gr\u00fc\u00dfe\n").build()).isAccepted())
                    .isTrue();
            assertThat(server.received().get(0).senderParameters()).isEmpty();
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void D15_replyOfSeveralLinesIsKeptWhole() {
        SendException e =
                refused(FakeSmtpServer.builder().at(Step.RCPT, Reply.of(550, "5.1.1 one", "5.1.1 two", "5.1.1 three")));
        assertThat(e.receipt().rows().get(0).text()).isEqualTo("5.1.1 one\n5.1.1 two\n5.1.1 three");
        assertThat(e.getMessage()).contains("one", "two", "three").doesNotContain("\n");
    }

    @Test
    void D16_refusalBringsTheServersWords() {
        for (Step step : List.of(Step.GREETING, Step.EHLO, Step.MAIL, Step.RCPT, Step.DATA, Step.CONTENT)) {
            SendException e = refused(FakeSmtpServer.builder().at(step, Reply.of(554, "5.7.1 Because of " + step)));
            assertThat(e).as("%s", step).hasMessageContaining("554 5.7.1 Because of " + step);
            assertThat(e.reply()).isNotNull();
            assertThat(e.reply().code()).isEqualTo(554);
        }
    }
}
