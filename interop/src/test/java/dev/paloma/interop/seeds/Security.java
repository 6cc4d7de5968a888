package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.util.ArrayList;
import java.util.List;

/** STARTTLS and AUTH. */
final class Security {
    private static final String ONLY_PLAIN = "knows PLAIN only";
    private static final String ONLY_REQUIRED = "TLS is mandatory or not asked for";

    private Security() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        tls(all);
        policies(all);
        certificates(all);
        mechanisms(all);
        refusals(all);
        return all;
    }

    private static void tls(List<Scenario> all) {
        all.add(new Scenario("STARTTLS offered and used")
                .server(server -> server.startTls(TestCertificate.GOOD))
                .with("tls", "required"));
        all.add(new Scenario("TLS from the first byte")
                .server(server -> server.implicitTls(TestCertificate.GOOD))
                .with("tls", "implicit"));
        all.add(new Scenario("STARTTLS required and not offered").with("tls", "required"));
        all.add(new Scenario("STARTTLS wished for and not offered")
                .with("tls", "offered")
                .notIn(Who.RACKET, ONLY_REQUIRED));
        all.add(new Scenario("STARTTLS offered again inside TLS")
                .server(server -> server.startTls(TestCertificate.GOOD)
                        .at(Step.EHLO, Reply.of(250, "mail.test", "STARTTLS", "8BITMIME")))
                .with("tls", "required"));
        all.add(new Scenario("an extension offered before TLS and not after")
                .server(server -> server.startTls(TestCertificate.GOOD)
                        .at(Step.EHLO.nth(1), Reply.of(250, "mail.test", "STARTTLS", "SIZE", "8BITMIME"))
                        .at(Step.EHLO.nth(2), Reply.of(250, "mail.test")))
                .with("tls", "required")
                .watching("MAIL .*"));
    }

    private static void policies(List<Scenario> all) {
        all.add(refused("STARTTLS refused, nothing said about it").with("tls", "offered").notIn(Who.RACKET, ONLY_REQUIRED));
        all.add(refused("STARTTLS refused, TLS mandatory").with("tls", "required"));
        all.add(refused("STARTTLS refused, policy: go on")
                .with("tls", "offered")
                .with("policy", "insecure")
                .notIn(Who.RACKET, "no such option"));
        all.add(refused("STARTTLS refused, policy: next server")
                .server(server -> {})
                .with("tls", "offered")
                .with("policy", "secure")
                .notIn(Who.RACKET, "no such option"));
        all.add(new Scenario("STARTTLS not offered, policy: stop")
                .with("tls", "required")
                .with("policy", "secure")
                .notIn(Who.RACKET, "no such option"));
        all.add(new Scenario("the TLS handshake fails, policy: stop")
                .server(server -> server.startTls(TestCertificate.GOOD).at(Step.TLS, Fault.TLS_GARBAGE))
                .with("tls", "required")
                .with("policy", "secure")
                .stalls());
    }

    private static Scenario refused(String name) {
        return new Scenario(name)
                .server(server -> server.startTls(TestCertificate.GOOD)
                        .at(Step.STARTTLS, Reply.of(454, "4.7.0 not now")));
    }

    private static void certificates(List<Scenario> all) {
        for (TestCertificate certificate :
                List.of(TestCertificate.SELF_SIGNED, TestCertificate.WRONG_NAME, TestCertificate.EXPIRED)) {
            all.add(new Scenario("a certificate that is " + certificate.name().replace('_', ' ').toLowerCase())
                    .server(server -> server.startTls(certificate))
                    .with("tls", "required"));
        }
    }

    private static Scenario login(String name) {
        return new Scenario(name).with("user", "alice").with("password", "secret").watching("AUTH.*");
    }

    private static void mechanisms(List<Scenario> all) {
        all.add(login("AUTH PLAIN over TLS")
                .server(server -> server.user("alice", "secret")
                        .startTls(TestCertificate.GOOD)
                        .at(Step.EHLO.nth(2), Reply.of(250, "mail.test", "AUTH PLAIN")))
                .with("tls", "required"));
        all.add(login("AUTH PLAIN in clear")
                .server(server -> server.user("alice", "secret")
                        .at(Step.EHLO, Reply.of(250, "mail.test", "AUTH PLAIN"))));
        all.add(login("AUTH PLAIN in clear, allowed")
                .server(server -> server.user("alice", "secret")
                        .at(Step.EHLO, Reply.of(250, "mail.test", "AUTH PLAIN")))
                .with("option", "cleartext-auth"));
        all.add(login("AUTH LOGIN in clear, allowed")
                .server(server -> server.user("alice", "secret")
                        .at(Step.EHLO, Reply.of(250, "mail.test", "AUTH LOGIN")))
                .with("option", "cleartext-auth")
                .notIn(Who.RACKET, ONLY_PLAIN));
        all.add(login("AUTH PLAIN and LOGIN offered over TLS")
                .server(server -> server.user("alice", "secret").startTls(TestCertificate.GOOD))
                .with("tls", "required"));
        all.add(login("AUTH CRAM-MD5")
                .server(Challenges.cramMd5())
                .with("option", "auth=CRAM-MD5")
                .notIn(Who.RACKET, ONLY_PLAIN));
        all.add(login("AUTH CRAM-MD5, not asked for, in clear")
                .server(Challenges.cramMd5())
                .notIn(Who.RACKET, ONLY_PLAIN));
        all.add(login("AUTH DIGEST-MD5")
                .server(Challenges.digestMd5())
                .with("option", "auth=DIGEST-MD5")
                .notIn(Who.RACKET, ONLY_PLAIN));
        all.add(login("AUTH=PLAIN, the old form, in lower case")
                .server(server -> server.user("alice", "secret")
                        .at(Step.EHLO, Reply.of(250, "mail.test", "auth=plain")))
                .with("option", "cleartext-auth"));
        all.add(login("a password beyond ASCII")
                .server(server -> server.user("alice", "pässwörd")
                        .at(Step.EHLO, Reply.of(250, "mail.test", "AUTH PLAIN")))
                .instead("password", "pässwörd")
                .with("option", "cleartext-auth"));
    }

    private static void refusals(List<Scenario> all) {
        all.add(login("a wrong password")
                .server(server -> server.user("alice", "another")
                        .at(Step.EHLO, Reply.of(250, "mail.test", "AUTH PLAIN")))
                .with("option", "cleartext-auth"));
        all.add(login("a password, and no AUTH offered").with("option", "cleartext-auth"));
        all.add(login("a password, and no mechanism that is known")
                .server(server -> server.offer("AUTH X-SECRET"))
                .with("option", "cleartext-auth"));
    }
}
