package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Headers and bodies. */
final class Contents {
    private Contents() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        lines(all);
        eightBit(all);
        headers(all);
        return all;
    }

    private static void lines(List<Scenario> all) {
        all.add(new Scenario("lines that begin with a dot").instead("body", ".\n..\n.one\n...three\nlast\n.\n"));
        all.add(new Scenario("a line end, a dot and a line end in what is given as one line")
                .instead("body", "before\r\n.\r\nMAIL FROM:<mallory@example.com>\r\nafter\n")
                .arriving("before\n.\nMAIL FROM:<mallory@example.com>\nafter\n"));
        all.add(new Scenario("no line end at the end").instead("body", "one\ntwo"));
        all.add(new Scenario("empty lines at the end").instead("body", "one\n\n\n"));
        all.add(new Scenario("no body").instead("body", ""));
        all.add(new Scenario("a CR by itself").instead("body", "one\rtwo\n").arriving("one\ntwo\n"));
        all.add(new Scenario("spaces and a tab at a line's end").instead("body", "one  \ntwo\t\n"));
        all.add(new Scenario("a line of 998 characters").instead("body", "x".repeat(998) + "\n"));
        all.add(new Scenario("a line of 2000 characters").instead("body", "x".repeat(2000) + "\n"));
        all.add(new Scenario("lines like headers and boundaries").instead("body", "From me\nTo: you\n--\n--x--\n=3D\n"));
    }

    private static void eightBit(List<Scenario> all) {
        String text = "Grüße aus Köln, 10 €\n";
        all.add(new Scenario("text beyond ASCII, to a server that takes it").instead("body", text));
        all.add(new Scenario("text beyond ASCII, to a server that takes ASCII only")
                .server(server -> server.withhold("8BITMIME", "SMTPUTF8"))
                .instead("body", text));
        byte[] octets = new byte[768];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        all.add(new Scenario("an attachment of all octets")
                .with("attachment", Base64.getEncoder().encodeToString(octets))
                .arriving("It works.\n + 768 octets, hash " + Arrays.hashCode(octets))
                .notIn(Who.RACKET, "the caller writes the body"));
    }

    private static void headers(List<Scenario> all) {
        all.add(subject("a subject beyond ASCII", "Grüße"));
        all.add(subject("a long subject beyond ASCII", "Grüße aus Köln und ein paar Wörter mehr, öfter noch "
                + "Umlaute: äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü äöü"));
        all.add(subject("a long subject of ASCII", "word ".repeat(40) + "end"));
        all.add(subject("a line end and another field in a subject", "Hello\r\nX-Injected: yes"));
        all.add(new Scenario("a name beyond ASCII in To")
                .instead(
                        "header",
                        "From: alice@example.org",
                        "To: Jürgen Groß <bob@example.net>",
                        "Subject: Hello"));
        all.add(new Scenario("a field of one's own").with("header", "X-Campaign: spring"));
        all.add(new Scenario("a field of one's own that begins with a dot")
                .with("header", ".Campaign: spring"));
        all.add(new Scenario("the same mail sent twice").with("times", "2").instead("times", "2"));
    }

    private static Scenario subject(String name, String subject) {
        return new Scenario(name)
                .instead("header", "From: alice@example.org", "To: bob@example.net", "Subject: " + subject);
    }
}
