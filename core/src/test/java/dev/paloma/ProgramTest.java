package dev.paloma;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.message.Content;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail through the sendmail program: what it is given, and what its end means. */
@ExtendWith(NoLeaks.class)
class ProgramTest {
    @TempDir
    private Path folder;

    private static Message message() {
        return Message.builder()
                .from("ann@example.org")
                .to("Bob <bob@example.net>")
                .cc("cy@example.net")
                .bcc("archive@example.org")
                .subject("Hello")
                .text("One\n.\n..two\n.three\n")
                .build();
    }

    private static Mail mail() {
        return Mail.of(message());
    }

    private static Receipt send(FakeProgram program, Mail mail) {
        try (Mailer mailer = Mailer.to(program.url())) {
            return mailer.send(mail);
        }
    }

    private SendException failure(String script) throws IOException {
        return failure(new FakeProgram(folder, script).url(), mail());
    }

    private static SendException failure(String url, Mail mail) {
        try (Mailer mailer = Mailer.to(url)) {
            mailer.send(mail);
        } catch (SendException e) {
            return e;
        }
        throw new AssertionError("it was sent");
    }

    @Test
    void A8_recipientsAndSenderAreArguments() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        Receipt receipt = send(program, mail());
        assertThat(program.arguments())
                .containsExactly(
                        "-i",
                        "-f",
                        "ann@example.org",
                        "--",
                        "bob@example.net",
                        "cy@example.net",
                        "archive@example.org");
        assertThat(receipt.isAccepted()).isTrue();
        assertThat(receipt.rows())
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.text()).isEqualTo("taken by " + program.url()));
        assertThat(receipt.server()).isEqualTo(program.url());
        assertThat(receipt.session().octets()).isEqualTo(program.octets().length);
    }

    @Test
    void A8_argumentsOfTheUrlComeFirstAndNoShellReadsThem() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        failureFree(program.url() + "?arg=-a&arg=my%20work;touch%20$(pwd)/x&arg=%2d%2dtls=on");
        assertThat(program.arguments()).startsWith("-a", "my work;touch $(pwd)/x", "--tls=on", "-i", "-f");
        assertThat(program.left("x")).isFalse();
    }

    private static void failureFree(String url) {
        try (Mailer mailer = Mailer.to(url)) {
            assertThat(mailer.send(mail()).isAccepted()).isTrue();
        }
    }

    @Test
    void A8_contentHasNoBccNoStuffedDotsAndLinesThatEndInLf() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        send(program, mail());
        assertThat(program.mail())
                .contains("To: Bob <bob@example.net>\n", "\n\nOne\n.\n..two\n.three\n")
                .doesNotContain("\r", "Bcc", "archive")
                .endsWith(".three\n");
    }

    @Test
    void A8_octetsOfReadyMadeMailArriveUnchanged() throws IOException {
        byte[] octets =
                "From: a@example.org\nTo: b@example.net\n\ncaf\u00e9\n\u00ff\u0080\n.\nend\n".getBytes(ISO_8859_1);
        for (String lineEnd : List.of("\n", "\r\n")) {
            FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
            byte[] given = new String(octets, ISO_8859_1).replace("\n", lineEnd).getBytes(ISO_8859_1);
            send(program, Mail.of(Content.of(given)));
            assertThat(program.octets()).isEqualTo(octets);
        }
    }

    @Test
    void A8_emptySenderIsTwoAngles() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        Message message = message();
        send(program, new Mail(message.envelope().withSender(null), message));
        assertThat(program.arguments()).startsWith("-i", "-f", "<>", "--");
    }

    @Test
    void S17_recipientThatLooksLikeAnOptionIsARecipient() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        Mailbox hostile = Mailbox.parse("-oQ/var/x@example.net");
        send(program, new Mail(Envelope.of(hostile, List.of(hostile)), message()));
        assertThat(program.arguments())
                .containsExactly("-i", "-f", "-oQ/var/x@example.net", "--", "-oQ/var/x@example.net");
    }

    @ParameterizedTest
    @CsvSource({
        "64, CONFIGURATION, DEFERRED, EX_USAGE",
        "65, REFUSED, REFUSED, EX_DATAERR",
        "66, CONFIGURATION, DEFERRED, EX_NOINPUT",
        "67, REFUSED, REFUSED, EX_NOUSER",
        "68, REFUSED, REFUSED, EX_NOHOST",
        "69, REFUSED, REFUSED, EX_UNAVAILABLE",
        "70, TEMPORARY, DEFERRED, EX_SOFTWARE",
        "71, TEMPORARY, DEFERRED, EX_OSERR",
        "72, CONFIGURATION, DEFERRED, EX_OSFILE",
        "73, TEMPORARY, DEFERRED, EX_CANTCREAT",
        "74, TEMPORARY, DEFERRED, EX_IOERR",
        "75, TEMPORARY, DEFERRED, EX_TEMPFAIL",
        "76, PROTOCOL, DEFERRED, EX_PROTOCOL",
        "77, SECURITY, DEFERRED, EX_NOPERM",
        "78, CONFIGURATION, DEFERRED, EX_CONFIG",
        "100, REFUSED, REFUSED, qmail",
        "111, TEMPORARY, DEFERRED, qmail",
        "126, CONFIGURATION, DEFERRED, shell",
        "127, CONFIGURATION, DEFERRED, shell",
        "1, TEMPORARY, DEFERRED, exit code 1",
    })
    void A8_exitCodeBecomesAnOutcome(int code, SendException.Kind kind, Outcome outcome, String said)
            throws IOException {
        SendException e = failure("cat > /dev/null; echo 'because of this' >&2; exit " + code);
        assertThat(e.kind()).isEqualTo(kind);
        assertThat(e.stage()).isEqualTo(Stage.END_OF_DATA);
        assertThat(e).hasMessageContainingAll(said, "exit code " + code, "it said: because of this", "sendmail:");
        assertThat(e.receipt().rows()).hasSize(3).allSatisfy(row -> {
            assertThat(row.outcome()).isEqualTo(outcome);
            assertThat(row.text()).contains("because of this");
        });
    }

    @Test
    void A8_exitCodeCountsThoughTheMailWasNotRead() throws IOException {
        SendException e = failure(new FakeProgram(folder, "exit 67").url(), large());
        assertThat(e.kind()).isEqualTo(SendException.Kind.REFUSED);
        assertThat(e.stage()).isEqualTo(Stage.CONTENT);
    }

    private static Mail large() {
        String line = "x".repeat(70) + "\n";
        return Mail.of(Content.of("From: a@example.org\nTo: b@example.net\n\n" + line.repeat(20_000)));
    }

    @Test
    void A8_successBeforeTheWholeMailIsUnknown() throws IOException {
        SendException e = failure(new FakeProgram(folder, "head -c 10 > /dev/null").url(), large());
        assertThat(e.isUnknown()).isTrue();
        assertThat(e).hasMessageContaining("hadn't read the whole mail");
        assertThat(e.receipt().with(Outcome.UNKNOWN)).hasSize(1);
    }

    @Test
    void A8_killedAfterTheWholeMailIsUnknown() throws IOException {
        SendException e = failure("cat > /dev/null; kill -9 $$");
        assertThat(e.isUnknown()).isTrue();
        assertThat(e).hasMessageContainingAll("killed by signal 9", "may have been delivered");
        assertThat(e.receipt().with(Outcome.UNKNOWN)).hasSize(3);
    }

    @Test
    void A8_killedBeforeTheWholeMailIsNotSent() throws IOException {
        SendException e = failure(new FakeProgram(folder, "head -c 10 > /dev/null; kill -9 $$").url(), large());
        assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
        assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
    }

    @Test
    void A8_missingProgramIsSaidAndTheNextServerTried() throws IOException {
        String missing = "sendmail:" + folder.resolve("none");
        SendException e = failure(missing, mail());
        assertThat(e.kind()).isEqualTo(SendException.Kind.CONFIGURATION);
        assertThat(e.stage()).isEqualTo(Stage.CONNECT);
        assertThat(e).hasMessageContainingAll(missing, "no such program", "nothing was sent");
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        try (Mailer mailer = Mailer.to(missing, program.url())) {
            Receipt receipt = mailer.send(mail());
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.tried()).extracting(Receipt.Tried::server).containsExactly(missing);
        }
    }

    @Test
    void A8_fileThatIsNoProgramIsSaid() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello");
        assertThat(failure("sendmail:" + text, mail())).hasMessageContaining("can't be executed by this user");
        assertThat(failure("sendmail:" + folder, mail())).hasMessageContaining("no program but a folder");
        FakeProgram broken = new FakeProgram(folder, "");
        Files.writeString(broken.file, "#!" + folder.resolve("no-such-shell") + "\n");
        assertThat(failure(broken.url(), mail()))
                .hasMessageContainingAll("can't start the program", "nothing was sent");
    }

    @Test
    void A8_whatItSaysIsKeptInBoundsAndShownSafely() throws IOException {
        FakeProgram program =
                new FakeProgram(folder, "printf 'one\\033[31m\\ntwo\\302\\205\\nthree' >&2; cat > /dev/null");
        assertThat(send(program, mail()).rows().get(0).text())
                .isEqualTo("taken by " + program.url() + "; it said: one\\u001b[31m / two\\u0085 / three");
        FakeProgram flood = new FakeProgram(
                folder, "i=0; while [ $i -lt 300 ]; do printf '%8000s' x >&2; i=$((i + 1)); done; cat > /dev/null");
        String text = send(flood, mail()).rows().get(0).text();
        assertThat(text).hasSizeLessThan(2200).endsWith(" …");
    }

    @Test
    void A8_recipientsBeyondOneCallGoInSeveral() throws IOException {
        FakeProgram program = new FakeProgram(folder, "echo $# >> calls; cat > mail");
        List<Mailbox> many = new ArrayList<>();
        IntStream.range(0, 5000).forEach(i -> many.add(Mailbox.parse("somebody." + i + "@example.net")));
        Mail mail = new Mail(Envelope.of(null, many), message());
        try (Mailer mailer = Mailer.builder()
                .server(program.url())
                .acceptance(Acceptance.AT_LEAST_ONE)
                .build()) {
            assertThat(mailer.send(mail).with(Outcome.ACCEPTED)).hasSize(5000);
        }
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        assertThat(calls).hasSizeGreaterThan(1);
        assertThat(calls.stream().mapToInt(Integer::parseInt).map(n -> n - 4).sum())
                .isEqualTo(5000);
        assertThat(failure(program.url(), mail))
                .hasMessageContaining("so it can't be all or nobody")
                .extracting(SendException::kind)
                .isEqualTo(SendException.Kind.CONFIGURATION);
    }

    @Test
    void A8_wishesThatOnlyAServerFulfilsAreRefused() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        Message message = message();
        Mail mail = new Mail(message.envelope().with(DeliveryOptions.none().withRequiredTls()), message);
        assertThat(failure(program.url(), mail)).hasMessageContaining("not of a program");
        assertThat(program.left("mail")).isFalse();
    }

    @Test
    void R7_theProgramIsFoundInTheUsualPlaces() throws Exception {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        Path none = folder.resolve("none");
        Path notExecutable = Files.writeString(folder.resolve("text"), "hello");
        assertThat(Program.find(List.of(none, folder, notExecutable, program.file)))
                .isEqualTo(program.file);
        assertThatThrownBy(() -> Program.find(List.of(none)))
                .isInstanceOf(Program.Missing.class)
                .hasMessageContainingAll("no sendmail program on this machine", none.toString());
        assertThat(Server.parse("sendmail:")).hasToString("sendmail:");
    }

    @Test
    void R7_theMessageIsPipedWithRecipientsAsArguments() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        String header = "From: sender@example.org\nTo: shown@example.org\nSubject: Hi\n\n";
        Envelope envelope =
                Envelope.of(Mailbox.parse("sender@example.org"), List.of(Mailbox.parse("real@example.net")));
        send(program, new Mail(envelope, Content.of(header + "one\ntwo\n")));
        assertThat(program.arguments()).endsWith("--", "real@example.net");
        assertThat(program.mail()).isEqualTo(header + "one\ntwo\n");
    }

    @Test
    void A8_addressBeyondAsciiIsHandedOverWhole() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        Mail mail = new Mail(Envelope.of(null, List.of(Mailbox.parse("jürgen@example.net"))), message());
        if ("UTF-8".equals(System.getProperty("sun.jnu.encoding"))) {
            send(program, mail);
            assertThat(Files.readAllBytes(folder.resolve("arguments"))).contains("jürgen@example.net".getBytes(UTF_8));
        } else {
            assertThat(failure(program.url(), mail)).hasMessageContaining("LC_ALL=C.UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sendmail:sendmail",
                "sendmail:bin/sendmail",
                "sendmail:/a?args=x",
                "sendmail:/a?tls=none",
                "sendmail:/a?pool=0",
                "sendmail:/a?timeout=soon",
                "sendmail:/a%0ab",
                "sendmail:/a?arg=%00",
            })
    void A8_badUrlIsRefused(String url) {
        assertThatThrownBy(() -> Server.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void A8_argumentsAreNotShown() {
        assertThat(Server.parse("sendmail:///opt/a%20b?arg=secret&timeout=5s&pool=2"))
                .hasToString("sendmail:/opt/a b");
    }
}
