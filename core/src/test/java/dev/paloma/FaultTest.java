package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong between the greeting and QUIT: one test for each case of the catalogue, over every kind of line. */
@ExtendWith(NoLeaks.class)
class FaultTest {
    private static final String ALL = "dev.paloma.Setting#all";
    private static final String BOB = "bob@example.net";
    private static final String EVE = "eve@example.net";

    /** Sends to a server, expecting that it fails. */
    private static SendException failure(Setting setting, FakeSmtpServerBuilder script, String... recipients) {
        return failure(setting, script, Acceptance.ALL, recipients);
    }

    private static SendException failure(
            Setting setting, FakeSmtpServerBuilder script, Acceptance acceptance, String... recipients) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = setting.mailer(server, acceptance)) {
            Content mail = Setting.mail(recipients.length == 0 ? new String[] {BOB} : recipients);
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(mail));
            assertThat(e)
                    .as("a failure; the session was\n%s", server.transcript())
                    .isNotNull();
            assertThat(server.violations()).isEmpty();
            assertThat(e.getMessage()).doesNotContain("\n", "\r");
            return e;
        }
    }

    private static Receipt success(
            Setting setting, FakeSmtpServerBuilder script, Acceptance acceptance, String... recipients) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = setting.mailer(server, acceptance)) {
            Receipt receipt = mailer.send(Setting.mail(recipients.length == 0 ? new String[] {BOB} : recipients));
            assertThat(server.received()).hasSize(1);
            assertThat(server.violations()).isEmpty();
            return receipt;
        }
    }

    private static void assertOutcomes(Receipt receipt, Outcome... outcomes) {
        assertThat(receipt.rows()).extracting(Receipt.Row::outcome).containsExactly(outcomes);
    }

    private static void assertDeferred(SendException e, Stage stage, SendException.Kind kind) {
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
        assertThat(e.stage()).isEqualTo(stage);
        assertOutcomes(e.receipt(), Outcome.DEFERRED);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F8_resetAfterAccept(Setting setting) {
        SendException e = failure(setting, setting.server().at(Step.GREETING, Fault.RESET));
        assertThat(e.stage()).isIn(Stage.CONNECT, Stage.STARTTLS, Stage.GREETING); // as soon as it is noticed
        assertDeferred(e, e.stage(), SendException.Kind.TEMPORARY);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F10_greetingRefusesForNow(Setting setting) {
        SendException e = failure(setting, setting.server().at(Step.GREETING, Reply.of(421, "4.3.2 Too busy")));
        assertDeferred(e, Stage.GREETING, SendException.Kind.TEMPORARY);
        assertThat(e).hasMessageContaining("421 4.3.2 Too busy");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F11_greetingRefusesForGood(Setting setting) {
        SendException e = failure(setting, setting.server().at(Step.GREETING, Reply.of(554, "5.7.1 Go away")));
        assertDeferred(e, Stage.GREETING, SendException.Kind.TEMPORARY);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F12_greetingOfSeveralLines(Setting setting) {
        FakeSmtpServerBuilder script = setting.server().at(Step.GREETING, Reply.of(220, "mail.test", "ESMTP", "hi"));
        assertOutcomes(success(setting, script, Acceptance.ALL), Outcome.ACCEPTED);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F13_bannerOfAnotherProtocol(Setting setting) {
        SendException e = failure(setting, setting.server().at(Step.GREETING, Reply.raw("SSH-2.0-OpenSSH_9.2\r\n")));
        assertDeferred(e, Stage.GREETING, SendException.Kind.PROTOCOL);
        assertThat(e).hasMessageContaining("SSH-2.0");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F17_ehloRefusedForNow(Setting setting) {
        SendException e = failure(setting, setting.server().at(Step.EHLO, Reply.of(451, "4.3.0 Later")));
        assertDeferred(e, Stage.EHLO, SendException.Kind.TEMPORARY);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F21_twoRepliesToOneCommand(Setting setting) {
        FakeSmtpServerBuilder script =
                setting.server().at(Step.RCPT, Reply.usual().and(Reply.of(250, "again")));
        SendException e = failure(setting, script);
        assertThat(e.kind()).isEqualTo(SendException.Kind.PROTOCOL);
        assertOutcomes(e.receipt(), Outcome.DEFERRED);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F27_endInsideALine(Setting setting) {
        SendException e = failure(
                setting, setting.server().at(Step.MAIL, Reply.raw("250 o").then(Fault.CLOSE)));
        assertDeferred(e, Stage.MAIL, SendException.Kind.TEMPORARY);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F28_enhancedClassDiffersFromTheCode(Setting setting) {
        SendException e = failure(setting, setting.server().at(Step.RCPT, Reply.of(450, "5.1.1 Hm")));
        assertDeferred(e, Stage.RCPT, SendException.Kind.TEMPORARY);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F29_intermediateReplyWhereNoneIsDue(Setting setting) {
        assertDeferred(
                failure(setting, setting.server().at(Step.MAIL, Reply.of(354, "go on"))),
                Stage.MAIL,
                SendException.Kind.PROTOCOL);
        assertDeferred(
                failure(setting, setting.server().at(Step.RCPT, Reply.of(354, "go on"))),
                Stage.RCPT,
                SendException.Kind.PROTOCOL);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F42_mailRefused(Setting setting) {
        SendException now = failure(setting, setting.server().at(Step.MAIL, Reply.of(451, "4.7.1 Not now")));
        assertDeferred(now, Stage.MAIL, SendException.Kind.TEMPORARY);
        SendException never = failure(setting, setting.server().at(Step.MAIL, Reply.of(550, "5.1.8 Bad sender")));
        assertThat(never.kind()).isEqualTo(SendException.Kind.REFUSED);
        assertThat(never.isPermanent()).isTrue();
        assertThat(never.reply()).isNotNull();
        assertOutcomes(never.receipt(), Outcome.REFUSED);
        assertThat(never.receipt().rows().get(0).code()).contains(550);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F44_mixedRecipientsUnderBothPolicies(Setting setting) {
        Reply no = Reply.of(550, "5.1.1 No such user");
        SendException all = failure(setting, setting.server().at(Step.RCPT.of(EVE), no), BOB, EVE);
        assertOutcomes(all.receipt(), Outcome.DEFERRED, Outcome.REFUSED);
        assertThat(all.kind()).isEqualTo(SendException.Kind.REFUSED);
        assertThat(all).hasMessageContaining(EVE).hasMessageContaining("5.1.1 No such user");
        Receipt one = success(setting, setting.server().at(Step.RCPT.of(EVE), no), Acceptance.AT_LEAST_ONE, BOB, EVE);
        assertOutcomes(one, Outcome.ACCEPTED, Outcome.REFUSED);
        assertThat(one.rows().get(1).text()).isEqualTo("5.1.1 No such user");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F45_forwardingRepliesAreAccepted(Setting setting) {
        FakeSmtpServerBuilder script = setting.server()
                .at(Step.RCPT.of(BOB), Reply.of(251, "2.1.5 will forward"))
                .at(Step.RCPT.of(EVE), Reply.of(252, "2.5.2 can't tell"));
        Receipt receipt = success(setting, script, Acceptance.ALL, BOB, EVE);
        assertThat(receipt.isAccepted()).isTrue();
        assertThat(receipt.rows()).extracting(row -> row.code().orElse(0)).containsExactly(251, 252);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F46_greylisting(Setting setting) {
        SendException e = failure(setting, setting.server().at(Step.RCPT, Reply.of(450, "4.7.1 Greylisted")));
        assertDeferred(e, Stage.RCPT, SendException.Kind.TEMPORARY);
        assertThat(e.isTransient()).isTrue();
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F47_largerThanTheServerTakes(Setting setting) {
        SendException here = failure(setting, setting.server().extensions("SIZE 100"));
        assertThat(here.kind()).isEqualTo(SendException.Kind.REFUSED);
        assertThat(here).hasMessageContaining("100");
        assertOutcomes(here.receipt(), Outcome.REFUSED);
        SendException later = failure(setting, setting.server().at(Step.CONTENT, Reply.of(552, "5.3.4 Too big")));
        assertThat(later.kind()).isEqualTo(SendException.Kind.REFUSED);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F51_dataRefusedCountsForEveryAcceptedRecipient(Setting setting) {
        FakeSmtpServerBuilder script = setting.server()
                .at(Step.RCPT.of(EVE), Reply.of(550, "5.1.1 No such user"))
                .at(Step.DATA, Reply.of(451, "4.3.1 No space"));
        SendException e = failure(setting, script, Acceptance.AT_LEAST_ONE, BOB, EVE);
        assertOutcomes(e.receipt(), Outcome.DEFERRED, Outcome.REFUSED);
        assertThat(e.receipt().rows().get(0).code()).contains(451);
        SendException never = failure(setting, setting.server().at(Step.DATA, Reply.of(554, "5.7.1 No")));
        assertOutcomes(never.receipt(), Outcome.REFUSED);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F53_closingAtAnyMoment(Setting setting) {
        Reply closing = Reply.of(421, "4.3.2 Shutting down");
        for (Step step : List.of(Step.MAIL, Step.RCPT, Step.DATA, Step.CONTENT)) {
            SendException e = failure(setting, setting.server().at(step, closing));
            assertThat(e.kind()).as("%s: %s", step, e).isEqualTo(SendException.Kind.TEMPORARY);
            assertOutcomes(e.receipt(), Outcome.DEFERRED);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F59_lineDiesAfterTheDot(Setting setting) {
        for (Fault fault : List.of(Fault.CLOSE, Fault.CRASH, Fault.RESET)) {
            SendException e = failure(setting, setting.server().at(Step.CONTENT, fault));
            assertThat(e.isUnknown()).as("%s: %s", fault, e).isTrue();
            assertThat(e.isTransient()).isFalse();
            assertThat(e.isPermanent()).isFalse();
            assertOutcomes(e.receipt(), Outcome.UNKNOWN);
            assertThat(e).hasMessageContaining("may have been delivered");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F59_noAnswerToTheDot(Setting setting) {
        try (FakeSmtpServer server =
                        setting.server().at(Step.CONTENT, Fault.STALL).start();
                Mailer mailer = Mailer.builder()
                        .server(setting.address(server))
                        .timeouts(Setting.quick().with(Stage.END_OF_DATA, Duration.ofMillis(150)))
                        .build()) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(BOB)));
            assertThat(e.isUnknown()).isTrue();
            assertOutcomes(e.receipt(), Outcome.UNKNOWN);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F60_contentRefused(Setting setting) {
        SendException now = failure(setting, setting.server().at(Step.CONTENT, Reply.of(452, "4.3.1 Full")));
        assertDeferred(now, Stage.END_OF_DATA, SendException.Kind.TEMPORARY);
        SendException never = failure(setting, setting.server().at(Step.CONTENT, Reply.of(554, "5.6.0 Spam")));
        assertThat(never.kind()).isEqualTo(SendException.Kind.REFUSED);
        assertOutcomes(never.receipt(), Outcome.REFUSED);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F61_quitFailsAfterTheMailIsTaken(Setting setting) {
        for (Fault fault : List.of(Fault.CLOSE, Fault.RESET)) {
            Receipt receipt = success(setting, setting.server().at(Step.QUIT, fault), Acceptance.ALL);
            assertOutcomes(receipt, Outcome.ACCEPTED);
        }
        Receipt refused = success(setting, setting.server().at(Step.QUIT, Reply.of(500, "what?")), Acceptance.ALL);
        assertOutcomes(refused, Outcome.ACCEPTED);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F62_garbageInPlaceOfTheDotsReply(Setting setting) {
        SendException e = failure(setting, setting.server().at(Step.CONTENT, Reply.raw("garbage\r\n250 ok\r\n")));
        assertThat(e.isUnknown()).isTrue();
        assertOutcomes(e.receipt(), Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F67_policyRefusalKeepsItsReason(Setting setting) {
        SendException e =
                failure(setting, setting.server().at(Step.CONTENT, Reply.of(550, "5.7.26 DMARC", "5.7.26 see policy")));
        Receipt.Row row = e.receipt().rows().get(0);
        assertThat(row.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(row.text()).isEqualTo("5.7.26 DMARC\n5.7.26 see policy");
        assertThat(row.enhanced()).hasToString("Optional[5.7.26]");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F66_resetThatIsNotAnsweredDoesNotHoldTheVerdictUp(Setting setting) {
        FakeSmtpServerBuilder script = setting.server()
                .at(Step.RCPT, Reply.of(550, "5.1.1 No such user"))
                .at(Step.RSET, Fault.STALL);
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.builder()
                        .server(setting.address(server))
                        .timeouts(Setting.quick().with(Stage.RSET, Duration.ofMillis(150)))
                        .build()) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(BOB)));
            assertThat(e.kind()).isEqualTo(SendException.Kind.REFUSED);
            assertOutcomes(e.receipt(), Outcome.REFUSED);
        }
        assertThat(Timeouts.standard().of(Stage.RSET)).isLessThanOrEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void noResetWhereNothingIsLeftOver(Setting setting) {
        FakeSmtpServerBuilder script = setting.server().at(Step.MAIL, Reply.of(550, "5.1.8 Bad sender"));
        try (FakeSmtpServer server = script.start()) {
            try (Mailer mailer = setting.mailer(server)) {
                SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(BOB)));
                assertThat(e.stage()).isEqualTo(Stage.MAIL);
            }
            assertThat(server.transcript().commands()).doesNotContain("RSET").contains("QUIT");
        }
    }
}
