package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.smtp.Stage;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be wrong with a reply (F18, F20–F29; S23). */
@ExtendWith({NoLeaks.class, Runs.Resolver.class})
class ReplyFaultsTest {
    /** A reply at one of the steps that every mail comes to; %d stands for the code that is due there. */
    private record Said(Step step, Stage stage, int due, String text) {
        Reply reply() {
            return Reply.raw(text.replace("%d", Integer.toString(due)));
        }

        @Override
        public String toString() {
            String start = text.substring(0, Math.min(40, text.length()));
            return stage + ": " + start.replace("\r", "\\r").replace("\n", "\\n") + " (" + text.length() + ")";
        }
    }

    private static List<Said> everywhere(String... texts) {
        List<Said> all = new ArrayList<>();
        for (String text : texts) {
            all.add(new Said(Step.GREETING, Stage.GREETING, 220, text));
            all.addAll(inTheEnvelope(text));
            all.add(new Said(Step.CONTENT, Stage.END_OF_DATA, 250, text));
        }
        return all;
    }

    private static List<Said> inTheEnvelope(String... texts) {
        List<Said> all = new ArrayList<>();
        for (String text : texts) {
            all.add(new Said(Step.MAIL, Stage.MAIL, 250, text));
            all.add(new Said(Step.RCPT, Stage.RCPT, 250, text));
        }
        return all;
    }

    /** How a reply is read depends little on the mail. */
    private static List<Shape> fresh() {
        return List.of(Shape.ONE, Shape.ALL_OF_THREE, Shape.SOME_OF_THREE);
    }

    /** A reply that can't be made out ends the line; whether there is doubt depends on what had left by then. */
    private static void assertUnreadable(Result result, Stage stage) {
        if (stage == Stage.END_OF_DATA) {
            result.doubtful();
        } else {
            result.lost(SendException.Kind.PROTOCOL);
        }
    }

    @Test
    void F18_oddCapabilities(Case c) throws InterruptedException {
        List<String> odd = List.of("AUTH=LOGIN", "auth plain", "  X-A  b ", "size\t1", "8bItMiMe", "STARTTLSX", "=");
        c.with(fresh()).each(odd, (run, line) -> {
            Result result = run.at(Step.EHLO, request -> {
                        List<String> lines = new ArrayList<>(List.of("mail.test", "sIzE 9000000", "size", line));
                        if (run.setting.tls() == Setting.Tls.STARTTLS && !request.encrypted()) {
                            lines.add("Starttls");
                        }
                        if (run.setting.pipelining()) {
                            lines.add("pipelining");
                        }
                        if (run.setting.chunking()) {
                            lines.add("Chunking ");
                        }
                        return Reply.of(250, lines.toArray(new String[0]));
                    })
                    .send();
            result.accepted();
        });
    }

    @Test
    void F20_aReplyInPiecesIsTheSameReply(Case c) throws InterruptedException {
        List<Integer> codes = List.of(250, 450, 550);
        c.with(Shape.several()).each(codes, (run, code) -> {
            Reply last = Reply.of(code, "5.1.1 first line", "5.1.1-second", "", "5.1.1 250 fourth");
            Result result = run.at(Step.RCPT.of(Sample.recipient(run.shape.recipients())), last)
                    .at(Step.MAIL, Reply.of(250, "one", "two", "three"))
                    .send();
            Receipt.Row row = result.receipt().rows().get(run.shape.recipients() - 1);
            assertThat(row.code()).contains(code);
            assertThat(row.text()).isEqualTo("5.1.1 first line\n5.1.1-second\n\n5.1.1 250 fourth");
        });
    }

    /**
     * The second reply is seen at once or taken for the next command's, and then a 250 stands where 354 is due. Chunks
     * have no such place: there an extra 250 can't be told from the chunk's own. In lock-step both must come together, or
     * the server sees a client that is too fast.
     */
    @Test
    void F21_twoRepliesToOneCommand(Case c) throws InterruptedException {
        List<Said> twice = inTheEnvelope("%d ok\r\n%d again\r\n", "%d ok\r\n299 again\r\n");
        c.in(setting -> !setting.chunking() && (setting.pipelining() || setting.segmentation() == Segmentation.WHOLE))
                .each(twice, (run, said) -> {
                    Result result = run.at(said.step(), said.reply()).send();
                    result.kind(SendException.Kind.PROTOCOL).each(Outcome.DEFERRED);
                });
    }

    /** In lock-step the extra reply is there before the chunk is: it must not become the chunk's. */
    @Test
    void F21_replyTooManyIsNotTheChunks(Case c) throws InterruptedException {
        List<Said> twice = inTheEnvelope("%d ok\r\n%d again\r\n");
        c.in(setting -> setting.chunking() && !setting.pipelining() && setting.segmentation() == Segmentation.WHOLE)
                .each(twice, (run, said) -> {
                    Result result = run.at(said.step(), said.reply())
                            .at(Step.CONTENT, Reply.of(554, "5.6.0 Spam"))
                            .send();
                    result.kind(SendException.Kind.PROTOCOL, SendException.Kind.UNKNOWN);
                });
    }

    @Test
    void F22_codesDifferBetweenLines(Case c) throws InterruptedException {
        c.with(fresh()).each(everywhere("%d-one\r\n550 two\r\n", "%d-one\r\n%d-two\r\n451 three\r\n"), (run, said) -> {
            Result result = run.at(said.step(), said.reply()).send();
            assertUnreadable(result, said.stage());
        });
    }

    @Test
    void F23_noReplyAtAll(Case c) throws InterruptedException {
        String[] garbage = {
            "25 ok\r\n", "2x0 ok\r\n", "050 ok\r\n", "650 ok\r\n", "ok\r\n", "\r\n", "%dok\r\n", "1%d\r\n"
        };
        c.with(fresh()).each(everywhere(garbage), (run, said) -> {
            Result result = run.at(said.step(), said.reply()).send();
            assertUnreadable(result, said.stage());
        });
    }

    @Test
    void F23_unknownCodesCountByTheirFirstDigit(Case c) throws InterruptedException {
        record Unknown(Step step, Stage stage, int code) {}
        List<Unknown> codes = new ArrayList<>();
        for (int code : new int[] {259, 299, 202, 459, 499, 599, 560}) {
            codes.add(new Unknown(Step.MAIL, Stage.MAIL, code));
            codes.add(new Unknown(Step.RCPT, Stage.RCPT, code));
            codes.add(new Unknown(Step.CONTENT, Stage.END_OF_DATA, code));
        }
        c.with(fresh()).each(codes, (run, unknown) -> {
            Result result =
                    run.at(unknown.step(), Reply.of(unknown.code(), "hm")).send();
            if (unknown.code() / 100 == 2) {
                result.accepted();
            } else {
                result.answered(unknown.code(), unknown.stage());
            }
        });
    }

    @Test
    void R9_F24_linesThatEndInLineFeedAlone(Case c) throws InterruptedException {
        c.with(fresh())
                .each(
                        everywhere("%d ok\n", "%d-one\n%d two\r\n", "%d-one\r\n%d-two\n%d\n"),
                        (run, said) -> run.at(said.step(), said.reply()).send().accepted());
    }

    @Test
    void F24_carriageReturnInsideALine(Case c) throws InterruptedException {
        c.with(fresh()).each(everywhere("%d ok\r%d more\r\n", "%d\r \r\n"), (run, said) -> {
            Result result = run.at(said.step(), said.reply()).send();
            assertUnreadable(result, said.stage());
        });
    }

    @Test
    void F25_longLinesAreReadUpToTheLimit(Case c) throws InterruptedException {
        c.in(setting -> setting.segmentation() != Segmentation.BY_BYTE)
                .with(fresh())
                .each(
                        everywhere(
                                "%d " + "x".repeat(600) + "\r\n",
                                "%d-" + "y".repeat(5_000) + "\r\n%d " + "x".repeat(60_000) + "\r\n"),
                        (run, said) -> {
                            Result result = run.at(said.step(), said.reply()).send();
                            result.accepted();
                            assertThat(result.receipt().toString()).hasSizeLessThan(64_000);
                        });
        c.with(Shape.ONE).each(everywhere("%d " + "x".repeat(70_000) + "\r\n"), (run, said) -> {
            Result result = run.at(said.step(), said.reply()).send();
            assertUnreadable(result, said.stage());
        });
    }

    @Test
    void F26_S23_controlsAndForeignOctetsAreEscaped(Case c) throws InterruptedException {
        List<String> evil =
                List.of("\u001b[2J", "\u009b31m", "\u202egnp.exe", "\u2066", "\u2028", "\u0085", "\u0000", "\u007f");
        c.with(fresh()).each(evil, (run, text) -> {
            Result result =
                    run.at(Step.RCPT, Reply.raw("550 5.1.1 <" + text + ">\r\n")).send();
            result.answered(550, Stage.RCPT);
            assertThat(result.receipt().toString() + result.failed().getMessage())
                    .matches("[\\P{C}\n]*")
                    .containsPattern("<\\\\[xu][0-9a-f]{2}");
        });
    }

    @Test
    void F27_endInsideALine(Case c) throws InterruptedException {
        c.with(fresh()).each(everywhere("%d o", "%d-one\r\n", "%d-one\r\n%d two\r", "2"), (run, said) -> {
            Result result = run.at(said.step(), said.reply().then(Fault.CLOSE)).send();
            if (said.stage() == Stage.END_OF_DATA) {
                result.doubtful();
            } else {
                result.lost(SendException.Kind.TEMPORARY);
            }
        });
    }

    @Test
    void F28_theCodeCountsAndNotTheEnhancedClass(Case c) throws InterruptedException {
        record Contradiction(Step step, Stage stage, int code, String text) {}
        List<Contradiction> all = new ArrayList<>();
        for (String text : List.of("2.1.0 Fine", "4.2.1 Busy", "5.1.1 Nobody")) {
            for (int code : new int[] {250, 450, 550}) {
                all.add(new Contradiction(Step.MAIL, Stage.MAIL, code, text));
                all.add(new Contradiction(Step.RCPT, Stage.RCPT, code, text));
                all.add(new Contradiction(Step.CONTENT, Stage.END_OF_DATA, code, text));
            }
        }
        c.with(fresh()).each(all, (run, said) -> {
            Result result =
                    run.at(said.step(), Reply.of(said.code(), said.text())).send();
            if (said.code() == 250) {
                result.accepted();
            } else {
                result.answered(said.code(), said.stage());
            }
        });
    }

    @Test
    void F29_intermediateReplyWhereNoneIsDue(Case c) throws InterruptedException {
        c.each(inTheEnvelope("354 go on\r\n", "334 \r\n", "300 ?\r\n"), (run, said) -> {
            Result result = run.at(said.step(), said.reply()).send();
            result.lost(SendException.Kind.PROTOCOL);
        });
    }

    @Test
    void F29_intermediateReplyToTheEndOfTheContent(Case c) throws InterruptedException {
        c.each(
                List.of("354 go on\r\n", "334 \r\n"),
                (run, text) -> run.at(Step.CONTENT, Reply.raw(text)).send().doubtful());
    }
}
