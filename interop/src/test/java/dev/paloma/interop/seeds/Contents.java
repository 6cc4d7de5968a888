package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Headers and bodies. */
final class Contents {
    private static final String TWICE = "two Content-Transfer-Encoding fields";
    private static final String ENCODED = "the field stands there twice whenever the text is encoded";
    private static final String RAW = "lines go out as they are";

    private Contents() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        dots(all);
        lines(all);
        octets(all);
        subjects(all);
        fields(all);
        return all;
    }

    private static void dots(List<Scenario> all) {
        all.add(new Scenario("lines that begin with a dot")
                .instead("body", "..\n.one\n...three\nlast\n")
                .tcllib(ENCODED, "breaches", TWICE));
        all.add(new Scenario("lines of a dot alone")
                .instead("body", "one\n.\ntwo\n.\n")
                .tcllib("its encoder loses the line ends before them", "body", "one.\\ntwo.\\n", "breaches", TWICE));
        all.add(new Scenario("a line end, a dot and a line end in what is given as one line")
                .instead("body", "before\r\n.\r\nMAIL FROM:<mallory@example.com>\r\nafter\n")
                .with("line", "before\r\n.\r\nMAIL FROM:<mallory@example.com>\r\nafter")
                .arriving("before\n.\nMAIL FROM:<mallory@example.com>\nafter\n")
                .watching("MAIL .*")
                .paloma("commands", "MAIL FROM:<alice@example.org> SIZE=n")
                .tcllib(ENCODED, "breaches", TWICE)
                .racket(
                        "the mail ends there, and what follows is commands: SMTP smuggling",
                        "body",
                        "before\\n",
                        "commands",
                        "MAIL FROM:<alice@example.org> / MAIL FROM:<mallory@example.com>",
                        "breaches",
                        "unknown command .; unknown command AFTER"));
    }

    private static void lines(List<Scenario> all) {
        all.add(new Scenario("no line end at the end").instead("body", "one\ntwo"));
        all.add(new Scenario("empty lines at the end").instead("body", "one\n\n\n"));
        all.add(new Scenario("no body").instead("body", ""));
        all.add(new Scenario("a CR by itself")
                .instead("body", "one\rtwo\n")
                .arriving("one\ntwo\n")
                .tcllib("kept as =0D; in Paloma's text it is a line end", "body", "one\\rtwo\\n", "breaches", TWICE)
                .racket(RAW, "body", "one\\rtwo\\n", "breaches", "bare CR"));
        all.add(new Scenario("spaces and a tab at a line's end")
                .instead("body", "one  \ntwo\t\n")
                .tcllib(ENCODED, "breaches", TWICE));
        all.add(new Scenario("a line of 998 characters")
                .instead("body", "x".repeat(998) + "\n")
                .tcllib(ENCODED, "breaches", TWICE));
        all.add(new Scenario("a line of 2000 characters")
                .instead("body", "x".repeat(2000) + "\n")
                .tcllib(ENCODED, "breaches", TWICE)
                .racket(RAW, "breaches", "more than 998 bytes"));
        all.add(new Scenario("lines like headers and boundaries")
                .instead("body", "From me\nTo: you\n--\n--x--\n=3D\n")
                .tcllib(ENCODED, "breaches", TWICE));
    }

    private static void octets(List<Scenario> all) {
        String text = "Grüße aus Köln, 10 €\n";
        String eightBit = "8-bit byte without BODY=8BITMIME";
        all.add(new Scenario("text beyond ASCII, to a server that takes it")
                .instead("body", text)
                .tcllib(ENCODED, "breaches", TWICE)
                .racket(RAW, "breaches", eightBit));
        all.add(new Scenario("text beyond ASCII, to a server that takes ASCII only")
                .server(server -> server.withhold("8BITMIME", "SMTPUTF8"))
                .instead("body", text)
                .tcllib(ENCODED, "breaches", TWICE)
                .racket(RAW, "breaches", eightBit));
        byte[] octets = new byte[768];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        all.add(new Scenario("an attachment of all octets")
                .with("attachment", Base64.getEncoder().encodeToString(octets))
                .arriving("It works.\n + 768 octets, hash " + Arrays.hashCode(octets))
                .tcllib(
                        "the boundary parameter is written a second time, as a line of its own",
                        "breaches",
                        "a header line that is no field")
                .notIn(Who.RACKET, "the caller writes the body"));
    }

    private static void subjects(List<Scenario> all) {
        all.add(subject("a subject beyond ASCII", "Grüße"));
        all.add(subject(
                        "a long subject beyond ASCII",
                        "Grüße aus Köln und ein paar Wörter mehr, öfter noch "
                                + "Umlaute: äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü")
                .racket(
                        "folds with a bare LF, and its encoded words are too long for RFC 2047",
                        "breaches",
                        "bare LF; encoded word of over 75 characters"));
        all.add(subject("a long subject of ASCII", "word ".repeat(40) + "end"));
        all.add(subject("a line end and another field in a subject", "Hello\r\nX-Injected: yes")
                .fails()
                .paloma("connections", "0")
                .tcllib(
                        "whoever chooses a subject chooses fields",
                        "says",
                        "sent",
                        "mails",
                        "alice@example.org → bob@example.net",
                        "connections",
                        "1",
                        "header",
                        "from: alice@example.org; subject: Hello; to: bob@example.net; x-injected: yes",
                        "breaches",
                        "a header line that is no field; bare CR")
                .racket(
                        "as Tcllib",
                        "says",
                        "sent",
                        "mails",
                        "alice@example.org → bob@example.net",
                        "connections",
                        "1",
                        "header",
                        "from: alice@example.org; subject: Hello; to: bob@example.net; x-injected: yes"));
    }

    private static void fields(List<Scenario> all) {
        all.add(new Scenario("a name beyond ASCII in To")
                .instead("header", "From: alice@example.org", "To: Jürgen Groß <bob@example.net>", "Subject: Hello"));
        all.add(new Scenario("a field of one's own").with("header", "X-Campaign: spring"));
        all.add(new Scenario("a field whose name begins with a dot")
                .with("header", ".Campaign: spring")
                .racket(
                        "doesn't stuff dots in the header, so the server takes one away",
                        "header",
                        "from: alice@example.org; subject: Hello; to: bob@example.net",
                        "breaches",
                        "a dot that isn't stuffed"));
        all.add(new Scenario("the same mail sent twice")
                .instead("times", "2")
                .paloma("mails", "alice@example.org → bob@example.net | alice@example.org → bob@example.net")
                .paloma("second", "the same octets")
                .tcllib(
                        "sending changes the message: From, To and Subject are in the second twice",
                        "second",
                        "differs",
                        "connections",
                        "2")
                .racket("no connection is kept", "connections", "2"));
    }

    private static Scenario subject(String name, String subject) {
        return new Scenario(name)
                .instead("header", "From: alice@example.org", "To: bob@example.net", "Subject: " + subject);
    }
}
