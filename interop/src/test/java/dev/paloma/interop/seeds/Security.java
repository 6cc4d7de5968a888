package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** STARTTLS, and whom it is spoken with. */
final class Security {
    private static final String PLAIN_MAIL = "alice@example.org → bob@example.net";
    private static final String ONLY_REQUIRED = "TLS is mandatory or not asked for";
    private static final String NO_OPTION = "no such option";
    private static final String IN_CLEAR = "goes on in clear, in silence";

    private Security() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        encrypted(all);
        notOffered(all);
        refused(all);
        certificates(all);
        return all;
    }

    private static void starts(FakeSmtpServerBuilder server) {
        server.startTls(TestCertificate.GOOD);
    }

    private static void encrypted(List<Scenario> all) {
        all.add(new Scenario("STARTTLS offered and used")
                .server(Security::starts)
                .with("tls", "required")
                .paloma("line", "TLS, nobody"));
        all.add(new Scenario("STARTTLS with the procedure that Racket's manual names")
                .server(Security::starts)
                .with("tls", "required")
                .with("as-documented", "true")
                .paloma("line", "TLS, nobody")
                .racket(
                        "asks ports->ssl-ports for TLS 1.0, which no server should take any more (RFC 8996); all other"
                                + " scenarios here let it choose",
                        "says",
                        "error",
                        "mails",
                        "none"));
        all.add(new Scenario("TLS from the first byte")
                .server(server -> server.implicitTls(TestCertificate.GOOD))
                .with("tls", "implicit")
                .paloma("line", "TLS, nobody"));
        all.add(new Scenario("STARTTLS offered again inside TLS")
                .server(server -> server.startTls(TestCertificate.GOOD)
                        .at(Step.EHLO, Reply.of(250, "mail.test", "STARTTLS", "8BITMIME")))
                .with("tls", "required")
                .paloma("line", "TLS, nobody"));
        all.add(new Scenario("an extension offered before TLS and not after")
                .server(server -> server.startTls(TestCertificate.GOOD)
                        .at(Step.EHLO.nth(1), Reply.of(250, "mail.test", "STARTTLS", "SIZE", "8BITMIME"))
                        .at(Step.EHLO.nth(2), Reply.of(250, "mail.test")))
                .with("tls", "required")
                .watching("MAIL .*")
                .paloma("line", "TLS, nobody", "commands", "MAIL FROM:<alice@example.org>"));
    }

    private static void notOffered(List<Scenario> all) {
        all.add(new Scenario("STARTTLS required and not offered")
                .with("tls", "required")
                .fails()
                .tcllib(
                        IN_CLEAR + ": its policy is asked only where STARTTLS is offered and then refused",
                        "says",
                        "sent",
                        "mails",
                        PLAIN_MAIL));
        all.add(new Scenario("STARTTLS wished for and not offered")
                .with("tls", "offered")
                .notIn(Who.RACKET, ONLY_REQUIRED));
    }

    private static Scenario refusing(String name) {
        return new Scenario(name)
                .server(server ->
                        server.startTls(TestCertificate.GOOD).at(Step.STARTTLS, Reply.of(454, "4.7.0 not now")));
    }

    private static void refused(List<Scenario> all) {
        all.add(refusing("STARTTLS refused, nothing said about it")
                .with("tls", "offered")
                .fails()
                .tcllib(IN_CLEAR, "says", "sent", "mails", PLAIN_MAIL)
                .notIn(Who.RACKET, ONLY_REQUIRED));
        all.add(refusing("STARTTLS refused, TLS mandatory")
                .with("tls", "required")
                .fails());
        all.add(refusing("STARTTLS refused, policy: go on in clear")
                .with("tls", "offered")
                .with("policy", "insecure")
                .notIn(Who.RACKET, NO_OPTION));
        all.add(refusing("STARTTLS refused, policy: stop; the next server has TLS")
                .server(Security::starts)
                .with("tls", "offered")
                .with("policy", "secure")
                .paloma("connections", "1, 1", "line", "TLS, nobody")
                .tcllib("tries STARTTLS with one server only: the next gets the mail in clear", "line", "clear, nobody")
                .notIn(Who.RACKET, NO_OPTION));
        all.add(refusing("STARTTLS refused, policy: stop; the next server has no TLS")
                .server(server -> {})
                .with("tls", "required")
                .with("policy", "secure")
                .fails()
                .paloma("connections", "1, 1")
                .tcllib("the policy isn't asked about the second server", "says", "sent", "mails", PLAIN_MAIL)
                .notIn(Who.RACKET, NO_OPTION));
        all.add(new Scenario("the TLS handshake fails, policy: stop")
                .server(server -> server.startTls(TestCertificate.GOOD)
                        .at(Step.TLS, Reply.none().after(Duration.ofMillis(500)).then(Fault.TLS_GARBAGE)))
                .stalls()
                .with("tls", "required")
                .with("policy", "secure")
                .fails()
                .tcllib(
                        "waits ten minutes, or gives up with the text of the greeting: a race, and no policy is asked",
                        "says",
                        "hangs or error"));
    }

    private static void certificates(List<Scenario> all) {
        for (TestCertificate certificate :
                List.of(TestCertificate.SELF_SIGNED, TestCertificate.WRONG_NAME, TestCertificate.EXPIRED)) {
            String fault = certificate.name().replace('_', ' ').toLowerCase(Locale.ROOT);
            all.add(new Scenario("a server's certificate: " + fault)
                    .server(server -> server.startTls(certificate))
                    .with("tls", "required")
                    .fails()
                    .tcllib("looks at no certificate", "says", "sent", "mails", PLAIN_MAIL, "line", "TLS, nobody")
                    .racket(
                            "looks at no certificate unless given a context that does",
                            "says",
                            "sent",
                            "mails",
                            PLAIN_MAIL,
                            "line",
                            "TLS, nobody"));
        }
    }
}
