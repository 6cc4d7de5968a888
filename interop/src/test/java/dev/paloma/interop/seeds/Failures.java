package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines that drop, servers that fall silent, refusals, the end-of-message hook. */
final class Failures {
    private Failures() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        stages().forEach((stage, step) -> all.add(new Scenario("the line drops " + stage)
                .server(server -> server.at(step, Fault.CLOSE))
                .paloma("says", "error", "mails", "none")));
        all.add(new Scenario("the line drops in the middle of the content")
                .server(server -> server.at(Step.CONTENT.after(20), Fault.RESET)));
        all.add(new Scenario("the line drops after the content")
                .server(server -> server.at(Step.CONTENT, Fault.CLOSE)));
        all.add(new Scenario("the line drops at QUIT").server(server -> server.at(Step.QUIT, Fault.RESET)));
        silence(all);
        replies(all);
        hooks(all);
        return all;
    }

    private static Map<String, Step> stages() {
        Map<String, Step> stages = new LinkedHashMap<>();
        stages.put("instead of a greeting", Step.GREETING);
        stages.put("at EHLO", Step.EHLO);
        stages.put("at MAIL", Step.MAIL);
        stages.put("at RCPT", Step.RCPT);
        stages.put("at DATA", Step.DATA);
        return stages;
    }

    private static void silence(List<Scenario> all) {
        Map<String, Step> stages = new LinkedHashMap<>();
        stages.put("instead of a greeting", Step.GREETING);
        stages.put("at MAIL", Step.MAIL);
        stages.put("after the content", Step.CONTENT);
        stages.put("at QUIT", Step.QUIT);
        stages.forEach((stage, step) -> all.add(new Scenario("silence " + stage + ", limit 2 s")
                .server(server -> server.at(step, Fault.STALL))
                .with("seconds", "2")
                .stalls()));
    }

    private static void replies(List<Scenario> all) {
        all.add(new Scenario("reply lines that end with LF only")
                .server(server -> server.at(Step.GREETING, Reply.raw("220 mail.test\n"))
                        .at(Step.EHLO, Reply.raw("250-mail.test\n250 8BITMIME\n")))
                .stalls());
        all.add(new Scenario("554 to the content, in two lines")
                .server(server -> server.at(Step.CONTENT, Reply.of(554, "5.7.1 looks like spam", "see rule 17")))
                .telling("looks like spam", "see rule 17"));
        all.add(new Scenario("452 to DATA").server(server -> server.at(Step.DATA, Reply.of(452, "4.3.1 disk full")))
                .telling("disk full"));
        all.add(new Scenario("553 to MAIL")
                .server(server -> server.at(Step.MAIL, Reply.of(553, "5.1.8 no such sender")))
                .telling("no such sender"));
        all.add(new Scenario("502 to QUIT").server(server -> server.at(Step.QUIT, Reply.of(502, "what?"))));
    }

    private static void hooks(List<Scenario> all) {
        all.add(hook("the end-of-message hook", "count"));
        all.add(hook("the end-of-message hook throws", "throw"));
        all.add(hook("stopped in the end-of-message hook", "stop"));
        all.add(hook("stopped after the end-of-message hook", "stop-later")
                .server(server -> server.at(Step.CONTENT, Fault.STALL))
                .stalls());
        all.add(hook("the end-of-message hook, and the recipient is refused", "count")
                .server(server -> server.at(Step.RCPT, Reply.of(550, "5.1.1 no such user"))));
    }

    private static Scenario hook(String name, String what) {
        return new Scenario(name).with("hook", what).notIn(Who.TCLLIB, "no such option");
    }
}
