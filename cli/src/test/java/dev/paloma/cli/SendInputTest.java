package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What goes in: texts, files, addresses, servers; each fault has its code and a line that says what to do. */
@ExtendWith(NoLeaks.class)
class SendInputTest {
    @TempDir
    private Path home;

    private Run.Setup setup() {
        return new Run.Setup(home);
    }

    private Run dry(String... more) {
        String[] start = {"send", "--dry-run", "--from", "ann@example.org", "--to", "bob@example.net"};
        return setup().input("typed text\n")
                .run(Stream.concat(Stream.of(start), Stream.of(more)).toArray(String[]::new));
    }

    private static void assertFailed(Run run, int code, String... said) {
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("paloma: ").hasLineCount(1);
        assertThat(run.err()).contains(List.of(said));
    }

    @Test
    void textComesFromStandardInputUnlessGiven() throws IOException {
        assertThat(dry().out()).endsWith("\r\n\r\ntyped text\r\n");
        assertThat(dry("--text-file", "-").out()).endsWith("\r\n\r\ntyped text\r\n");
        assertThat(dry("--text", "given").out()).endsWith("\r\n\r\ngiven\r\n");
        Path file = Files.writeString(home.resolve("letter"), "from a file");
        assertThat(dry("--text-file", file.toString()).out()).endsWith("\r\n\r\nfrom a file\r\n");
        assertThat(dry("--html", "<p>x").out()).contains("text/html").doesNotContain("typed text");
    }

    @Test
    void composesWhatTheOptionsSay() throws IOException {
        Path csv = Files.writeString(home.resolve("a;b.csv"), "1,2");
        String mail = dry(
                        "--cc",
                        "c@example.org, d@example.org",
                        "--bcc",
                        "hidden@example.org",
                        "--subject",
                        "Gr\u00fc\u00dfe",
                        "--reply-to",
                        "r@example.org",
                        "--header",
                        "X-Tag: blue",
                        "--attach",
                        csv + ";type=text/x-y;name=n.csv")
                .out();
        assertThat(mail)
                .contains("\r\nCc: c@example.org, d@example.org\r\n", "\r\nSubject: =?utf-8?", "\r\nX-Tag: blue\r\n")
                .contains("\r\nReply-To: r@example.org\r\n", "Content-Type: text/x-y", "filename=n.csv")
                .doesNotContain("hidden@example.org");
    }

    @Test
    void invalidMailIs65AndSaysWhere() {
        assertFailed(dry("--to", "bob@@example.net"), 65, "at position", "nothing was sent");
        assertFailed(dry("--subject", "a\r\nBcc: x@example.org"), 65, "nothing was sent");
        assertFailed(dry("--header", "X-A: b\nBcc: x@example.org"), 65, "nothing was sent");
        assertFailed(dry("--from", "ann@example.org>\r\nRCPT TO:<eve@example.com"), 65, "at position");
        assertFailed(
                setup().run("send", "--server", "inbox:", "--from", "a@example.org", "--text", "x"), 65, "recipient");
    }

    @Test
    void unreadableFileIs66() {
        String none = home.resolve("none").toString();
        assertFailed(dry("--text", "x", "--attach", none), 66, none, "no such file");
        assertFailed(dry("--text", "x", "--attach", home.toString()), 66, "folder");
        assertFailed(dry("--text-file", none), 66, none);
        assertFailed(dry("--html-file", home.toString()), 66, "folder");
        assertFailed(dry("--html", "x", "--inline", "logo=" + none), 66, none);
        assertFailed(setup().run("send", "--server", "inbox:", "--eml", none), 66, none);
        assertFailed(setup().send("smtp://ann@127.0.0.1:9", "--password-file", none), 66, none);
    }

    @Test
    void contradictionsAre64() {
        assertFailed(dry("--eml", "x"), 64, "--eml", "--from");
        assertFailed(dry("--text", "x", "--text-file", "y"), 64, "exclude each other");
        assertFailed(dry("--inline", "logo"), 64, "--inline");
        assertFailed(dry("--header", "no colon"), 64, "--header");
        assertFailed(dry("--text-file", "-", "--html-file", "-"), 64, "once");
    }

    @Test
    void serverThatCannotBeUsedIs78() {
        assertFailed(setup().run("send", "--to", "b@example.net", "--text", "x"), 78, "no server", "inbox:");
        assertFailed(setup().send("gopher://example.net"), 78, "gopher");
        assertFailed(setup().send("smtp://127.0.0.1?colour=blue"), 78, "unknown server option 'colour'");
        assertFailed(setup().send("smtp://ann@127.0.0.1:9"), 78, "no password", "--password-file");
        assertFailed(setup().send("@work"), 78, "@work", "no such file");
        assertFailed(setup().send("127.0.0.1", "--client-name", "a b"), 78, "--client-name");
        assertFailed(setup().send("127.0.0.1", "--password-command", "pass"), 78, "user");
    }

    @Test
    void dryRunFindsWhatASendWouldFindBeforeItConnects() {
        assertFailed(dry("--text", "x", "--recipient", "nobody"), 65, "nobody");
        assertFailed(setup().run("send", "--dry-run", "--from", "a@example.org", "--text", "x"), 65, "no recipient");
        assertFailed(dry("--text", "x", "--server", "gopher://example.net"), 78, "gopher");
        assertFailed(dry("--text", "x", "--server", "@work"), 78, "@work");
        assertThat(dry("--text", "x", "--server", "smtp://ann@127.0.0.1:9").code())
                .isZero();
        assertThat(dry("--text", "x", "--server", "inbox:").code()).isZero();
        assertThat(home.resolve(".local")).doesNotExist();
    }

    @Test
    void faultsNameWhatIsWrong() {
        assertFailed(dry("--text", "x", "--attach", ""), 66, "empty");
        assertFailed(dry("--html", "x", "--inline", "logo="), 66, "empty");
        assertFailed(dry("--text", "x", "--hold-until", "2020-01-31T08:00:00Z"), 64, "--hold-until", "is over");
        String none = home.resolve("none").toString();
        for (Run run :
                List.of(setup().send("smtp://ann@127.0.0.1:9", "--password-file", none), dry("--text-file", none))) {
            assertThat(run.err().split(none, -1)).as(run.err()).hasSize(2);
        }
        assertFailed(
                setup().send("smtp://ann:pw@127.0.0.1:9", "--password-file", none),
                78,
                "--password-file",
                "no password");
    }

    @Test
    void aMessageIsAttachedAsAMessage() throws IOException {
        Path eml = Files.writeString(home.resolve("m.eml"), "From: a@example.org\nBcc: c@example.net\n\n.\n");
        String mail =
                dry("--text", "x", "--attach", eml + ";type=message/rfc822").out();
        assertThat(mail)
                .contains("Content-Type: message/rfc822", "filename=m.eml", "\r\nFrom: a@example.org\r\n")
                .doesNotContain("base64");
        assertFailed(dry("--text", "x", "--attach", home.resolve("none") + ";type=message/rfc822"), 66, "no such file");
    }

    @Test
    void theOptionForTheClientsNameWinsOverTheUrls() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            String url = server.url() + "?client=from.url.example&pool=1";
            assertThat(setup().send(url, "--client-name", "given.example").code())
                    .isZero();
            assertThat(setup().send(url).code()).isZero();
            assertThat(server.received())
                    .extracting(mail -> mail.clientName())
                    .containsExactly("given.example", "from.url.example");
        }
    }

    @Test
    void aReadyMailWithoutASingleSenderAsksForOne() throws IOException {
        for (String from : List.of("From: \n", "X: none\n", "From: a@example.org, b@example.org\n")) {
            Path eml = Files.writeString(home.resolve("mail.eml"), from + "Subject: x\n\nHello\n");
            String[] args = {"send", "--server", "inbox:", "--recipient", "bob@example.net", "--eml", eml.toString()};
            assertFailed(setup().run(args), 65, "--envelope-from");
        }
    }

    @Test
    void theEnvelopesSenderStandsInForOneThatTheHeaderLacks() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            for (String from : List.of("", "From: a@example.org, b@example.org\n")) {
                Path eml = Files.writeString(
                        home.resolve("mail.eml"), from + "To: bob@example.net\nSubject: x\n\nHello\n");
                for (String sender : List.of("z@example.org", "")) {
                    Run run = setup().run(
                                    "send",
                                    "--server",
                                    server.url(),
                                    "--eml",
                                    eml.toString(),
                                    "--envelope-from",
                                    sender);
                    assertThat(run.code()).as(run.err()).isZero();
                    assertThat(server.received()
                                    .get(server.received().size() - 1)
                                    .sender())
                            .isEqualTo(sender);
                }
            }
            assertThat(server.received())
                    .allMatch(mail -> mail.recipientAddresses().equals(List.of("bob@example.net")));
        }
    }

    @Test
    void anEmptyAddressIsAnErrorThatNamesItsOption() {
        for (String option : List.of("--from", "--to", "--cc", "--bcc", "--reply-to", "--sender", "--recipient")) {
            assertFailed(
                    setup().run("send", "--server", "inbox:", "--text", "x", option, " "), 65, option + " is empty");
        }
        assertFailed(setup().send("inbox:", "--recipient", ""), 65, "--recipient is empty");
    }

    @Test
    void sendsAReadyMailAsItIs() throws IOException {
        Path eml = Files.writeString(
                home.resolve("m.eml"), "From: a@example.org\nTo: b@example.net\nBcc: c@example.net\n\nx");
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Run run = setup().run("send", "--server", server.url(), "--eml", eml.toString());
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(server.received().get(0).text())
                    .isEqualTo("From: a@example.org\r\nTo: b@example.net\r\n\r\nx\r\n");
            assertThat(server.received().get(0).recipientAddresses()).containsExactly("b@example.net", "c@example.net");
            run = setup().run(
                            "send",
                            "--server",
                            server.url(),
                            "--eml",
                            eml.toString(),
                            "--envelope-from",
                            "",
                            "--recipient",
                            "d@example.net");
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(server.received().get(1).sender()).isEmpty();
            assertThat(server.received().get(1).recipientAddresses()).containsExactly("d@example.net");
        }
    }

    @Test
    void namedServerComesFromAFileThatIsPrivate() throws IOException {
        Path file = home.resolve(".config/paloma/servers");
        Files.createDirectories(file.getParent());
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Files.writeString(file, "# mine\nother = smtp://x\nwork = " + server.url() + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertFailed(setup().send("@work"), 78, "chmod 600");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThat(setup().send("@work").code()).isZero();
            assertFailed(setup().send("@home"), 78, "no server named 'home'");
        }
    }

    @Test
    void inboxAndMaildirTellWhereTheMailLies() throws IOException {
        Run inbox = setup().send("inbox:");
        assertThat(inbox.code()).as(inbox.err()).isZero();
        String line = inbox.out()
                .lines()
                .filter(l -> l.startsWith("mail lies in "))
                .findFirst()
                .orElseThrow();
        Path file = Path.of(line.substring("mail lies in ".length()));
        assertThat(file).startsWith(home.resolve(".local/share/paloma/inbox/new"));
        assertThat(Files.readString(file)).contains("\r\n\r\nHello\r\n");
        Run maildir = setup().send("maildir:" + home.resolve("m"));
        assertThat(maildir.out()).contains("stored as " + home.resolve("m/new"));
    }
}
