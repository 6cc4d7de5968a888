package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import java.util.ArrayList;
import java.util.List;

/** The sendmail program instead of a server: Racket's net/sendmail, and Paloma's server {@code sendmail:/path}. */
final class Programs {
    private static final String NO_PROGRAM = "no such thing";
    private static final String ARGUMENTS = "hands on recipients only; who it comes from is the program's guess";

    private Programs() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.add(program("a mail to the sendmail program", 0).racket(ARGUMENTS, "arguments", "-i bob@example.net"));
        all.add(program("a Bcc recipient, by the sendmail program", 0)
                .instead("recipient")
                .instead(
                        "header",
                        "From: alice@example.org",
                        "To: bob@example.net",
                        "Bcc: eve@example.net",
                        "Subject: Hello")
                .paloma("arguments", "-i -f alice@example.org -- bob@example.net eve@example.net")
                .racket(ARGUMENTS, "arguments", "-i bob@example.net eve@example.net"));
        all.add(program("lines that begin with a dot, to the sendmail program", 0)
                .instead("body", ".\n..\n.one\n")
                .racket(ARGUMENTS, "arguments", "-i bob@example.net"));
        for (int code : new int[] {65, 67, 68, 69}) {
            all.add(failing(code, "REFUSED"));
        }
        for (int code : new int[] {1, 64, 66, 70, 71, 72, 73, 74, 75, 76, 77, 78}) {
            all.add(failing(code, "DEFERRED"));
        }
        return all;
    }

    private static Scenario failing(int code, String outcome) {
        return program("the sendmail program ends with exit code " + code, code)
                .telling("REFUSED", "DEFERRED", "it said so")
                .paloma("says", "error", "tells", outcome + " … it said so")
                .racket(
                        "doesn't look how it ends, nor what it says",
                        "says",
                        "sent",
                        "tells",
                        "nothing",
                        "arguments",
                        "-i bob@example.net");
    }

    private static Scenario program(String name, int code) {
        return new Scenario(name).with("ending", "exit " + code).notIn(Who.TCLLIB, NO_PROGRAM);
    }
}
