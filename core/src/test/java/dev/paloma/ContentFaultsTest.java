package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.message.ContentException;
import dev.paloma.message.Sink;
import dev.paloma.smtp.Stage;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can go wrong inside the content and after it (F55–F66; S6, S12). */
@ExtendWith({NoLeaks.class, Runs.Resolver.class})
class ContentFaultsTest {
    private static final int MEGABYTE = 1 << 20;

    private static void lines(Sink sink, int octets) throws IOException {
        String line = "x".repeat(998) + "\r\n";
        for (int i = 0; i < octets / line.length(); i++) {
            sink.ascii(line);
        }
    }

    /** More than all buffers between the two hold, of a size that nobody knows beforehand. */
    private static Written endless(int octets) {
        return new Written(sink -> {
            sink.ascii("Subject: x\r\n\r\n");
            lines(sink, octets);
        });
    }

    private static boolean whole(Setting setting) {
        return setting.segmentation() == Segmentation.WHOLE;
    }

    @Test
    void T14_F55_writeThatStallsHasALimit(Case c) throws InterruptedException {
        c.in(ContentFaultsTest::whole).with(Shape.ONE, Shape.SOME_OF_THREE).run((run, nothing) -> {
            Step last = run.setting.chunking() ? Step.RCPT.of(Sample.recipient(run.shape.recipients())) : Step.DATA;
            Result result = run.server(server -> server.receiveBuffer(4096))
                    .at(last, Reply.usual().then(Fault.STALL))
                    .limited(Stage.DATA, Stage.CONTENT)
                    .sending(endless(64 * MEGABYTE))
                    .send();
            result.deferred(Stage.CONTENT, run.setting.chunking() ? Stage.DATA : Stage.CONTENT);
        });
    }

    @Test
    void F56_lineThatDiesInsideTheContentLeavesNoDoubt(Case c) throws InterruptedException {
        List<Reply> ends = List.of(
                Reply.none().then(Fault.RESET), Reply.none().then(Fault.CRASH), Reply.of(421, "4.3.2 Shutting down"));
        c.in(ContentFaultsTest::whole)
                .with(Shape.ONE, Shape.SOME_OF_THREE)
                .each(
                        ends,
                        (run, end) -> run.at(Step.CONTENT.after(100_000), end)
                                .sending(endless(8 * MEGABYTE))
                                .send()
                                .deferred());
    }

    @Test
    void F57_refusalInsideTheContentIsReadBeforeTheBrokenPipe(Case c) throws InterruptedException {
        c.in(ContentFaultsTest::whole).with(Shape.ONE, Shape.ALL_OF_THREE).each(List.of(552, 554, 451), (run, code) -> {
            Reply no = Reply.of(code, "5.3.4 Too big").then(Fault.CLOSE);
            Result result = run.at(Step.CONTENT.after(100_000), no)
                    .sending(endless(8 * MEGABYTE))
                    .send();
            result.answered(code, Stage.CONTENT, Stage.END_OF_DATA).says(code + " 5.3.4 Too big");
        });
    }

    /** What ends content half-way, and after how many octets. */
    private record Failing(int after, String how) {
        Written content() {
            return new Written(sink -> {
                sink.ascii("Subject: x\r\n\r\n");
                lines(sink, after);
                switch (how) {
                    case "vanished" -> throw new ContentException("the file report.pdf has vanished");
                    case "disk" -> throw new IOException("disk error\r\n250 ok");
                    default -> throw new IllegalStateException("a bug in somebody's content");
                }
            });
        }
    }

    @Test
    void F58_contentThatFailsIsNeverEndedWithADot(Case c) throws InterruptedException {
        List<Failing> all = new ArrayList<>();
        for (String how : List.of("vanished", "disk", "bug")) {
            for (int after : new int[] {0, 10_000, 2 * MEGABYTE}) {
                all.add(new Failing(after, how));
            }
        }
        c.with(Shape.ONE, Shape.ALL_OF_THREE, Shape.SOME_OF_THREE).each(all, (run, failing) -> {
            Result result = run.sending(failing.content()).send();
            result.kind(SendException.Kind.CONTENT).each(Outcome.DEFERRED);
            assertThat(result.server().received()).isEmpty();
        });
    }

    @Test
    void F59_F64_lineDiesAfterTheContent(Case c) throws InterruptedException {
        c.each(
                List.of(Fault.CLOSE, Fault.CRASH, Fault.RESET),
                (run, fault) -> run.at(Step.CONTENT, fault).send().doubtful());
    }

    @Test
    void F59_F64_noAnswerToTheContent(Case c) throws InterruptedException {
        c.run((run, nothing) -> run.at(Step.CONTENT, Fault.STALL)
                .limited(Stage.END_OF_DATA)
                .send()
                .doubtful());
    }

    /** Whatever the answer to the envelope is when the line dies, doubt depends on what had left. */
    @Test
    void F27_F59_lineDiesInsideTheEnvelope(Case c) throws InterruptedException {
        record Dying(Step step, Fault fault) {}
        List<Dying> all = new ArrayList<>();
        for (Fault fault : List.of(Fault.CLOSE, Fault.CRASH, Fault.RESET)) {
            all.add(new Dying(Step.MAIL, fault));
            all.add(new Dying(Step.RCPT, fault));
        }
        c.each(all, (run, dying) -> run.at(dying.step(), dying.fault()).send().lost(SendException.Kind.TEMPORARY));
    }

    @Test
    void F60_contentRefused(Case c) throws InterruptedException {
        c.each(List.of(450, 451, 452, 550, 552, 554, 571), (run, code) -> {
            Result result = run.at(Step.CONTENT, Reply.of(code, "5.6.0 Spam")).send();
            result.answered(code, Stage.END_OF_DATA).says("message was not taken");
        });
    }

    @Test
    void T15_F61_quitFailsAfterTheMailIsTaken(Case c) throws InterruptedException {
        List<Reply> ends = List.of(
                Reply.none().then(Fault.CLOSE),
                Reply.none().then(Fault.CRASH),
                Reply.none().then(Fault.RESET),
                Reply.none().then(Fault.STALL),
                Reply.of(500, "what?"),
                Reply.of(421, "gone"),
                Reply.raw("nonsense\r\n"));
        c.each(
                ends,
                (run, end) -> run.at(Step.QUIT, end).limited(Stage.QUIT).send().accepted());
    }

    @Test
    void F62_garbageInPlaceOfTheAnswerToTheContent(Case c) throws InterruptedException {
        List<String> garbage = List.of("garbage\r\n250 ok\r\n", "\r\n250 ok\r\n", "2 50\r\n250 ok\r\n", "100 wait\r\n");
        c.each(
                garbage,
                (run, text) -> run.at(Step.CONTENT, Reply.raw(text)).send().doubtful());
    }

    @Test
    void F63_refusedChunkIsTheLast(Case c) throws InterruptedException {
        c.in(Setting::chunking).each(List.of(552, 554, 451, 452), (run, code) -> {
            Reply no = Reply.of(code, "5.3.4 No more");
            Result result = run.at(Step.BDAT, no).send();
            result.answered(code, Stage.CONTENT, Stage.END_OF_DATA).says(code + " 5.3.4 No more");
            assertThat(result.commands().get(result.commands().size() - 1)).isIn("RSET", "QUIT");
            if (!run.setting.pipelining()) {
                assertThat(result.commands())
                        .filteredOn(line -> line.startsWith("BDAT"))
                        .hasSize(1);
            }
        });
        c.in(ContentFaultsTest::whole).with(Shape.ONE, Shape.SOME_OF_THREE).each(List.of(552, 451), (run, code) -> {
            for (int size : new int[] {200_000, 16 * MEGABYTE}) {
                Result result = run.at(Step.BDAT, Reply.of(code, "5.3.4 No more"))
                        .sending(endless(size))
                        .send();
                result.answered(code, Stage.CONTENT);
                assertThat(result.commands()).noneMatch(line -> line.endsWith(" LAST"));
            }
        });
    }

    /**
     * What happens to a connection between two mails costs neither of them. Where all of the second has left before the
     * first word could be read, and no time passed in which the end would have been noticed, it is in doubt.
     */
    @Test
    void F65_connectionThatDiedBetweenTwoMails(Case c) throws InterruptedException {
        List<Reply> ends = List.of(
                Reply.usual().then(Fault.CLOSE),
                Reply.usual().then(Fault.CRASH),
                Reply.usual().and(Reply.of(421, "4.4.2 idle too long")));
        List<Shape> second = Shape.usual().stream().filter(Shape::second).toList();
        for (Duration idle : List.of(Duration.ZERO, Duration.ofMillis(80))) {
            c.with(second).each(ends, (run, end) -> {
                Result result = run.server(
                                server -> server.at(Step.CONTENT.onConnection(1).nth(1), end))
                        .idle(idle)
                        .send();
                boolean mayBeInDoubt = idle.isZero() && run.setting.contentMayHaveLeft(run.shape);
                if (mayBeInDoubt && result.failure() != null) {
                    result.doubtful();
                } else {
                    result.accepted();
                }
            });
        }
    }

    @Test
    void F66_resetThatFailsDoesNotChangeTheVerdict(Case c) throws InterruptedException {
        List<Reply> ends = List.of(
                Reply.none().then(Fault.STALL),
                Reply.none().then(Fault.CLOSE),
                Reply.none().then(Fault.RESET),
                Reply.of(500, "what?"),
                Reply.of(421, "gone"),
                Reply.raw("nonsense\r\n"));
        c.each(
                ends,
                (run, end) -> run.at(Step.RCPT, Reply.of(550, "5.1.1 No such user"))
                        .at(Step.RSET, end)
                        .limited(Stage.RSET)
                        .send()
                        .answered(550, Stage.RCPT));
    }

    /** What comes too late isn't read, and what is sent next isn't answered by it. */
    @Test
    void S12_replyAfterItsDeadlineIsNeverTakenForTheNext(Case c) throws InterruptedException {
        record Late(Step step, Stage stage) {}
        List<Late> late = List.of(
                new Late(Step.MAIL, Stage.MAIL),
                new Late(Step.RCPT, Stage.RCPT),
                new Late(Step.CONTENT, Stage.END_OF_DATA));
        c.with(Shape.ONE, Shape.SOME_OF_THREE).each(late, (run, moment) -> {
            try (FakeSmtpServer server = run.setting
                            .server()
                            .at(moment.step().onConnection(1), Reply.usual().after(Duration.ofMillis(400)))
                            .at(Step.RCPT.onConnection(2), Reply.of(550, "5.1.1 never"))
                            .start();
                    Mailer mailer = Mailer.builder()
                            .server(run.setting.address(server))
                            .acceptance(run.shape.acceptance())
                            .timeouts(Setting.quick().with(moment.stage(), Duration.ofMillis(150)))
                            .build()) {
                for (Outcome outcome : List.of(Outcome.DEFERRED, Outcome.REFUSED)) {
                    SendException e =
                            catchThrowableOfType(SendException.class, () -> mailer.send(Sample.of(run.shape)));
                    assertThat(e).as("%s", server.transcript()).isNotNull();
                    assertThat(e.isUnknown() || e.receipt().with(outcome).size() == run.shape.recipients())
                            .as("%s: %s", outcome, e)
                            .isTrue();
                }
            }
        });
    }

    /** Of all the texts that could end the content early, some. */
    @Test
    void S6_noTextEndsTheContentEarly(Case c) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        Random random = new Random(6);
        for (int i = 0; i < 24; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 8; j++) {
                text.append("\r\n.a".charAt(random.nextInt(4)));
            }
            texts.add(text.toString());
        }
        c.with(Shape.ONE).each(texts, (run, text) -> {
            String body = text + "QUIT\r\n" + "x".repeat(900) + text;
            Result result = run.sending(Content.of("From: a@x\r\n\r\n" + body)).send();
            result.accepted();
            String received = result.server().received().get(0).text();
            assertThat(received).doesNotContainPattern("\r(?!\n)").doesNotContainPattern("(?<!\r)\n");
            assertThat(received.replaceAll("[\r\n]", "")).endsWith(body.replaceAll("[\r\n]", ""));
            assertThat(result.server().received()).hasSize(1);
        });
    }
}
