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

    private Envelopes() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        servers(all);
        recipients(all);
        fields(all);
        addresses(all);
        return all;
    }

    private static void servers(List<Scenario> all) {
        all.add(new Scenario("a plain mail").watching("EHLO .*|MAIL .*|RCPT .*|DATA|QUIT"));
        all.add(new Scenario("the first of two servers doesn't answer")
                .afterADeadPort()
                .notIn(Who.RACKET, "one server only"));
        all.add(new Scenario("the first of two servers greets with 421")
                .server(server -> server.at(Step.GREETING, Reply.of(421, "busy")))
                .server(server -> {})
                .notIn(Who.RACKET, "one server only"));
        all.add(new Scenario("the first of two servers greets with 554")
                .server(server -> server.at(Step.GREETING, Reply.of(554, "not here")))
                .server(server -> {})
                .notIn(Who.RACKET, "one server only"));
        all.add(new Scenario("the first of two servers drops the line at EHLO")
                .server(server -> server.at(Step.EHLO, Fault.CLOSE))
                .server(server -> {})
                .notIn(Who.RACKET, "one server only"));
        all.add(new Scenario("the first of two servers says 451 to MAIL")
                .server(server -> server.at(Step.MAIL, Reply.of(451, "4.3.0 later")))
                .server(server -> {})
                .notIn(Who.RACKET, "one server only"));
        all.add(new Scenario("the first of two servers says 550 to MAIL")
                .server(server -> server.at(Step.MAIL, Reply.of(550, "5.7.1 not you")))
                .server(server -> {})
                .notIn(Who.RACKET, "one server only"));
        all.add(new Scenario("no server answers")
                .asking(order -> order.with("host", "127.0.0.1"))
                .afterADeadPort());
        all.add(new Scenario("EHLO isn't known, HELO is")
                .server(server -> server.at(Step.EHLO, Reply.of(502, "what?")))
                .watching("EHLO .*|HELO .*"));
        all.add(new Scenario("asked to queue, where XQUE is offered")
                .server(server -> server.offer("XQUE"))
                .with("queue", "true")
                .watching("QUED")
                .notIn(Who.RACKET, "no such option"));
        all.add(new Scenario("another way to connect than TCP to that name")
                .with("host", "mail.invalid")
                .with("really", "127.0.0.1")
                .with("tls", "none")
                .notIn(Who.TCLLIB, "no such option"));
    }

    private static void recipients(List<Scenario> all) {
        all.add(three("three recipients"));
        all.add(three("one of three recipients refused, all or none")
                .server(server -> server.at(Step.RCPT.of("carol@example.net"), NO_SUCH_USER))
                .telling("carol@example.net", "no such user", "ask the postmaster"));
        all.add(three("one of three recipients refused, at least one")
                .server(server -> server.at(Step.RCPT.of("carol@example.net"), NO_SUCH_USER))
                .with("at-least-one", "true")
                .telling("carol@example.net", "no such user", "ask the postmaster")
                .notIn(Who.RACKET, "all or none only"));
        all.add(three("all recipients refused, at least one")
                .server(server -> server.at(Step.RCPT, NO_SUCH_USER))
                .with("at-least-one", "true")
                .notIn(Who.RACKET, "all or none only"));
        all.add(three("one of three recipients answered with 251")
                .server(server -> server.at(Step.RCPT.of("carol@example.net"), Reply.of(251, "will forward"))));
        all.add(three("one of three recipients answered with 252")
                .server(server -> server.at(Step.RCPT.of("carol@example.net"), Reply.of(252, "perhaps"))));
        all.add(new Scenario("a recipient given twice")
                .instead("recipient", "bob@example.net", "carol@example.net", "bob@example.net"));
        all.add(new Scenario("no recipient at all")
                .instead("recipient")
                .instead("header", "From: alice@example.org", "Subject: Hello"));
    }

    private static Scenario three(String name) {
        return new Scenario(name).instead("recipient", "bob@example.net", "carol@example.net", "dan@example.net");
    }

    private static void fields(List<Scenario> all) {
        all.add(new Scenario("recipients from To and Cc")
                .instead("recipient")
                .instead("sender")
                .instead(
                        "header",
                        "From: Alice <alice@example.org>",
                        "To: Bob <bob@example.net>, carol@example.net",
                        "Cc: dan@example.net",
                        "Subject: Hello"));
        all.add(new Scenario("a Bcc recipient")
                .instead("recipient")
                .instead(
                        "header",
                        "From: alice@example.org",
                        "To: bob@example.net",
                        "Bcc: eve@example.net",
                        "Subject: Hello"));
        all.add(new Scenario("recipients given apart from To")
                .instead("recipient", "carol@example.net"));
        all.add(new Scenario("another envelope sender than From").instead("sender", "bounces@example.org"));
        all.add(new Scenario("the empty envelope sender").instead("sender", ""));
        all.add(new Scenario("two authors and nobody who sends")
                .instead("sender")
                .instead(
                        "header",
                        "From: alice@example.org, amy@example.org",
                        "To: bob@example.net",
                        "Subject: Hello"));
        all.add(new Scenario("two authors and a Sender")
                .instead("sender")
                .instead(
                        "header",
                        "From: alice@example.org, amy@example.org",
                        "Sender: amy@example.org",
                        "To: bob@example.net",
                        "Subject: Hello"));
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
                .notIn(Who.RACKET, "the caller names the recipients"));
    }

    private static void addresses(List<Scenario> all) {
        all.add(new Scenario("a display name, a comment and a group in To")
                .instead("recipient")
                .instead(
                        "header",
                        "From: alice@example.org",
                        "To: \"Bob, the builder\" <bob@example.net>, friends: carol@example.net, dan@example.net;",
                        "Subject: Hello"));
        all.add(new Scenario("a quoted local part").instead("recipient", "\"bob the builder\"@example.net"));
        all.add(new Scenario("a domain literal").instead("recipient", "bob@[192.0.2.7]"));
        all.add(new Scenario("a display name in an envelope address").instead("recipient", "Bob <bob@example.net>"));
        all.add(new Scenario("a recipient with a line end and another command in it")
                .instead("recipient", "bob@example.net>\r\nRCPT TO:<mallory@example.com"));
        all.add(new Scenario("a sender with a line end and another command in it")
                .instead("sender", "alice@example.org>\r\nRCPT TO:<mallory@example.com"));
    }
}
