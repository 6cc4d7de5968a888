package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import dev.paloma.testkit.Answer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can go wrong from MAIL to DATA (F38, F42–F54, F67). */
@ExtendWith({NoLeaks.class, Runs.Resolver.class})
class EnvelopeFaultsTest {
    private static final String FIRST = Sample.recipient(1);

    /** A refusal as a server words it. */
    private record No(int code, String text) {
        Reply reply() {
            return Reply.of(code, text);
        }

        Outcome outcome() {
            return code / 100 == 5 ? Outcome.REFUSED : Outcome.DEFERRED;
        }
    }

    private static final List<No> REFUSALS = List.of(
            new No(450, "4.2.0 Busy"),
            new No(451, "no enhanced code"),
            new No(550, "5.1.1 No such user"),
            new No(553, "5.1.3 Bad address"),
            new No(554, ""));

    @Test
    void F38_mailIsRefusedUntilOneLogsIn(Case c) throws InterruptedException {
        c.each(List.of(530, 534, 535, 538), (run, code) -> {
            Result result =
                    run.at(Step.MAIL, Reply.of(code, "5.7.0 Must log in")).send();
            result.kind(SendException.Kind.SECURITY)
                    .each(Outcome.DEFERRED)
                    .stage(Stage.MAIL)
                    .says("log in", code + " 5.7.0 Must log in");
        });
    }

    @Test
    void F42_mailRefused(Case c) throws InterruptedException {
        c.each(REFUSALS, (run, no) -> {
            Result result = run.at(Step.MAIL, no.reply()).send();
            result.answered(no.code(), Stage.MAIL).says("sender was not taken");
        });
    }

    /** Takes so many recipients in a transaction and no more. */
    private static Run atMost(Run run, int most, Reply tooMany) {
        AtomicInteger count = new AtomicInteger();
        Answer counting = request -> {
            count.set(0);
            return request.usual();
        };
        return run.at(Step.MAIL, counting)
                .at(Step.RCPT, request -> count.incrementAndGet() > most ? tooMany : request.usual());
    }

    @Test
    void F42_noResetWhereNothingIsLeftOver(Case c) throws InterruptedException {
        c.each(REFUSALS, (run, no) -> {
            Result result = run.at(Step.MAIL, no.reply()).send();
            assertThat(result.commands()).doesNotContain("RSET").last().isEqualTo("QUIT");
        });
    }

    @Test
    void F43_tooManyRecipientsForOneTransaction(Case c) throws InterruptedException {
        List<No> tooMany = List.of(
                new No(452, "4.5.3 Too many recipients"),
                new No(452, "Too many recipients"),
                new No(552, "5.5.3 Too many recipients"),
                new No(552, "Too many recipients"));
        c.with(Shape.several().stream().map(shape -> shape.of(5)).toList()).each(tooMany, (run, no) -> {
            Result result = atMost(run, 2, no.reply()).send();
            if (run.shape.acceptance() == Acceptance.ALL) {
                assertThat(result.receipt().with(Outcome.ACCEPTED)).isEmpty();
                assertThat(result.allLeft()).as("nothing is sent").isFalse();
            } else {
                assertThat(result.receipt().with(Outcome.ACCEPTED)).hasSizeGreaterThanOrEqualTo(2);
                assertThat(result.receipt().with(Outcome.UNKNOWN)).isEmpty();
            }
        });
    }

    @Test
    void F43_fullMailboxIsNoLimitOfTheTransaction(Case c) throws InterruptedException {
        List<No> full = List.of(
                new No(452, "4.2.2 Mailbox full"), new No(552, "5.2.2 Mailbox full"), new No(452, "4.3.1 No space"));
        c.with(Shape.SOME_OF_THREE, Shape.ALL_OF_THREE).each(full, (run, no) -> {
            Result result =
                    run.at(Step.RCPT.of(Sample.recipient(2)), no.reply()).send();
            boolean all = run.shape.acceptance() == Acceptance.ALL;
            Outcome others = all ? Outcome.DEFERRED : Outcome.ACCEPTED;
            result.rows(List.of(others, no.outcome(), others));
            assertThat(result.commands())
                    .filteredOn(line -> line.startsWith("MAIL"))
                    .hasSize(1);
        });
    }

    @Test
    void T4_F44_mixedRecipientsUnderBothPolicies(Case c) throws InterruptedException {
        c.with(Shape.several()).each(REFUSALS, (run, no) -> {
            String last = Sample.recipient(run.shape.recipients());
            Result result = run.at(Step.RCPT.of(last), no.reply()).send();
            boolean all = run.shape.acceptance() == Acceptance.ALL;
            List<Outcome> expected = new ArrayList<>();
            for (int i = 1; i < run.shape.recipients(); i++) {
                expected.add(all ? Outcome.DEFERRED : Outcome.ACCEPTED);
            }
            expected.add(no.outcome());
            result.rows(expected);
            Receipt.Row row = result.receipt().rows().get(run.shape.recipients() - 1);
            assertThat(row.code()).contains(no.code());
            assertThat(row.text()).isEqualTo(no.text());
            assertThat(result.allLeft()).isEqualTo(!all);
            if (all) {
                result.says(last, no.code() + " " + no.text());
            }
        });
    }

    @Test
    void T4_F45_forwardingRepliesAreAccepted(Case c) throws InterruptedException {
        List<No> yes = List.of(new No(251, "2.1.5 will forward"), new No(252, "2.5.2 can't tell"), new No(250, ""));
        c.each(yes, (run, said) -> {
            Result result = run.at(Step.RCPT.of(FIRST), said.reply()).send();
            result.accepted();
            assertThat(result.receipt().rows().get(0).code()).contains(said.code());
        });
    }

    @Test
    void F46_greylisting(Case c) throws InterruptedException {
        List<No> greylisted = List.of(
                new No(450, "4.7.1 Greylisted"), new No(451, "4.7.1 try again in 300 s"), new No(421, "4.7.0 no"));
        c.each(greylisted, (run, no) -> {
            Result result = run.at(Step.RCPT, no.reply()).send();
            result.deferred(Stage.RCPT).says(no.code() + " " + no.text());
            assertThat(result.failed().isTransient()).isTrue();
        });
    }

    private static boolean sizeIsKnown(Shape shape) {
        return shape.size().known && !shape.second();
    }

    @Test
    void F47_largerThanTheServerTakes(Case c) throws InterruptedException {
        List<Shape> known =
                Shape.usual().stream().filter(EnvelopeFaultsTest::sizeIsKnown).toList();
        c.with(known).each(List.of(-1, 0), (run, over) -> {
            int most = Sample.of(run.shape).octets().length + over;
            Result result = run.server(server -> server.offer("SIZE " + most)).send();
            if (over == 0) {
                result.accepted();
            } else {
                result.kind(SendException.Kind.REFUSED).each(Outcome.REFUSED).says(Integer.toString(most), "at most");
                assertThat(result.commands()).noneMatch(line -> line.startsWith("MAIL"));
            }
        });
    }

    @Test
    void F47_largerThanTheServerTakesInTheEnd(Case c) throws InterruptedException {
        c.each(
                List.of(new No(552, "5.3.4 Too big"), new No(452, "4.3.1 No room")),
                (run, no) -> run.at(Step.CONTENT, no.reply()).send().answered(no.code(), Stage.END_OF_DATA));
    }

    @Test
    void F48_eightBitTextTravelsWhateverIsOffered(Case c) throws InterruptedException {
        List<String> texts = List.of("Grüße\r\n", "é".repeat(5000), "日本語\r\n.\r\n");
        c.with(Shape.ONE, Shape.ALL_OF_THREE).each(texts, (run, text) -> {
            Message message = Message.builder()
                    .from("ann@example.org")
                    .to(FIRST)
                    .subject(text.substring(0, 2))
                    .text(text)
                    .build();
            run.sending(message).server(server -> server.withhold("8BITMIME", "SMTPUTF8"));
            Result result = run.send();
            result.accepted();
            assertThat(result.server().received().get(0).text()).isASCII();
            assertThat(result.commands()).noneMatch(line -> line.contains("BODY=") || line.contains("SMTPUTF8"));
        });
    }

    @Test
    void F48_lettersBeforeTheAtNeedSmtpUtf8(Case c) throws InterruptedException {
        c.with(Shape.ONE).each(List.of(true, false), (run, offered) -> {
            Message message = Message.builder()
                    .from(Mailbox.parse("jörg@example.org"))
                    .to(FIRST)
                    .text("x")
                    .build();
            run.sending(message).sendingFrom("jörg@example.org");
            Result result = (offered ? run : run.server(server -> server.withhold("SMTPUTF8"))).send();
            if (offered) {
                result.accepted();
            } else {
                result.kind(SendException.Kind.REFUSED).each(Outcome.REFUSED).says("SMTPUTF8");
                assertThat(result.commands()).noneMatch(line -> line.startsWith("MAIL"));
            }
        });
    }

    /** In a group DATA has left before anybody knows; the lone dot that is due then decides nothing. */
    @Test
    void F49_goAheadAlthoughNobodyIsLeftToSendTo(Case c) throws InterruptedException {
        List<Reply> toTheDot = List.of(
                Reply.of(554, "5.5.1 Nobody"),
                Reply.of(250, "2.0.0 queued as 4711"),
                Reply.of(451, "4.3.0 Later"),
                Reply.of(421, "4.3.0 Bye"),
                Reply.none().then(Fault.CLOSE),
                Reply.none().then(Fault.RESET),
                Reply.raw("nonsense\r\n"));
        c.each(toTheDot, (run, reply) -> {
            Result result = run.at(Step.RCPT, Reply.of(550, "5.1.1 No such user"))
                    .at(Step.DATA, Reply.of(354, "go on"))
                    .at(Step.CONTENT, reply)
                    .send();
            result.answered(550, Stage.RCPT);
            assertThat(result.server().received()).hasSize(run.shape.second() ? 1 : 0);
        });
    }

    @Test
    void F50_dataRefusedForWantOfRecipients(Case c) throws InterruptedException {
        List<No> toData = List.of(new No(554, "5.5.1 Nobody"), new No(503, "5.5.1 RCPT first"), new No(451, "4.3.0 x"));
        c.each(toData, (run, no) -> {
            Result result = run.at(Step.RCPT, Reply.of(450, "4.2.0 Busy"))
                    .at(Step.DATA, no.reply())
                    .send();
            result.answered(450, Stage.RCPT);
            assertThat(result.commands().get(result.commands().size() - 1)).isIn("RSET", "QUIT");
        });
    }

    @Test
    void F51_dataRefusedCountsForEveryAcceptedRecipient(Case c) throws InterruptedException {
        c.in(setting -> !setting.chunking())
                .each(
                        REFUSALS,
                        (run, no) -> run.at(Step.DATA, no.reply()).send().answered(no.code(), Stage.DATA));
        c.with(Shape.SOME_OF_THREE).each(REFUSALS, (run, no) -> {
            Result result = run.at(Step.RCPT.of(FIRST), Reply.of(550, "5.1.1 No such user"))
                    .at(Step.DATA, no.reply())
                    .send();
            if (!result.usedChunks()) {
                result.rows(List.of(Outcome.REFUSED, no.outcome(), no.outcome()));
                assertThat(result.receipt().rows().get(1).code()).contains(no.code());
            }
        });
    }

    @Test
    void F52_serverStopsReadingInsideTheEnvelope(Case c) throws InterruptedException {
        List<Step> steps = List.of(Step.MAIL, Step.RCPT.of(FIRST));
        c.in(setting -> setting.segmentation() == Segmentation.WHOLE).each(steps, (run, step) -> {
            Result result = run.server(server -> server.receiveBuffer(4096))
                    .at(step, Reply.usual().then(Fault.STALL))
                    .limited(Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.CONTENT, Stage.END_OF_DATA)
                    .send();
            if (result.allLeft()) {
                result.doubtful();
            } else {
                result.deferred();
            }
        });
    }

    @Test
    void F53_closingAtAnyMoment(Case c) throws InterruptedException {
        record Closing(Step step, Stage stage) {}
        List<Closing> moments = List.of(
                new Closing(Step.MAIL, Stage.MAIL),
                new Closing(Step.RCPT.of(FIRST), Stage.RCPT),
                new Closing(Step.DATA, Stage.DATA),
                new Closing(Step.CONTENT, Stage.END_OF_DATA));
        c.each(moments, (run, moment) -> {
            Result result =
                    run.at(moment.step(), Reply.of(421, "4.3.2 Shutting down")).send();
            if (moment.stage() == Stage.DATA && result.usedChunks()) {
                result.accepted();
            } else {
                result.deferred(moment.stage()).says("421 4.3.2 Shutting down");
            }
        });
        c.with(Shape.several()).run((run, nothing) -> {
            String last = Sample.recipient(run.shape.recipients());
            run.at(Step.RCPT.of(last), Reply.of(421, "4.3.2 Shutting down"))
                    .send()
                    .deferred(Stage.RCPT);
        });
    }

    @Test
    void F54_hundredsOfRecipientsInOneTransaction(Case c) throws InterruptedException {
        c.in(setting -> setting.segmentation() != Segmentation.BY_BYTE)
                .with(Shape.ALL_OF_THREE.of(300), Shape.SOME_OF_THREE.of(1000))
                .each(List.of(0, 7), (run, refused) -> {
                    if (refused > 0) {
                        run.at(Step.RCPT.of(Sample.recipient(refused)), Reply.of(550, "5.1.1 No such user"));
                    }
                    Result result = run.send();
                    boolean none = refused > 0 && run.shape.acceptance() == Acceptance.ALL;
                    int expected = none ? 0 : run.shape.recipients() - (refused > 0 ? 1 : 0);
                    assertThat(result.receipt().with(Outcome.ACCEPTED)).hasSize(expected);
                    assertThat(result.commands())
                            .filteredOn(line -> line.startsWith("MAIL"))
                            .hasSize(1);
                });
    }

    @Test
    void F67_policyRefusalKeepsItsReason(Case c) throws InterruptedException {
        record Policy(Step step, Stage stage, String status) {}
        List<Policy> policies = List.of(
                new Policy(Step.MAIL, Stage.MAIL, "5.7.23"),
                new Policy(Step.RCPT, Stage.RCPT, "5.7.25"),
                new Policy(Step.CONTENT, Stage.END_OF_DATA, "5.7.26"));
        c.each(policies, (run, policy) -> {
            Reply no = Reply.of(550, policy.status() + " DMARC", policy.status() + " see our policy");
            Result result = run.at(policy.step(), no).send();
            result.answered(550, policy.stage());
            assertThat(result.receipt().rows()).allSatisfy(row -> {
                assertThat(row.text()).isEqualTo(policy.status() + " DMARC\n" + policy.status() + " see our policy");
                assertThat(row.enhanced()).hasToString("Optional[" + policy.status() + "]");
            });
        });
    }
}
