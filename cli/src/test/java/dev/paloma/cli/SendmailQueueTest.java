package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.Mailer;
import dev.paloma.outbox.Outbox;
import dev.paloma.outbox.OutboxWorker;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The sendmail program in front of an outbox. */
@ExtendWith(NoLeaks.class)
class SendmailQueueTest {
    private static final String MAIL = """
            From: ann@example.org
            To: bob@example.net
            Subject: Hi

            Hello
            """;

    @TempDir
    private Path home;

    private Run run(String input, String... args) {
        return new Run.Setup(home)
                .with("PALOMA_OUTBOX", "sqlite:" + home.resolve("outbox.db"))
                .input(input)
                .run(args);
    }

    private Run sendmail(String input, String... args) {
        List<String> all = new ArrayList<>(List.of("sendmail"));
        all.addAll(List.of(args));
        return run(input, all.toArray(String[]::new));
    }

    private String mailq() {
        Run run = sendmail("", "-bp");
        assertThat(run.code()).as(run.err()).isZero();
        return run.out();
    }

    private void deliver(FakeSmtpServer server) {
        Run run = run("", "outbox", "run", "--server", server.url(), "--until-empty");
        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void whatIsPipedToItWaitsUntilAWorkerDeliversIt() {
        Run run = sendmail(MAIL, "-t", "-i", "-f", "bounce@example.org");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEmpty();
        assertThat(mailq())
                .startsWith("-Queue ID-")
                .containsPattern(
                        "(?m)^[0-9A-Z]+ +[0-9]+ [A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]{2} [0-9:]{8}  bounce@example\\.org$")
                .containsPattern("(?m)^ +bob@example\\.net$")
                .endsWith("-- 1 Kbytes in 1 Request.\n");

        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            deliver(server);
            ReceivedMail mail = server.received().get(0);
            assertThat(mail.sender()).isEqualTo("bounce@example.org");
            assertThat(mail.recipientAddresses()).containsExactly("bob@example.net");
            assertThat(mail.text()).contains("\r\n\r\nHello\r\n");
        }
        assertThat(mailq()).isEqualTo("Mail queue is empty\n");
    }

    @Test
    void reportsThatWereAskedForAreAskedOfTheServer() {
        sendmail(MAIL, "-t", "-N", "failure", "-R", "hdrs", "-V", "id42");
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("DSN").start()) {
            deliver(server);
            assertThat(server.transcript().toString()).contains("RET=HDRS", "ENVID=id42", "NOTIFY=FAILURE");
        }
    }

    @Test
    void overSmtpTheAnswerHasTheIdAndComesWhenItIsStored() {
        Run run = sendmail(
                "EHLO me\r\nMAIL FROM:<ann@example.org>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n"
                        + MAIL.replace("\n", "\r\n") + ".\r\nQUIT\r\n",
                "-bs");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("250 2\\.0\\.0 Ok: queued as [0-9A-Z]+\r\n221 ");
        String id = run.out().replaceAll("(?s).*queued as ([0-9A-Z]+).*", "$1");
        assertThat(mailq()).contains("\n" + id + " ");
    }

    @Test
    void mailqTellsWhyAMailStillWaits() throws Exception {
        sendmail(MAIL, "-t");
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT, Reply.of(450, "4.2.1 come back later"))
                .start()) {
            try (Outbox outbox = Outbox.open("sqlite:" + home.resolve("outbox.db"));
                    OutboxWorker worker = OutboxWorker.builder(outbox)
                            .route("default", Mailer.builder().server(server.url()))
                            .build()) {
                worker.start();
                worker.untilIdle();
            }
        }
        assertThat(mailq()).contains("4.2.1 come back later)\n" + " ".repeat(41) + "bob@example.net\n");
    }

    @Test
    void whatIsHeldIsMarked() {
        sendmail(MAIL, "-t");
        String id = run("", "outbox", "list").out().replaceAll("(?s)^([0-9A-Z]+) .*", "$1");
        assertThat(run("", "outbox", "hold", id).code()).isZero();
        assertThat(mailq()).contains("\n" + id + "!");
    }

    @Test
    void anOutboxThatCannotBeOpenedIsToldAndNothingIsTaken() {
        Run run = new Run.Setup(home)
                .with("PALOMA_OUTBOX", "mysql://localhost/mail")
                .input(MAIL)
                .run("sendmail", "-t");
        assertThat(run.code()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(run.err()).contains("sqlite:/path");
        Run spoken = new Run.Setup(home)
                .with("PALOMA_OUTBOX", "mysql://localhost/mail")
                .input("QUIT\r\n")
                .run("sendmail", "-bs");
        assertThat(spoken.out()).startsWith("421 4.3.5 ");
    }

    @Test
    void verifyingNamesTheOutbox() {
        assertThat(sendmail("", "-bv", "bob@example.net").out())
                .isEqualTo("bob@example.net... would go to the outbox\n");
    }
}
