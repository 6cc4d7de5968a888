package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs that pipe to sendmail count on. */
@ExtendWith(NoLeaks.class)
class SendmailTest {
    private static final String MAIL = """
            From: ann@example.org
            To: bob@example.net
            Cc: cy@example.net
            Bcc: di@example.net
            Subject: Hi
            Date: Mon, 23 Nov 2026 10:00:00 +0000
            Message-ID: <1@example.org>

            Hello
            """;

    @TempDir
    private Path home;

    private FakeSmtpServer server;

    @BeforeEach
    void startServer() {
        server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("gone@example.net"), Reply.of(550, "5.1.1 no such user"))
                .start();
    }

    @AfterEach
    void stopServer() {
        assertThat(server.violations()).isEmpty();
        server.close();
    }

    private Run.Setup setup() {
        return new Run.Setup(home).with("PALOMA_SERVER", server.url());
    }

    private ReceivedMail sent(String input, String... args) {
        return sent(setup().input(input), args);
    }

    private ReceivedMail sent(Run.Setup setup, String... args) {
        Run run = sendmail(setup, args);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out() + run.err()).isEmpty();
        List<ReceivedMail> received = server.received();
        return received.get(received.size() - 1);
    }

    private static Run sendmail(Run.Setup setup, String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "sendmail";
        System.arraycopy(args, 0, all, 1, args.length);
        return setup.run(all);
    }

    private static String host() {
        return ThisMachine.host();
    }

    @Test
    void recipientsAreArgumentsAndTheMailArrivesWhole() {
        ReceivedMail mail = sent(MAIL, "eve@example.net", "fay@example.net, gil@example.net");
        assertThat(mail.recipientAddresses()).containsExactly("eve@example.net", "fay@example.net", "gil@example.net");
        assertThat(mail.sender()).isEqualTo("ann@example.org");
        assertThat(mail.text())
                .isEqualTo(MAIL.replace("Bcc: di@example.net\n", "").replace("\n", "\r\n"));
    }

    @Test
    void recipientsOfTheHeaderComeToThoseOfTheArguments() {
        assertThat(sent(MAIL, "-t").recipientAddresses())
                .containsExactly("bob@example.net", "cy@example.net", "di@example.net");
        assertThat(sent(MAIL, "-ti", "eve@example.net").recipientAddresses())
                .containsExactly("eve@example.net", "bob@example.net", "cy@example.net", "di@example.net");
    }

    @Test
    void resentMailGoesToThoseOfTheResending() {
        String resent = "Resent-From: me@example.org\nResent-To: new@example.net\nResent-Bcc: hid@example.net\n" + MAIL;
        ReceivedMail mail = sent(resent, "-t");
        assertThat(mail.recipientAddresses()).containsExactly("new@example.net", "hid@example.net");
        assertThat(mail.sender()).isEqualTo("me@example.org");
        assertThat(mail.text()).contains("Resent-To: new@example.net").doesNotContain("Bcc");
        assertThat(mail.text())
                .containsPattern("(?m)^Resent-Date: .+\r\n(?:[^\r\n]+\r\n)*Resent-From: me@example.org\r\n")
                .containsPattern("(?m)^Resent-Message-ID: <");
    }

    @Test
    void whatIsResentKeepsItsOwnDateAndGetsThoseOfTheResending() {
        String old = "Resent-From: old@example.org\nResent-Date: Sun, 22 Nov 2026 10:00:00 +0000\n";
        String mail =
                "From: ann@example.org\nResent-From: me@example.org\nResent-To: new@example.net\n" + old + "\nHello\n";
        String text = sent(mail, "-t").text();
        assertThat(text)
                .startsWith("From: ann@example.org\r\n")
                .contains("\r\nResent-From: me@example.org\r\nResent-To: new@example.net\r\nResent-From: old@")
                .doesNotContain("\r\nDate: ", "\r\nMessage-ID: ");
        assertThat(text.split("Resent-Date: ", -1)).hasSize(3);
        assertThat(text.split("Resent-Message-ID: ", -1)).hasSize(2);
    }

    @Test
    void aLoneDotEndsTheMailUnlessItMustNot() {
        String dots = MAIL + "..\n.more\n.\nlost\n";
        assertThat(sent(dots, "bob@example.net").text()).endsWith("Hello\r\n..\r\n.more\r\n");
        assertThat(sent(dots.replace("\n", "\r\n"), "bob@example.net").text()).endsWith("Hello\r\n..\r\n.more\r\n");
        assertThat(sent(MAIL + ".", "bob@example.net").text()).endsWith("Hello\r\n");
        for (String option : List.of("-i", "-oi", "-OIgnoreDots=true")) {
            assertThat(sent(dots, option, "bob@example.net").text()).endsWith(".more\r\n.\r\nlost\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void octetsSurvive(String lineEnd) {
        StringBuilder octets = new StringBuilder(MAIL.replace("\n", lineEnd));
        for (char c = 1; c < 256; c++) {
            octets.append(c == '\n' || c == '\r' ? "" : String.valueOf(c)).append(c % 64 == 0 ? lineEnd : "");
        }
        String input = octets.append(lineEnd).toString();
        ReceivedMail mail = sent(setup().input(input.getBytes(ISO_8859_1)), "-i", "bob@example.net");
        assertThat(new String(mail.content(), ISO_8859_1))
                .isEqualTo(input.replace("Bcc: di@example.net" + lineEnd, "")
                        .replace(lineEnd, "\n")
                        .replace("\n", "\r\n"));
    }

    @Test
    void whatTheHeaderLacksIsAdded() {
        ReceivedMail mail = sent("Subject: Hi\n\nHello\n", "-F", "Ann Örg", "-f", "ann@example.org", "bob@example.net");
        assertThat(mail.text())
                .containsPattern("(?m)^From: Ann =\\?utf-8\\?Q\\?\\S+ <ann@example.org>$")
                .containsPattern("(?m)^Date: \\w{3}, \\d{1,2} \\w{3} \\d{4} ")
                .containsPattern("(?m)^Message-ID: <\\S+@example.org>$")
                .endsWith("Subject: Hi\r\n\r\nHello\r\n");
        String longName = "A name ".repeat(100).strip();
        assertThat(sent("\n", "-F", longName, "bob@example.net").text().lines()).allMatch(line -> line.length() < 79);
        String whole = sent(MAIL, "-F", "Other", "bob@example.net").text();
        assertThat(whole).containsOnlyOnce("From:").containsOnlyOnce("Date:").containsOnlyOnce("Message-ID:");
    }

    @Test
    void aTextWithoutHeaderIsBody() {
        ReceivedMail mail = sent("Hello there\nSubject: none\n", "-fann@example.org", "bob@example.net");
        assertThat(mail.text())
                .contains("From: ann@example.org\r\n")
                .endsWith("\r\n\r\nHello there\r\nSubject: none\r\n");
        assertThat(sent("Subject: x\nno field\n", "-fann@example.org", "bob@example.net")
                        .text())
                .endsWith("Subject: x\r\n\r\nno field\r\n");
        assertThat(sent("", "-fann@example.org", "bob@example.net").text()).contains("From: ann@example.org\r\n");
        assertThat(sent("Subject: cut", "-fann@example.org", "bob@example.net").text())
                .contains("Subject: cut\r\n");
    }

    @Test
    void theFirstLineOfAMailboxFileIsPassedOver() {
        assertThat(sent("From ann Mon Nov 23 10:00:00 2026\n" + MAIL, "bob@example.net")
                        .text())
                .startsWith("From: ann@example.org\r\n");
    }

    @Test
    void theSenderIsTheGivenOneElseTheVariableElseTheHeaderElseTheUser() {
        String anonymous = "Subject: Hi\n\nHello\n";
        assertThat(sent(MAIL, "-f", "me@example.org", "bob@example.net").sender())
                .isEqualTo("me@example.org");
        assertThat(sent(MAIL, "-r", "me@example.org", "bob@example.net").sender())
                .isEqualTo("me@example.org");
        for (String nobody : List.of("", "<>")) {
            assertThat(sent(MAIL, "-f", nobody, "bob@example.net").sender()).isEmpty();
        }
        assertThat(sent(setup().with("PALOMA_FROM", "Me <v@example.org>").input(MAIL), "bob@example.net")
                        .sender())
                .isEqualTo("v@example.org");
        String user = System.getProperty("user.name") + "@" + host();
        assertThat(sent(anonymous, "bob@example.net").sender()).isEqualTo(user);
        assertThat(sent("Sender: it@example.org\n" + MAIL, "bob@example.net").sender())
                .isEqualTo("it@example.org");
    }

    @Test
    void addressesWithoutDomainGetThisMachinesName() {
        String cron = "From: root (Cron Daemon)\nTo: root\nSubject: Cron <root@x> date\n\nroot, too\n";
        ReceivedMail mail = sent(cron, "-FCronDaemon", "-i", "-B8BITMIME", "-oem", "root");
        assertThat(mail.recipientAddresses()).containsExactly("root@" + host());
        assertThat(mail.sender()).isEqualTo("root@" + host());
        assertThat(mail.text())
                .contains("From: root@" + host() + " (Cron Daemon)\r\n", "To: root@" + host() + "\r\n")
                .contains("Subject: Cron <root@x> date\r\n")
                .endsWith("\r\n\r\nroot, too\r\n");
    }

    @Test
    void optionsThatMeanNothingHereAreTaken() {
        ReceivedMail mail = sent(
                MAIL,
                "-oem",
                "-odi",
                "-o",
                "Q/var/q",
                "-om",
                "-Am",
                "-G",
                "-U",
                "-h",
                "5",
                "-pSMTP",
                "-Lx",
                "-n",
                "-em",
                "-X/dev/null",
                "-ODeliveryMode=b",
                "-bm",
                "-B",
                "7BIT",
                "-d0",
                "bob@example.net",
                "-i",
                "--",
                "-x@example.net");
        assertThat(mail.recipientAddresses()).containsExactly("bob@example.net", "-x@example.net");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-z",
                "--nonsense",
                "-f",
                "-bd",
                "-bi",
                "-bt",
                "-q",
                "-q30m",
                "-I",
                "-N sometimes",
                "-R half",
                "-B 9BIT",
                "-O nothing",
                "-V \u00e9",
                "-bv",
                "-i"
            })
    void wrongUsageIsOneLineAnd64(String args) {
        Run run = sendmail(setup().input(MAIL), args.split(" "));
        assertThat(run.code()).isEqualTo(64);
        assertThat(run.err()).startsWith("paloma: ").hasLineCount(1);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void whatIsWrongWithTheMailIs65() {
        for (String[] args : new String[][] {{"not an address"}, {"-t"}, {"-f", "two words", "bob@example.net"}}) {
            Run run = sendmail(setup().input("To: <broken\n\nHello\n"), args);
            assertThat(run.code()).isEqualTo(65);
            assertThat(run.err()).contains("nothing was sent").hasLineCount(1);
        }
        Run nobody = sendmail(setup().input("Subject: x\n\nHello\n"), "-t");
        assertThat(nobody.code()).isEqualTo(65);
        assertThat(nobody.err()).contains("no recipient");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void exitCodesAreThoseOfSysexits() {
        Run one = sendmail(setup().input(MAIL), "gone@example.net");
        assertThat(one.code()).isEqualTo(67);
        assertThat(one.err()).contains("550 5.1.1 no such user").hasLineCount(1);
        Run both = sendmail(setup().input(MAIL), "gone@example.net", "bob@example.net");
        assertThat(both.code()).isEqualTo(67);
        assertThat(both.err())
                .contains("gone@example.net was not taken: 550 5.1.1")
                .hasLineCount(1);
        assertThat(server.received()).hasSize(1);
        Run quiet = sendmail(setup().input(MAIL), "-oeq", "gone@example.net");
        assertThat(quiet.code()).isEqualTo(67);
        assertThat(quiet.err()).isEmpty();
        Run down = sendmail(
                new Run.Setup(home).with("PALOMA_SERVER", "127.0.0.1:1").input(MAIL), "bob@example.net");
        assertThat(down.code()).isEqualTo(75);
        assertThat(down.err()).contains("127.0.0.1:1").hasLineCount(1);
    }

    @Test
    void theServerIsTheVariableElseTheOneNamedDefault() throws IOException {
        Run none = sendmail(new Run.Setup(home).input(MAIL), "bob@example.net");
        assertThat(none.code()).isEqualTo(78);
        assertThat(none.err()).contains("PALOMA_SERVER", "default = smtp://").hasLineCount(1);
        Path file = home.resolve(".config/paloma/servers");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "other = smtp://127.0.0.1:1\ndefault = " + server.url() + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(sendmail(new Run.Setup(home).input(MAIL), "bob@example.net").code())
                .isZero();
        assertThat(server.received()).hasSize(1);
        Run broken =
                sendmail(new Run.Setup(home).with("PALOMA_SERVER", "@nobody").input(MAIL), "bob@example.net");
        assertThat(broken.code()).isEqualTo(78);
    }

    @Test
    void itDoesNotCallItself() {
        Run.Setup called =
                new Run.Setup(home).with("PALOMA_SERVER", "sendmail:").with("PALOMA_SENDMAIL", "IIIII");
        Run run = sendmail(called.input(MAIL), "bob@example.net");
        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).contains("leads back to itself");
    }

    @Test
    void reportsAreAskedForWithTheOldLetters() {
        server.close();
        server = FakeSmtpServer.builder().offer("DSN").start();
        sent(MAIL, "-N", "failure,delay", "-R", "hdrs", "-V", "id42", "bob@example.net");
        assertThat(server.transcript().toString())
                .contains("RET=HDRS", "ENVID=id42")
                .containsPattern("NOTIFY=(FAILURE,DELAY|DELAY,FAILURE)");
    }

    @Test
    void mailqSaysThatNothingIsWaiting() {
        Run run = sendmail(setup(), "-bp");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Mail queue is empty").hasLineCount(1);
    }

    @Test
    void verifyingOnlyLooks() {
        Run run = sendmail(setup(), "-bv", "bob@example.net", "root");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("bob@example.net... ", "root@" + host() + "... ", ":" + server.port());
        assertThat(server.received()).isEmpty();
    }

    @Test
    void verboseShowsTheSession() {
        Run run = sendmail(setup().input(MAIL), "-v", "bob@example.net");
        assertThat(run.code()).isZero();
        assertThat(run.err()).contains("C: MAIL FROM:<ann@example.org>", "S: 250");
    }
}
