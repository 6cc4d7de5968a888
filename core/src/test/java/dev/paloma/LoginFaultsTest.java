package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can go wrong while logging in, over every kind of line (F36, F37, F39; S15, S16). Mechanisms have their own tests. */
@ExtendWith({NoLeaks.class, Runs.Resolver.class})
class LoginFaultsTest {
    private static Run login(Run run) {
        return run.server(server -> server.user("ann", "secret").requireAuth())
                .address(address -> address.withCredentials(Setting.ann()));
    }

    private static boolean secure(Setting setting) {
        return setting.tls() != Setting.Tls.CLEAR;
    }

    private static void assertNotSent(Result result) {
        result.each(Outcome.DEFERRED).stage(Stage.AUTH);
        assertThat(result.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void F36_wrongPassword(Case c) throws InterruptedException {
        c.beforeMail().in(LoginFaultsTest::secure).each(List.of("5.7.8 No", "", "5.7.9 Use another"), (run, text) -> {
            Result result = login(run).at(Step.AUTH, Reply.of(535, text)).send();
            assertNotSent(result);
            result.kind(SendException.Kind.SECURITY).says("535 " + text, "check user name and password");
            assertThat(result.commands())
                    .filteredOn(line -> line.startsWith("AUTH"))
                    .hasSize(1);
        });
    }

    @Test
    void F36_refusedMechanismIsFollowedByTheNext(Case c) throws InterruptedException {
        c.beforeMail().in(LoginFaultsTest::secure).each(List.of(504, 534), (run, code) -> {
            Result result = login(run)
                    .at(Step.AUTH.of("PLAIN"), Reply.of(code, "5.5.4 Not that one"))
                    .send();
            result.accepted();
            assertThat(result.commands()).contains("AUTH LOGIN");
        });
    }

    @Test
    void F37_failsForNow(Case c) throws InterruptedException {
        List<Reply> ends = List.of(
                Reply.of(454, "4.7.0 Later"),
                Reply.of(432, "4.7.12 Transition"),
                Reply.of(421, "4.7.0 Bye"),
                Reply.none().then(Fault.CLOSE),
                Reply.none().then(Fault.RESET));
        c.beforeMail().in(LoginFaultsTest::secure).each(ends, (run, end) -> {
            Result result = login(run).at(Step.AUTH, end).send();
            assertNotSent(result);
            result.kind(SendException.Kind.TEMPORARY);
        });
    }

    @Test
    void F39_challengeThatIsNoBase64(Case c) throws InterruptedException {
        List<String> challenges = List.of("!!not base64!!", "=", "A", "\u00e9");
        c.beforeMail().in(LoginFaultsTest::secure).each(challenges, (run, challenge) -> {
            login(run)
                    .server(server -> server.offer("AUTH LOGIN"))
                    .at(Step.AUTH.of("PLAIN"), Reply.of(504, "5.5.4 no"))
                    .at(Step.AUTH.of("LOGIN"), Reply.of(334, challenge));
            Result result = run.send();
            assertNotSent(result);
            assertThat(result.commands()).contains("*");
        });
    }

    @Test
    void S15_noPasswordWithoutVerifiedTls(Case c) throws InterruptedException {
        c.beforeMail().run((run, nothing) -> {
            login(run);
            if (run.setting.tls() == Setting.Tls.STARTTLS) {
                run.server(server -> server.startTls(TestCertificate.SELF_SIGNED));
            } else if (run.setting.tls() == Setting.Tls.IMPLICIT) {
                run.server(server -> server.implicitTls(TestCertificate.SELF_SIGNED));
            }
            TlsPolicy.Mode mode = switch (run.setting.tls()) {
                case CLEAR -> TlsPolicy.Mode.NONE;
                case STARTTLS -> TlsPolicy.Mode.REQUIRED;
                case IMPLICIT -> TlsPolicy.Mode.IMPLICIT;
            };
            run.address(address -> address.withCredentials(Setting.ann())
                    .withTls(TlsPolicy.of(mode, Setting.trust().verifying(TlsPolicy.Verification.NONE))));
            Result result = run.send();
            assertNotSent(result);
            result.kind(SendException.Kind.SECURITY);
            assertThat(result.commands()).noneMatch(line -> line.startsWith("AUTH"));
        });
    }

    @Test
    void S16_thePasswordIsInNoTranscript(Case c) throws InterruptedException {
        String canary = "canary-7351";
        List<Reply> ends = List.of(
                Reply.usual(), Reply.of(535, "no " + canary), Reply.none().then(Fault.CLOSE));
        c.beforeMail().in(LoginFaultsTest::secure).each(ends, (run, end) -> {
            List<String> seen = new CopyOnWriteArrayList<>();
            Result result = run.server(server -> server.user("ann", canary))
                    .at(Step.AUTH, end)
                    .address(address -> address.withCredentials(Setting.ann()).withPassword(canary))
                    .mailer(mailer -> mailer.trace(LoginTest.remembering(seen)))
                    .send();
            seen.add(result.receipt().toString());
            seen.add(String.valueOf(result.failure()));
            assertThat(String.join("\n", seen))
                    .contains("AUTH PLAIN (secret)")
                    .doesNotContain(canary, "AGFubgBjYW5hcnk", "Y2FuYXJ5");
        });
    }
}
