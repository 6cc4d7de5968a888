package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong from the first packet to the line being safe (F8–F17, F19, F30–F35; S7–S9). */
@ExtendWith({NoLeaks.class, Runs.Resolver.class})
class ConnectingFaultsTest {
    private static final List<Step> OPENING = List.of(Step.CONNECT, Step.GREETING);

    private static void assertNothingSaid(Result result) {
        assertThat(result.commands()).noneMatch(line -> line.startsWith("MAIL") || line.startsWith("AUTH"));
        assertThat(result.server().received()).isEmpty();
    }

    @Test
    void F8_lineDiesAfterAccept(Case c) throws InterruptedException {
        c.beforeMail().each(List.of(Fault.RESET, Fault.CRASH, Fault.CLOSE), (run, fault) -> {
            Result result = run.at(Step.GREETING, fault).send();
            result.deferred(Stage.CONNECT, Stage.STARTTLS, Stage.GREETING); // as soon as it is noticed
            assertNothingSaid(result);
        });
    }

    @Test
    void F9_silence(Case c) throws InterruptedException {
        c.beforeMail().each(OPENING, (run, step) -> {
            Result result = run.at(step, Fault.STALL)
                    .limited(Stage.GREETING, Stage.STARTTLS)
                    .send();
            boolean inHandshake = run.setting.tls() == Setting.Tls.IMPLICIT && step == Step.CONNECT;
            result.deferred(inHandshake ? Stage.STARTTLS : Stage.GREETING);
        });
    }

    @Test
    void F10_greetingRefusesForNow(Case c) throws InterruptedException {
        List<String> greetings = List.of("4.3.2 Too busy", "busy", "", "4.7.0 Your host is unknown");
        c.beforeMail().each(greetings, (run, text) -> {
            Reply refusal = text.equals("busy") ? Reply.of(450, text) : Reply.of(421, text);
            Result result = run.at(Step.GREETING, refusal).send();
            result.deferred(Stage.GREETING).says(text);
            assertNothingSaid(result);
        });
    }

    @Test
    void F11_greetingRefusesForGood(Case c) throws InterruptedException {
        c.beforeMail().each(List.of(554, 550, 521, 500), (run, code) -> {
            Result result =
                    run.at(Step.GREETING, Reply.of(code, "5.7.1 Go away")).send();
            result.deferred(Stage.GREETING).says(code + " 5.7.1 Go away");
            assertNothingSaid(result);
        });
    }

    @Test
    void F12_greetingOfSeveralLines(Case c) throws InterruptedException {
        List<Reply> greetings = List.of(
                Reply.of(220, "mail.test", "ESMTP", "hi"),
                Reply.of(220, "", ""),
                Reply.raw("220-mail.test\r\n220-250 isn't the code of this line\r\n220\r\n"));
        c.beforeMail()
                .each(
                        greetings,
                        (run, greeting) ->
                                run.at(Step.GREETING, greeting).send().accepted());
    }

    @Test
    void F13_bannerOfAnotherProtocol(Case c) throws InterruptedException {
        List<String> banners = List.of(
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "* OK IMAP4rev1 ready\r\n",
                "+OK POP3 ready\r\n",
                "\r\n",
                "\u0000\u0001\u0002\u0003\n",
                "250 mail.test\r\n",
                "334 mail.test\r\n");
        c.beforeMail().each(banners, (run, banner) -> {
            Result result = run.at(Step.GREETING, Reply.raw(banner)).send();
            result.broken(Stage.GREETING);
            assertNothingSaid(result);
        });
    }

    @Test
    void F15_dripDoesNotStretchALimit(Case c) throws InterruptedException {
        record Drip(Step step, Stage stage, int code) {}
        List<Drip> drips = List.of(
                new Drip(Step.GREETING, Stage.GREETING, 220),
                new Drip(Step.EHLO, Stage.EHLO, 250),
                new Drip(Step.MAIL, Stage.MAIL, 250),
                new Drip(Step.RCPT, Stage.RCPT, 250),
                new Drip(Step.CONTENT, Stage.END_OF_DATA, 250));
        c.with(Shape.ONE).each(drips, (run, drip) -> {
            Reply reply = Reply.of(drip.code(), "x".repeat(500)).dripping(Duration.ofMillis(20));
            long began = System.nanoTime();
            Result result = run.at(drip.step(), reply).limited(drip.stage()).send();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
            if (drip.stage() == Stage.END_OF_DATA) {
                result.doubtful();
            } else {
                result.lost(SendException.Kind.TEMPORARY);
            }
        });
    }

    @Test
    void F16_ehloIsNotKnown(Case c) throws InterruptedException {
        c.beforeMail().each(List.of(500, 502), (run, code) -> {
            Result result = run.at(Step.EHLO, Reply.of(code, "5.5.1 What?")).send();
            if (run.setting.tls() == Setting.Tls.STARTTLS) {
                result.stage(Stage.EHLO).each(Outcome.DEFERRED);
                assertThat(result.commands()).noneMatch(line -> line.startsWith("HELO"));
                assertNothingSaid(result);
            } else {
                result.accepted();
                assertThat(result.commands()).anyMatch(line -> line.startsWith("HELO "));
            }
        });
    }

    @Test
    void F17_ehloRefusedForNow(Case c) throws InterruptedException {
        c.beforeMail().each(List.of(421, 450, 451, 452), (run, code) -> {
            Result result = run.at(Step.EHLO, Reply.of(code, "4.3.0 Later")).send();
            result.deferred(Stage.EHLO).says(code + " 4.3.0 Later");
            assertNothingSaid(result);
        });
    }

    private static boolean starts(Setting setting) {
        return setting.tls() == Setting.Tls.STARTTLS;
    }

    @Test
    void F19_F35_whatWasOfferedBeforeTlsIsForgotten(Case c) throws InterruptedException {
        List<String> before = List.of("SIZE 1", "AUTH PLAIN LOGIN", "CHUNKING", "PIPELINING", "BINARYMIME", "X-ODD");
        c.in(ConnectingFaultsTest::starts).each(before, (run, offer) -> {
            Result result = run.at(Step.EHLO.nth(1), Reply.of(250, "mail.test", offer, "STARTTLS"))
                    .send();
            result.accepted();
            assertThat(result.usedChunks()).isIn(false, run.setting.chunking());
        });
    }

    @Test
    void F30_tlsIsRequiredAndNotOffered(Case c) throws InterruptedException {
        c.beforeMail().in(ConnectingFaultsTest::starts).each(List.of(250, 299), (run, code) -> {
            Result result =
                    run.at(Step.EHLO, Reply.of(code, "mail.test", "SIZE")).send();
            result.kind(SendException.Kind.SECURITY).each(Outcome.DEFERRED).says("STARTTLS");
            assertNothingSaid(result);
        });
    }

    @Test
    void F31_S8_refusedStartTlsIsNeverFollowedByMail(Case c) throws InterruptedException {
        List<Reply> refusals = List.of(
                Reply.of(454, "4.7.0 Not now"),
                Reply.of(501, "5.5.4 No"),
                Reply.of(500, "5.5.1 What?"),
                Reply.of(250, "2.0.0 Ok"),
                Reply.of(421, "4.3.2 Bye"),
                Reply.of(334, ""),
                Reply.raw("ok\r\n"),
                Reply.none().then(Fault.CLOSE),
                Reply.none().then(Fault.RESET));
        for (TlsPolicy.Mode mode : List.of(TlsPolicy.Mode.REQUIRED, TlsPolicy.Mode.OPPORTUNISTIC)) {
            c.beforeMail().in(ConnectingFaultsTest::starts).each(refusals, (run, refusal) -> {
                Result result = run.at(Step.STARTTLS, refusal)
                        .address(server -> server.withTls(TlsPolicy.of(mode, Setting.trust())))
                        .send();
                result.stage(Stage.STARTTLS).each(Outcome.DEFERRED);
                assertNothingSaid(result);
            });
        }
    }

    @Test
    void F32_S7_whatComesInClearAfterTheGoAheadIsAnAttack(Case c) throws InterruptedException {
        List<String> injected = List.of("250-evil\r\n250 AUTH PLAIN\r\n", "220 again\r\n", "x", "\r\n", "\u0016\u0003");
        c.beforeMail()
                .in(setting ->
                        starts(setting) && setting.segmentation() == Segmentation.WHOLE) // in one packet with the 220
                .each(injected, (run, text) -> {
                    Result result = run.at(Step.STARTTLS, Reply.raw("220 2.0.0 Go\r\n" + text))
                            .send();
                    result.kind(SendException.Kind.SECURITY)
                            .each(Outcome.DEFERRED)
                            .says("in clear");
                    assertNothingSaid(result);
                });
    }

    @Test
    void F33_brokenHandshakeIsNeverFollowedByMail(Case c) throws InterruptedException {
        List<Fault> faults = List.of(Fault.STALL, Fault.RESET, Fault.CRASH, Fault.CLOSE, Fault.TLS_GARBAGE);
        for (TlsPolicy.Mode mode : List.of(TlsPolicy.Mode.REQUIRED, TlsPolicy.Mode.OPPORTUNISTIC)) {
            c.beforeMail().in(setting -> setting.tls() != Setting.Tls.CLEAR).each(faults, (run, fault) -> {
                run.at(Step.TLS, fault).limited(Stage.STARTTLS);
                if (starts(run.setting)) {
                    run.address(server -> server.withTls(TlsPolicy.of(mode, Setting.trust())));
                }
                Result result = run.send();
                // a reset at once may be noticed while still connecting
                result.stage(Stage.STARTTLS, fault == Fault.RESET ? Stage.CONNECT : Stage.STARTTLS)
                        .each(Outcome.DEFERRED);
                assertNothingSaid(result);
            });
        }
    }

    @Test
    void F34_S9_falseCertificateStopsAndIsNamed(Case c) throws InterruptedException {
        record False(TestCertificate certificate, String reason) {}
        List<False> certificates = List.of(
                new False(TestCertificate.WRONG_NAME, "other.test"),
                new False(TestCertificate.EXPIRED, "expired"),
                new False(TestCertificate.SELF_SIGNED, "isn't trusted"),
                new False(TestCertificate.CN_ONLY, "no subjectAltName"),
                new False(TestCertificate.IP_AS_NAME, ""));
        c.beforeMail().in(setting -> setting.tls() != Setting.Tls.CLEAR).each(certificates, (run, shown) -> {
            if (starts(run.setting)) {
                run.server(server -> server.startTls(shown.certificate()));
            } else {
                run.server(server -> server.implicitTls(shown.certificate()));
            }
            Result result = run.send();
            result.kind(SendException.Kind.SECURITY).each(Outcome.DEFERRED).says(shown.reason());
            assertNothingSaid(result);
        });
    }
}
