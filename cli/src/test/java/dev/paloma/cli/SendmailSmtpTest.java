package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SMTP on standard input and output. */
@ExtendWith(NoLeaks.class)
class SendmailSmtpTest {
    private static final String ENVELOPE =
            "EHLO me\r\nMAIL FROM:<ann@example.org> BODY=8BITMIME\r\nRCPT TO:<bob@example.net>\r\n";
    private static final String HEADER =
            "From: ann@example.org\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.org>\r\n\r\n";

    @TempDir
    private Path home;

    private FakeSmtpServer server;

    @BeforeEach
    void startServer() {
        server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("gone@example.net"), Reply.of(550, "5.1.1 no such user"))
                .at(Step.RCPT.of("later@example.net"), Reply.of(450, "4.2.1 mailbox busy"))
                .start();
    }

    @AfterEach
    void stopServer() {
        assertThat(server.violations()).isEmpty();
        server.close();
    }

    private Run run(String input) {
        return new Run.Setup(home)
                .with("PALOMA_SERVER", server.url())
                .input(input.getBytes(ISO_8859_1))
                .run("sendmail", "-bs");
    }

    private ReceivedMail only() {
        assertThat(server.received()).hasSize(1);
        return server.received().get(0);
    }

    @Test
    void sendsOnWhatItIsGivenBeforeItAnswers() {
        Run run = run(ENVELOPE + "DATA\r\n" + HEADER + "..dot\r\ncaf\u00e9\nbare\r\n.\r\nQUIT\r\n");
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines().filter(line -> line.charAt(3) == ' ').map(line -> line.substring(0, 3)))
                .containsExactly("220", "250", "250", "250", "354", "250", "221");
        assertThat(only().recipientAddresses()).containsExactly("bob@example.net");
        assertThat(only().sender()).isEqualTo("ann@example.org");
        assertThat(new String(only().content(), ISO_8859_1)).isEqualTo(HEADER + ".dot\r\ncaf\u00e9\r\nbare\r\n");
    }

    @Test
    void theAuthorOfAMailWithoutFromIsItsSender() {
        run(ENVELOPE + "DATA\r\nSubject: x\r\n\r\nHello\r\n.\r\nQUIT\r\n");
        assertThat(only().text()).contains("From: ann@example.org\r\n");
    }

    @Test
    void whatWasNotOfferedIsRefusedAndNotDropped() {
        assertThat(run("EHLO me\r\nMAIL FROM:<ann@example.org> RET=HDRS\r\n").out())
                .contains("\r\n555 5.5.4 Not offered here: RET=HDRS");
        String known = "MAIL FROM:<ann@example.org> size=100 BODY=8bitmime SMTPUTF8\r\n";
        Run run = run("EHLO me\r\n" + known + "RCPT TO:<bob@example.net> NOTIFY=NEVER\r\nDATA\r\n");
        assertThat(run.out()).contains("\r\n250 2.1.0 Ok\r\n555 5.5.4 Not offered here: NOTIFY=NEVER\r\n554 5.5.1 ");
    }

    @Test
    void onlyTheLineEndsOfTheClientEndItsMail() {
        run(ENVELOPE + "DATA\r\n" + HEADER + "one\n.\nMAIL FROM:<evil@example.org>\n\r\n.\r\nQUIT\r\n");
        assertThat(only().text()).contains("MAIL FROM:<evil@example.org>");
    }

    @Test
    void clientThatEndsLinesWithLfIsUnderstood() {
        Run run = run((ENVELOPE + "DATA\r\n" + HEADER + "one\r\n.\r\nQUIT\r\n").replace("\r\n", "\n"));
        assertThat(run.out()).contains("250 2.0.0 Ok: sent on\r\n221 ");
        assertThat(only().text()).isEqualTo(HEADER + "one\r\n");
    }

    @Test
    void severalMailsGoByOneSession() {
        String mail = "MAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\nSubject: x\r\n\r\n.\r\n";
        run("HELO me\r\n" + mail + "RSET\r\n" + mail + "QUIT\r\n");
        assertThat(server.received()).hasSize(2);
        assertThat(server.received().get(0).sender()).isEmpty();
        assertThat(server.received().get(0).text()).contains("From: ", "Message-ID: ");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void whatBecameOfTheMailIsTheAnswer() {
        String data = "DATA\r\n" + HEADER + "x\r\n.\r\n";
        assertThat(run(ENVELOPE + "RCPT TO:<gone@example.net>\r\n" + data).out())
                .contains("\r\n550 5.1.1 ", "gone@example.net");
        assertThat(run(ENVELOPE + "RCPT TO:<later@example.net>\r\n" + data).out())
                .contains("\r\n450 4.2.1 ", "later@example.net");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void doubtIsNoReasonToTryAgain() {
        server.close();
        server = FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE).start();
        assertThat(run(ENVELOPE + "DATA\r\n" + HEADER + "x\r\n.\r\n").out())
                .contains("\r\n554 5.4.0 ", "may have been delivered");
    }

    @Test
    void mailWithoutItsEndIsNotSent() {
        Run run = run(ENVELOPE + "DATA\r\n" + HEADER + "half");
        assertThat(run.code()).isEqualTo(65);
        assertThat(run.err()).contains("in the middle of a mail").hasLineCount(1);
        assertThat(server.received()).isEmpty();
        assertThat(run(ENVELOPE).code()).isZero();
    }

    @Test
    void commandsOutOfOrderOrUnknownAreRefused() {
        assertThat(run("MAIL FROM:<a@example.org>\r\n").out()).contains("503 5.5.1 Say EHLO");
        assertThat(run("EHLO me\r\nRCPT TO:<a@example.org>\r\n").out()).contains("503 5.5.1 RCPT");
        assertThat(run("EHLO me\r\nDATA\r\n").out()).contains("503 5.5.1 DATA");
        assertThat(run("EHLO me\r\nMAIL FROM:<a@example.org>\r\nDATA\r\n").out())
                .contains("554 5.5.1 No recipient");
        assertThat(run("EHLO me\r\nMAIL FROM: nobody\r\n").out()).contains("501 5.5.4 ");
        assertThat(run("EHLO me\r\nMAIL FROM:<a b@c d>\r\n").out()).contains("553 5.1.7 ");
        assertThat(run("EHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<@>\r\n").out()).contains("553 5.1.3 ");
        assertThat(run("STARTTLS\r\nFROB\r\nVRFY bob\r\nNOOP\r\nHELP\r\n").out())
                .contains("502 5.5.1", "500 5.5.1", "252 2.5.0", "250 2.0.0", "214 2.0.0");
        assertThat(run("NOOP \u0007\r\nNOOP " + "x".repeat(5000) + "\r\nNOOP\r\n")
                        .out())
                .contains("500 5.5.2", "250 2.0.0");
    }

    @Test
    void everythingIsBounded() {
        Run errors = run("FROB\r\n".repeat(1000));
        assertThat(errors.out()).endsWith("421 4.7.0 Too many errors\r\n").hasLineCount(21);
        assertThat(run(ENVELOPE + "RCPT TO:<bob@example.net>\r\n".repeat(1000)).out())
                .endsWith("452 4.5.3 Too many recipients, at most 1000\r\n");
        assertThat(run("x".repeat(3 << 20)).code()).isZero();
    }

    @Test
    void withoutAServerTheGreetingSaysSo() {
        Run run = new Run.Setup(home).run("sendmail", "-bs");
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.out()).startsWith("421 4.3.5 ");
        assertThat(run.err()).contains("PALOMA_SERVER").hasLineCount(1);
    }
}
