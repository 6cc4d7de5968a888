package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One mail in several transactions, as the server's limits ask (RFC 9422, RFC 5321 §4.5.3.1.10). */
@ExtendWith(NoLeaks.class)
class PartsTest {
    private static final String[] THREE = {"a@example.net", "b@example.net", "c@example.net"};

    private static FakeSmtpServerBuilder limits(String limits) {
        return FakeSmtpServer.builder().offer("LIMITS " + limits);
    }

    private static Mailer to(FakeSmtpServer server) {
        return Mailer.builder()
                .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                .timeouts(Setting.quick())
                .acceptance(Acceptance.AT_LEAST_ONE)
                .connections(1)
                .build();
    }

    private static List<Outcome> outcomes(Receipt receipt) {
        return receipt.rows().stream().map(Receipt.Row::outcome).toList();
    }

    private static List<List<String>> received(FakeSmtpServer server) {
        return server.received().stream()
                .map(ReceivedMail::recipientAddresses)
                .map(List::copyOf)
                .toList();
    }

    @Test
    void doubtOutranksWhatBecameOfOtherParts() {
        FakeSmtpServerBuilder script = limits("RCPTMAX=1")
                .at(Step.RCPT.of("a@example.net"), Reply.of(450, "4.2.0 Later"))
                .at(Step.CONTENT, Fault.CLOSE);
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server)) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(THREE)));
            assertThat(e.kind()).isEqualTo(SendException.Kind.UNKNOWN);
            assertThat(outcomes(e.receipt())).containsExactly(Outcome.DEFERRED, Outcome.UNKNOWN, Outcome.DEFERRED);
            assertThat(e.receipt().rows().get(2).text()).contains("not sent");
        }
    }

    @Test
    void nothingMoreIsSentToAServerThatSaidItCloses() {
        FakeSmtpServerBuilder script = limits("RCPTMAX=1").at(Step.MAIL.nth(2), Reply.of(421, "4.3.2 Going down"));
        try (FakeSmtpServer server = script.at(Step.GREETING.onConnection(2), Reply.of(421, "4.3.2 Down"))
                        .start();
                Mailer mailer = to(server)) {
            Receipt receipt = mailer.send(Setting.mail(THREE));
            assertThat(outcomes(receipt)).containsExactly(Outcome.ACCEPTED, Outcome.DEFERRED, Outcome.DEFERRED);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void furtherPartsGoByAnotherConnectionWhereOneCarriesNoMore() {
        String[] five = {"a@example.net", "b@example.net", "c@example.net", "d@example.net", "e@example.net"};
        try (FakeSmtpServer server = limits("MAILMAX=1 RCPTMAX=2").start();
                Mailer mailer = to(server)) {
            assertThat(mailer.send(Setting.mail(five)).isAccepted()).isTrue();
            assertThat(server.connections()).isEqualTo(3);
            List<Sent> all = Collections.synchronizedList(new ArrayList<>());
            Mail big = Mail.of(Setting.mail(five));
            mailer.sendAll(List.of(Mail.of(Setting.mail(THREE[0])), big).iterator(), all::add);
            assertThat(all).allMatch(sent -> sent.receipt().isAccepted());
            assertThat(server.received()).hasSize(7);
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void F65_aFirstPartThatIsLostOnADeadConnectionGoesByAFreshOne() {
        FakeSmtpServerBuilder script =
                limits("RCPTMAX=2").at(Step.MAIL.nth(2).onConnection(1), Reply.of(421, "4.4.2 Idle for too long"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server)) {
            mailer.send(Setting.mail("a@example.net"));
            Receipt receipt = mailer.send(Setting.mail(THREE));
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.tried()).isEmpty();
        }
    }

    /** There it is one mailbox that is full, and not the transaction. */
    @Test
    void F43_F60_whatIsSaidOfContentIsNeverAskedAgain() {
        FakeSmtpServerBuilder script =
                FakeSmtpServer.builder().lmtp().at(Step.CONTENT.of("b@example.net"), Reply.of(552, "Mailbox full"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.builder()
                        .server("lmtp://127.0.0.1:" + server.port() + "?tls=none")
                        .timeouts(Setting.quick())
                        .acceptance(Acceptance.AT_LEAST_ONE)
                        .build()) {
            Receipt receipt = mailer.send(Setting.mail(THREE));
            assertThat(outcomes(receipt)).containsExactly(Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void F43_nobodyIsOneTooManyBeforeAnybodyWasTaken() {
        FakeSmtpServerBuilder script =
                FakeSmtpServer.builder().at(Step.RCPT.of("a@example.net"), Reply.of(552, "Mailbox full"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server)) {
            Receipt receipt = mailer.send(Setting.mail(THREE));
            assertThat(outcomes(receipt)).containsExactly(Outcome.REFUSED, Outcome.ACCEPTED, Outcome.ACCEPTED);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void recipientsOfTooManyDomainsGoDomainByDomain() {
        try (FakeSmtpServer server = limits("RCPTDOMAINMAX=1 RCPTMAX=2").start();
                Mailer mailer = to(server)) {
            Receipt receipt = mailer.send(
                    Setting.mail("a@one.example", "b@two.example", "c@One.example", "d@two.example", "e@one.example"));
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(received(server))
                    .containsExactly(
                            List.of("a@one.example", "c@One.example"),
                            List.of("e@one.example"),
                            List.of("b@two.example", "d@two.example"));
        }
        try (FakeSmtpServer server = limits("RCPTDOMAINMAX=1").start();
                Mailer mailer = Mailer.builder()
                        .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                        .build()) {
            assertThat(mailer.send(Setting.mail(THREE)).isAccepted()).isTrue();
            SendException e = catchThrowableOfType(
                    SendException.class, () -> mailer.send(Setting.mail("a@one.example", "b@two.example")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.CONFIGURATION);
            assertThat(e).hasMessageContaining("1 domains");
        }
    }
}
