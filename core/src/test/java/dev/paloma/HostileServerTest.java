package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import dev.paloma.smtp.Stage;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that never come to an end, and senders who don't want to wait for it (R4, S11, S23). */
@ExtendWith(NoLeaks.class)
class HostileServerTest {
    private static final String LINES = "dev.paloma.Setting#lines";
    private static final Duration LIMIT = Duration.ofMillis(300);

    private static SendException failure(
            Setting setting, FakeSmtpServerBuilder script, Stage limited, Content content) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.builder()
                        .server(setting.address(server))
                        .timeouts(Setting.quick().with(limited, LIMIT))
                        .build()) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(content));
            assertThat(e)
                    .as("a failure; the session was\n%s", server.transcript())
                    .isNotNull();
            assertThat(server.received()).isEmpty();
            return e;
        }
    }

    private static Content mail() {
        return Setting.mail("bob@example.net");
    }

    @ParameterizedTest
    @MethodSource(LINES)
    void S11_endlessRepliesEnd(Setting setting) {
        SendException lines = failure(
                setting, setting.server().at(Step.EHLO, Reply.raw("250-x\r\n").endless()), Stage.QUIT, mail());
        assertThat(lines).hasMessageContaining("512 lines");
        SendException line = failure(
                setting,
                setting.server()
                        .at(Step.GREETING, Reply.raw("220 xxxxxxxxxxxxxx").endless()),
                Stage.QUIT,
                mail());
        assertThat(line.kind()).isEqualTo(SendException.Kind.PROTOCOL);
    }

    /** Within the limits of each reply a server could still fill the memory, with one for every recipient. */
    @Test
    void S11_whatIsKeptOfRepliesIsBounded() {
        Setting setting = new Setting(Setting.Tls.CLEAR, Segmentation.WHOLE);
        String[] recipients =
                IntStream.range(0, 100).mapToObj(i -> "b" + i + "@example.net").toArray(String[]::new);
        Reply large = Reply.raw(("250-" + "x".repeat(4000) + "\r\n").repeat(200) + "250 yes\r\n");
        try (FakeSmtpServer server = setting.server().at(Step.RCPT, large).start();
                Mailer mailer = setting.mailer(server)) {
            Receipt receipt = mailer.send(Setting.mail(recipients));
            assertThat(receipt.isAccepted()).isTrue();
            int kept = receipt.rows().stream()
                    .mapToInt(row ->
                            row.text().length() + String.valueOf(row.reply()).length())
                    .sum();
            assertThat(kept).isLessThan(512 * 1024);
        }
    }

    @ParameterizedTest
    @MethodSource(LINES)
    void S23_whatAServerSaysCantDisturbATerminal(Setting setting) {
        String evil = "\u001b[2J\u009b31m \u202egnp.exe\u2066 \u2028 \u0085 \u0007 \u007f \u200b";
        for (Step step : List.of(Step.GREETING, Step.EHLO, Step.MAIL, Step.RCPT, Step.DATA, Step.CONTENT)) {
            List<String> seen = new CopyOnWriteArrayList<>();
            try (FakeSmtpServer server = setting.server()
                            .at(step, Reply.raw("554 5.7.1 " + evil + "\r\n"))
                            .start();
                    Mailer mailer = Mailer.builder()
                            .server(setting.address(server))
                            .trace(LoginTest.remembering(seen))
                            .build()) {
                SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(mail()));
                seen.addAll(List.of(e.getMessage(), e.toString(), e.receipt().toString()));
            }
            assertThat(seen).as("%s", step).anyMatch(line -> line.contains("\\x1b[2J") && line.contains("\\u202e"));
            assertThat(seen).allMatch(line -> line.matches("[\\P{C}\n]*"));
        }
    }

    /** A carriage return inside of a reply could make two lines of one in a log. */
    @Test
    void S23_aLoneCarriageReturnEndsTheConnection() {
        Setting setting = new Setting(Setting.Tls.CLEAR, Segmentation.WHOLE);
        SendException e =
                failure(setting, setting.server().at(Step.MAIL, Reply.raw("250 ok\r250 more\r\n")), Stage.QUIT, mail());
        assertThat(e.kind()).isEqualTo(SendException.Kind.PROTOCOL);
    }

    @Test
    void R4_interruptingTheThreadEndsTheSend() throws InterruptedException {
        Setting setting = new Setting(Setting.Tls.CLEAR, Segmentation.WHOLE);
        for (Step step : List.of(Step.MAIL, Step.CONTENT)) {
            try (FakeSmtpServer server = setting.server().at(step, Fault.STALL).start();
                    Mailer mailer = setting.mailer(server)) {
                SendException[] caught = new SendException[1];
                Thread thread = new Thread(
                        () -> caught[0] = catchThrowableOfType(SendException.class, () -> mailer.send(mail())));
                thread.start();
                Awaitility.await()
                        .until(() -> server.transcript().toString().contains("C: ")
                                && server.transcript().toString().contains(step == Step.MAIL ? "MAIL FROM" : "354"));
                thread.interrupt();
                thread.join();
                Outcome expected = step == Step.MAIL ? Outcome.DEFERRED : Outcome.UNKNOWN;
                assertThat(caught[0].receipt().rows().get(0).outcome()).isEqualTo(expected);
            }
        }
    }

    /** The hook's promise holds for whatever stops the mail before it returns. */
    @Test
    void R4_anInterruptInTheEndOfMessageHookSendsNothing() {
        Setting setting = new Setting(Setting.Tls.CLEAR, Segmentation.WHOLE);
        try (FakeSmtpServer server = setting.server().start();
                Mailer mailer = setting.mailer(server)) {
            SendException e = catchThrowableOfType(
                    SendException.class, () -> mailer.send(Mail.of(mail()), Thread.currentThread()::interrupt));
            assertThat(Thread.interrupted())
                    .as("the interrupt is left for the caller")
                    .isTrue();
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
            assertThat(server.received()).isEmpty();
        } finally {
            Thread.interrupted();
        }
    }
}
