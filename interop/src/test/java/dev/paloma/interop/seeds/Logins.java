package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** AUTH by the mechanisms that are shared, and what becomes of a mail where it fails. */
final class Logins {
    private static final String PLAIN_MAIL = "alice@example.org → bob@example.net";
    private static final String ONLY_PLAIN = "knows PLAIN only";
    private static final String UNAUTHENTICATED = "sends without having logged in, in silence";

    private Logins() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        passwords(all);
        proofs(all);
        refusals(all);
        return all;
    }

    private static Scenario login(String name) {
        return new Scenario(name)
                .with("user", "alice")
                .with("password", "secret")
                .watching("AUTH.*");
    }

    /** Offers just this, in whatever form. */
    private static Consumer<FakeSmtpServerBuilder> offering(String auth, String password) {
        return server -> server.user("alice", password).at(Step.EHLO, Reply.of(250, "mail.test", auth));
    }

    private static void passwords(List<Scenario> all) {
        all.add(login("AUTH PLAIN over TLS")
                .server(server -> server.user("alice", "secret")
                        .startTls(TestCertificate.GOOD)
                        .at(Step.EHLO.nth(2), Reply.of(250, "mail.test", "AUTH PLAIN")))
                .with("tls", "required")
                .paloma("line", "TLS, logged in with PLAIN", "commands", "AUTH PLAIN"));
        all.add(login("AUTH PLAIN and LOGIN over TLS")
                .server(server -> server.user("alice", "secret").startTls(TestCertificate.GOOD))
                .with("tls", "required")
                .paloma("line", "TLS, logged in with PLAIN", "commands", "AUTH PLAIN")
                .tcllib(
                        "ranks LOGIN before PLAIN; LOGIN is obsolete and needs two round trips more",
                        "line",
                        "TLS, logged in with LOGIN",
                        "commands",
                        "AUTH LOGIN"));
        all.add(login("AUTH PLAIN, the line in clear")
                .server(offering("AUTH PLAIN", "secret"))
                .fails()
                .paloma("commands", "none")
                .tcllib("the password goes in clear unasked", sentWith("PLAIN"))
                .racket("the password goes in clear unasked", sentWith("PLAIN")));
        all.add(login("AUTH PLAIN, the line in clear, allowed")
                .server(offering("AUTH PLAIN", "secret"))
                .with("option", "cleartext-auth")
                .paloma("line", "clear, logged in with PLAIN", "commands", "AUTH PLAIN"));
        all.add(login("AUTH LOGIN, the line in clear, allowed")
                .server(offering("AUTH LOGIN", "secret"))
                .with("option", "cleartext-auth")
                .paloma("line", "clear, logged in with LOGIN", "commands", "AUTH LOGIN")
                .notIn(Who.RACKET, ONLY_PLAIN));
        all.add(login("auth=plain: the old form, in lower case")
                .server(offering("auth=plain", "secret"))
                .with("option", "cleartext-auth")
                .paloma("line", "clear, logged in with PLAIN", "commands", "AUTH PLAIN")
                .tcllib(
                        "reads capital letters only, and " + UNAUTHENTICATED,
                        "line",
                        "clear, nobody",
                        "commands",
                        "none"));
        all.add(login("a password beyond ASCII")
                .server(offering("AUTH PLAIN", "pässwörd"))
                .instead("password", "pässwörd")
                .with("option", "cleartext-auth")
                .paloma("line", "clear, logged in with PLAIN", "commands", "AUTH PLAIN")
                .tcllib("ISO-8859-1, where RFC 4616 says UTF-8; then it " + UNAUTHENTICATED, "line", "clear, nobody")
                .racket("ISO-8859-1 too", "says", "error", "mails", "none"));
    }

    private static String[] sentWith(String mechanism) {
        return new String[] {
            "says",
            "sent",
            "mails",
            PLAIN_MAIL,
            "line",
            "clear, logged in with " + mechanism,
            "commands",
            "AUTH " + mechanism
        };
    }

    private static void proofs(List<Scenario> all) {
        all.add(login("AUTH CRAM-MD5")
                .server(Challenges.cramMd5())
                .with("option", "auth=CRAM-MD5")
                .paloma("line", "clear, logged in with CRAM-MD5", "commands", "AUTH CRAM-MD5")
                .notIn(Who.RACKET, ONLY_PLAIN));
        all.add(login("AUTH CRAM-MD5, the line in clear, not named")
                .server(Challenges.cramMd5())
                .fails()
                .paloma("commands", "none")
                .tcllib("whoever listens can guess the password at leisure", sentWith("CRAM-MD5"))
                .notIn(Who.RACKET, ONLY_PLAIN));
        all.add(login("AUTH DIGEST-MD5")
                .server(Challenges.digestMd5())
                .with("option", "auth=DIGEST-MD5")
                .paloma("line", "clear, logged in with DIGEST-MD5", "commands", "AUTH DIGEST-MD5")
                .notIn(Who.RACKET, ONLY_PLAIN));
    }

    private static void refusals(List<Scenario> all) {
        all.add(login("a wrong password")
                .server(offering("AUTH PLAIN", "another"))
                .with("option", "cleartext-auth")
                .fails()
                .paloma("commands", "AUTH PLAIN")
                .tcllib(UNAUTHENTICATED, "says", "sent", "mails", PLAIN_MAIL));
        all.add(login("a password, and no AUTH offered")
                .with("option", "cleartext-auth")
                .fails()
                .paloma("commands", "none")
                .tcllib(UNAUTHENTICATED, "says", "sent", "mails", PLAIN_MAIL)
                .racket(
                        "doesn't look at what is offered, and gives the password away",
                        "commands",
                        "AUTH PLAIN",
                        "breaches",
                        "AUTH out of turn or not well-formed"));
        all.add(login("a password, and no mechanism that is known")
                .server(server -> server.offer("AUTH X-SECRET"))
                .with("option", "cleartext-auth")
                .fails()
                .paloma("commands", "none")
                .tcllib(UNAUTHENTICATED, "says", "sent", "mails", PLAIN_MAIL)
                .racket("doesn't look at what is offered, and gives the password away", "commands", "AUTH PLAIN"));
    }
}
