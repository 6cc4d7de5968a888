package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.util.ArrayList;
import java.util.List;

/** Lines that drop, servers that fall silent, refusals, the end-of-message hook. */
final class Failures {
    private static final String MAY_HAVE_IT = "the server may have it, and the caller isn't told so";
    private static final String FOR_EVER = "waits for ever";

    private Failures() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        drops(all);
        silence(all);
        replies(all);
        hooks(all);
        return all;
    }

    private static void drops(List<Scenario> all) {
        all.add(dropping("instead of a greeting", Step.GREETING).fails());
        all.add(dropping("at EHLO", Step.EHLO).fails());
        all.add(dropping("at MAIL", Step.MAIL).fails());
        all.add(dropping("at RCPT", Step.RCPT)
                .fails()
                .tcllib("takes the lost line for a refusal of the recipient", "says", "refused"));
        all.add(dropping("at DATA", Step.DATA).fails());
        all.add(new Scenario("the line drops in the middle of a large mail")
                .server(server -> server.receiveBuffer(8192).at(Step.CONTENT.after(1000), Fault.RESET))
                .instead("body", "What a waste of time it is to read this line again.\n".repeat(160_000))
                .fails()
                .notIn(Who.TCLLIB, "takes too long over a mail of 8 MB to be waited for"));
        all.add(dropping("after the content", Step.CONTENT)
                .paloma("says", "in doubt")
                .tcllib(MAY_HAVE_IT, "says", "error")
                .racket(MAY_HAVE_IT, "says", "error"));
        all.add(dropping("at QUIT", Step.QUIT));
    }

    private static Scenario dropping(String stage, Step step) {
        return new Scenario("the line drops " + stage).server(server -> server.at(step, Fault.CLOSE));
    }

    private static void silence(List<Scenario> all) {
        all.add(silent("instead of a greeting", Step.GREETING)
                .fails()
                .tcllib("waits ten minutes, whatever limit it is given", "says", "hangs")
                .racket(FOR_EVER, "says", "hangs"));
        all.add(silent("at MAIL", Step.MAIL)
                .fails()
                .tcllib("waits ten minutes, whatever limit it is given", "says", "hangs")
                .racket(FOR_EVER, "says", "hangs"));
        all.add(silent("after the content", Step.CONTENT)
                .paloma("says", "in doubt")
                .tcllib(MAY_HAVE_IT, "says", "error")
                .racket(FOR_EVER, "says", "hangs"));
        all.add(silent("at QUIT", Step.QUIT)
                .tcllib("waits two minutes, whatever limit it is given", "says", "hangs")
                .racket(FOR_EVER, "says", "hangs"));
        all.add(new Scenario("reply lines that end with LF only")
                .server(server -> server.at(Step.GREETING, Reply.raw("220 mail.test\n"))
                        .at(Step.EHLO, Reply.raw("250-mail.test\n250 8BITMIME\n")))
                .stalls()
                .racket(FOR_EVER, "says", "hangs", "mails", "none"));
    }

    private static Scenario silent(String stage, Step step) {
        return new Scenario("silence " + stage + ", limit 2 s")
                .server(server -> server.at(step, Fault.STALL))
                .with("seconds", "2")
                .stalls();
    }

    private static void replies(List<Scenario> all) {
        all.add(new Scenario("553 to MAIL")
                .server(server -> server.at(Step.MAIL, Reply.of(553, "5.1.8 no such sender")))
                .telling("no such sender")
                .fails()
                .paloma("tells", "no such sender"));
        all.add(new Scenario("452 to DATA")
                .server(server -> server.at(Step.DATA, Reply.of(452, "4.3.1 disk full")))
                .telling("disk full")
                .fails()
                .paloma("tells", "disk full"));
        all.add(new Scenario("554 to the content, in two lines")
                .server(server -> server.at(Step.CONTENT, Reply.of(554, "5.7.1 looks like spam", "see rule 17")))
                .telling("looks like spam", "see rule 17")
                .fails()
                .paloma("tells", "looks like spam … see rule 17")
                .racket("the first line of a reply only", "tells", "looks like spam"));
        all.add(new Scenario("502 to QUIT").server(server -> server.at(Step.QUIT, Reply.of(502, "what?"))));
    }

    private static void hooks(List<Scenario> all) {
        all.add(hook("the end-of-message hook", "count").paloma("hook called", "1"));
        all.add(hook("the end-of-message hook throws", "throw").fails().paloma("hook called", "1"));
        all.add(hook("stopped in the end-of-message hook", "stop").fails().paloma("hook called", "1"));
        all.add(hook("stopped after the end-of-message hook", "stop-later")
                .server(server -> server.at(Step.CONTENT, Fault.STALL))
                .stalls()
                .paloma("says", "in doubt", "hook called", "1")
                .racket(MAY_HAVE_IT, "says", "error"));
        all.add(hook("the end-of-message hook, and the recipient is refused", "count")
                .server(server -> server.at(Step.RCPT, Reply.of(550, "5.1.1 no such user")))
                .fails()
                .paloma("hook called", "0"));
    }

    private static Scenario hook(String name, String what) {
        return new Scenario(name).with("hook", what).notIn(Who.TCLLIB, "no such option");
    }
}
