package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.util.ArrayList;
import java.util.List;

/** Servers, senders, recipients. */
final class Envelopes {
    private static final Reply NO_SUCH_USER = Reply.of(550, "5.1.1 no such user", "ask the postmaster");
    private static final String ONE_SERVER = "one server only";
    private static final String ONLY_250 = "takes 250 for a yes and nothing else";

    private Envelopes() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        servers(all);
        recipients(all);
        refusedRecipients(all);
        fields(all);
        senders(all);
        addresses(all);
        return all;
    }

    private static void servers(List<Scenario> all) {
        String dialogue = "EHLO client.example.org / MAIL FROM:<alice@example.org>%s / RCPT TO:<bob@example.net>"
                + " / DATA / QUIT";
        all.add(new Scenario("a plain mail")
                .watching("EHLO .*|MAIL .*|RCPT .*|DATA|QUIT")
                .paloma("commands", dialogue.formatted(" SIZE=n"))
                .racket("doesn't look at what is offered", "commands", dialogue.formatted("")));
        all.add(new Scenario("the first of two servers doesn't answer")
                .afterADeadPort()
                .notIn(Who.RACKET, ONE_SERVER));
        all.add(new Scenario("no server answers").withoutServer().fails().paloma("connections", "none"));
        all.add(twoServers("greets with 421", Step.GREETING, Reply.of(421, "busy")));
        all.add(twoServers("greets with 554", Step.GREETING, Reply.of(554, "not here")));
        all.add(twoServers("drops the line at EHLO", Step.EHLO, Reply.none().then(Fault.CLOSE)));
        all.add(twoServers("says 451 to MAIL", Step.MAIL, Reply.of(451, "4.3.0 later"))
                .tcllib(
                        "tries another server only up to EHLO",
                        "says",
                        "error",
                        "mails",
                        "none",
                        "connections",
                        "1, 0"));
        all.add(twoServers("says 550 to MAIL", Step.MAIL, Reply.of(550, "5.7.1 not you"))
                .fails()
                .paloma("connections", "1, 0"));
        all.add(new Scenario("EHLO isn't known, HELO is")
                .server(server -> server.at(Step.EHLO, Reply.of(502, "what?")))
                .watching("EHLO .*|HELO .*")
                .paloma("commands", "EHLO client.example.org / HELO client.example.org")
                .racket("knows no HELO", "says", "error", "mails", "none", "commands", "EHLO client.example.org"));
        all.add(new Scenario("asked to queue, where XQUE is offered")
                .server(server -> server.offer("XQUE"))
                .with("queue", "true")
                .watching("QUED")
                .paloma("commands", "QUED")
                .notIn(Who.RACKET, "no such option"));
        all.add(new Scenario("another way to connect than TCP to that name")
                .with("host", "mail.invalid")
                .with("really", "127.0.0.1")
                .with("tls", "none")
                .notIn(Who.TCLLIB, "no such option"));
    }

    private static Scenario twoServers(String what, Step step, Reply reply) {
        return new Scenario("the first of two servers " + what)
                .server(server -> server.at(step, reply))
                .server(server -> {})
                .paloma("connections", "1, 1")
                .notIn(Who.RACKET, ONE_SERVER);
    }

    private static void recipients(List<Scenario> all) {
        all.add(three("three recipients"));
        all.add(three("one of three recipients answered with 251")
                .server(server -> server.at(Step.RCPT.of("carol@example.net"), Reply.of(251, "will forward")))
                .racket(ONLY_250, "says", "error", "mails", "none"));
        all.add(three("one of three recipients answered with 252")
                .server(server -> server.at(Step.RCPT.of("carol@example.net"), Reply.of(252, "perhaps")))
                .tcllib("counts 252 as a refusal", "says", "refused", "mails", "none")
                .racket(ONLY_250, "says", "error", "mails", "none"));
        String twice = "alice@example.org → bob@example.net, carol@example.net, bob@example.net";
        all.add(new Scenario("a recipient given twice")
                .instead("recipient", "bob@example.net", "carol@example.net", "bob@example.net")
                .paloma("mails", "alice@example.org → bob@example.net, carol@example.net")
                .tcllib("Paloma names nobody twice, since many servers deliver twice then", "mails", twice)
                .racket("as Tcllib", "mails", twice));
        all.add(new Scenario("no recipient at all")
                .instead("recipient")
                .instead("header", "From: alice@example.org", "Subject: Hello")
                .fails()
                .paloma("connections", "0"));
    }

    private static void refusedRecipients(List<Scenario> all) {
        String everything = "carol@example.net … no such user … ask the postmaster";
        String firstLine = "carol@example.net … no such user";
        String returns = "a list of the refused that the caller must look at, with the first line of each reply;"
                + " Paloma's error can't be overlooked and tells all of it";
        all.add(three("one of three recipients refused, all or none")
                .server(server -> server.at(Step.RCPT.of("carol@example.net"), NO_SUCH_USER))
                .telling("carol@example.net", "no such user", "ask the postmaster")
                .fails()
                .paloma("tells", everything)
                .tcllib(returns, "says", "refused", "tells", firstLine)
                .racket("doesn't say who was refused; the first line only", "tells", "no such user"));
        all.add(three("one of three recipients refused, at least one")
                .server(server -> server.at(Step.RCPT.of("carol@example.net"), NO_SUCH_USER))
                .with("at-least-one", "true")
                .telling("carol@example.net", "no such user", "ask the postmaster")
                .paloma("says", "refused", "mails", "alice@example.org → bob@example.net, dan@example.net")
                .paloma("tells", everything)
                .tcllib("the first line of the reply only", "tells", firstLine)
                .notIn(Who.RACKET, "all or none only"));
        all.add(three("all recipients refused, at least one")
                .server(server -> server.at(Step.RCPT, NO_SUCH_USER))
                .with("at-least-one", "true")
                .fails()
                .tcllib("returns the same list, sent or not", "says", "refused")
                .notIn(Who.RACKET, "all or none only"));
    }

    private static Scenario three(String name) {
        return new Scenario(name).instead("recipient", "bob@example.net", "carol@example.net", "dan@example.net");
    }

    private static void fields(List<Scenario> all) {
        String three = "alice@example.org → bob@example.net, carol@example.net, dan@example.net";
        all.add(new Scenario("recipients from To and Cc")
                .instead("recipient")
                .instead("sender")
                .instead(
                        "header",
                        "From: Alice <alice@example.org>",
                        "To: Bob <bob@example.net>, carol@example.net",
                        "Cc: dan@example.net",
                        "Subject: Hello")
                .paloma("mails", three));
        all.add(new Scenario("a Bcc recipient")
                .instead("recipient")
                .instead(
                        "header",
                        "From: alice@example.org",
                        "To: bob@example.net",
                        "Bcc: eve@example.net",
                        "Subject: Hello")
                .paloma("mails", "alice@example.org → bob@example.net, eve@example.net")
                .tcllib(
                        "sends Bcc recipients a second mail that encloses the first; Paloma the mail itself",
                        "mails",
                        "alice@example.org → bob@example.net | alice@example.org → eve@example.net"));
        all.add(new Scenario("recipients given apart from To").instead("recipient", "carol@example.net"));
        all.add(new Scenario("sent on with Resent fields")
                .instead("recipient")
                .instead("sender")
                .with("ready", "true")
                .instead(
                        "header",
                        "Resent-From: bob@example.net",
                        "Resent-To: frank@example.com",
                        "From: alice@example.org",
                        "To: bob@example.net",
                        "Subject: Hello")
                .paloma("mails", "bob@example.net → frank@example.com")
                .notIn(Who.RACKET, "the caller names the recipients"));
    }

    private static void senders(List<Scenario> all) {
        all.add(new Scenario("another envelope sender than From")
                .instead("sender", "bounces@example.org")
                .tcllib(
                        "adds a Sender; where reports go doesn't change who sent it",
                        "header",
                        "from: alice@example.org; sender: alice@example.org; subject: Hello; to: bob@example.net"));
        all.add(new Scenario("the empty envelope sender").instead("sender", ""));
        all.add(new Scenario("two authors and nobody who sends")
                .instead("sender")
                .instead("header", "From: alice@example.org, amy@example.org", "To: bob@example.net", "Subject: Hello")
                .fails()
                .paloma("connections", "0")
                .racket(
                        "the caller names the sender, and nobody looks at From",
                        "says",
                        "sent",
                        "mails",
                        "alice@example.org → bob@example.net",
                        "connections",
                        "1"));
        all.add(new Scenario("two authors and a Sender")
                .instead("sender")
                .instead(
                        "header",
                        "From: alice@example.org, amy@example.org",
                        "Sender: amy@example.org",
                        "To: bob@example.net",
                        "Subject: Hello")
                .paloma("mails", "amy@example.org → bob@example.net")
                .tcllib("looks at From only", "says", "error", "mails", "none", "connections", "0")
                .racket("the caller names the sender", "mails", "alice@example.org → bob@example.net"));
    }

    private static void addresses(List<Scenario> all) {
        all.add(new Scenario("a display name with a comma and a group in To")
                .instead("recipient")
                .instead(
                        "header",
                        "From: alice@example.org",
                        "To: \"Bob, the builder\" <bob@example.net>, friends: carol@example.net, dan@example.net;",
                        "Subject: Hello")
                .paloma("mails", "alice@example.org → bob@example.net, carol@example.net, dan@example.net")
                .racket(
                        "extract-addresses knows no groups",
                        "says",
                        "error",
                        "mails",
                        "none",
                        "breaches",
                        "RCPT isn't well-formed"));
        all.add(new Scenario("a quoted local part").instead("recipient", "\"bob the builder\"@example.net"));
        all.add(new Scenario("a domain literal").instead("recipient", "bob@[192.0.2.7]"));
        all.add(new Scenario("a display name in an envelope address")
                .instead("recipient", "Bob <bob@example.net>")
                .paloma("mails", "alice@example.org → bob@example.net")
                .racket(
                        "writes whatever it is given",
                        "says",
                        "error",
                        "mails",
                        "none",
                        "breaches",
                        "RCPT isn't well-formed"));
        String injected = "the line end goes on the wire: whoever chooses an address chooses commands";
        String line = "RCPT TO:<bob@example.net>";
        String another = "RCPT TO:<mallory@example.com>";
        all.add(new Scenario("a recipient with a line end and another command in it")
                .instead("recipient", "bob@example.net>\r\nRCPT TO:<mallory@example.com")
                .watching("RCPT .*")
                .fails()
                .paloma("connections", "0", "commands", "none")
                .racket(injected, "connections", "1", "commands", line + " / " + another));
        all.add(new Scenario("a sender with a line end and another command in it")
                .instead("sender", "alice@example.org>\r\nRCPT TO:<mallory@example.com")
                .watching("RCPT .*")
                .fails()
                .paloma("connections", "0", "commands", "none")
                .racket(injected, "connections", "1", "commands", another + " / " + line));
    }
}
