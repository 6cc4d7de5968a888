package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Mailbox;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether an address exists: what is believed, and what can't be told (A11). */
@ExtendWith(NoLeaks.class)
class VerifyTest {
    private static final Mailbox BOB = Mailbox.parse("bob@example.net");

    private static Probe.Verification verify(FakeSmtpServer server) {
        return Probe.builder(Server.smtp("127.0.0.1", server.port()))
                .timeouts(Setting.quick())
                .build()
                .verify(BOB);
    }

    /** A server that answers VRFY so, and RCPT with a refusal of strangers unless a test says otherwise. */
    private static FakeSmtpServerBuilder answering(int code, String text) {
        return FakeSmtpServer.builder().at(Step.VRFY, Reply.of(code, text));
    }

    private static FakeSmtpServerBuilder withUsers(FakeSmtpServerBuilder builder) {
        return builder.at(
                Step.RCPT,
                request -> request.line().contains("<bob@") ? Reply.usual() : Reply.of(550, "5.1.1 no such user"));
    }

    @ParameterizedTest
    @CsvSource({
        "250, Bob <bob@example.net>, YES",
        "251, will forward, YES",
        "552, 5.2.2 mailbox full, YES",
        "550, 5.1.1 no such user, NO",
        "553, 5.1.3 bad syntax, NO",
        "550, 5.2.1 closed, NO"
    })
    void A11_plainAnswerToVrfyIsBelieved(int code, String text, Probe.Answer answer) {
        try (FakeSmtpServer server = answering(code, text).start()) {
            Probe.Verification verification = verify(server);
            assertThat(verification.answer()).isEqualTo(answer);
            assertThat(verification.reply()).hasToString(code + " " + text);
            assertThat(verification.problem()).isNull();
            assertThat(server.transcript().commands())
                    .contains("VRFY bob@example.net")
                    .noneMatch(c -> c.startsWith("MAIL"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "252, can't but will try",
        "502, not implemented",
        "550, VRFY is forbidden",
        "550, 5.7.1 access denied",
        "530, 5.7.0 log in first",
        "450, 4.2.0 later"
    })
    void A11_whatVrfyLeavesOpenIsAskedWithRcpt(int code, String text) {
        try (FakeSmtpServer server = withUsers(answering(code, text)).start()) {
            Probe.Verification verification = verify(server);
            assertThat(verification.answer()).isEqualTo(Probe.Answer.YES);
            assertThat(Objects.requireNonNull(verification.reply()).code()).isEqualTo(250);
            assertThat(server.transcript().commands())
                    .containsSubsequence("VRFY bob@example.net", "MAIL FROM:<>", "RCPT TO:<bob@example.net>", "RSET")
                    .noneMatch(c -> c.startsWith("DATA") || c.startsWith("BDAT"))
                    .endsWith("QUIT");
            assertThat(server.violations()).isEmpty();
            assertThat(server.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "550, no such user, NO",
        "551, 5.1.6 moved, NO",
        "556, 5.1.10 takes no mail, NO",
        "452, 4.2.2 mailbox full, YES",
        "550, 5.7.1 relaying denied, CANT_TELL",
        "550, 5.1.8 your domain doesn't exist, CANT_TELL",
        "450, 4.7.1 greylisted, CANT_TELL",
        "252, who knows, CANT_TELL",
        "554, no, CANT_TELL",
        "421, 4.3.2 closing, CANT_TELL"
    })
    void A11_refusalOfTheRecipientIsANoOnlyIfItIsAboutTheMailbox(int code, String text, Probe.Answer answer) {
        try (FakeSmtpServer server =
                answering(252, "who knows").at(Step.RCPT, Reply.of(code, text)).start()) {
            Probe.Verification verification = verify(server);
            assertThat(verification.answer()).isEqualTo(answer);
            assertThat(verification.reply()).hasToString(code + " " + text);
        }
    }

    @Test
    void A11_serverThatTakesEveryAddressCantTell() {
        try (FakeSmtpServer server = answering(252, "who knows").start()) {
            Probe.Verification verification = verify(server);
            assertThat(verification.answer()).isEqualTo(Probe.Answer.CANT_TELL);
            assertThat(Objects.requireNonNull(verification.reply()).code()).isEqualTo(250);
            assertThat(server.transcript().commands())
                    .filteredOn(c -> c.startsWith("RCPT"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .matches("RCPT TO:<nobody-[0-9a-f]{24}@example\\.net>");
        }
    }

    @Test
    void refusedSenderTellsNothing() {
        try (FakeSmtpServer server = answering(502, "no")
                .at(Step.MAIL, Reply.of(550, "5.1.1 no bounces"))
                .start()) {
            assertThat(verify(server).answer()).isEqualTo(Probe.Answer.CANT_TELL);
        }
    }

    @Test
    void closingOrBrokenLineTellsNothing() {
        try (FakeSmtpServer server = answering(421, "4.3.2 bye").start()) {
            Probe.Verification verification = verify(server);
            assertThat(verification.answer()).isEqualTo(Probe.Answer.CANT_TELL);
            assertThat(verification.reply()).hasToString("421 4.3.2 bye");
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.VRFY, Fault.CLOSE).start()) {
            Probe.Verification verification = verify(server);
            assertThat(verification.answer()).isEqualTo(Probe.Answer.CANT_TELL);
            assertThat(verification.problem()).isNotNull();
        }
    }
}
