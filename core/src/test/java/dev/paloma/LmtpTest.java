package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Script;
import dev.paloma.testkit.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LMTP (RFC 2033): after the content each recipient gets a reply of its own. */
@ExtendWith(NoLeaks.class)
class LmtpTest {
    private static final String[] THREE = {"a@example.net", "b@example.net", "c@example.net"};

    private static FakeSmtpServerBuilder server(boolean chunks) {
        FakeSmtpServerBuilder builder = FakeSmtpServer.builder().lmtp();
        return chunks ? builder.offer("CHUNKING") : builder;
    }

    private static MailerBuilder to(FakeSmtpServer server) {
        return Mailer.builder()
                .server("lmtp://127.0.0.1:" + server.port() + "?tls=none")
                .timeouts(Setting.quick())
                .connections(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachRecipientHasItsOwnAnswer(boolean chunks) {
        FakeSmtpServerBuilder script = server(chunks)
                .at(Step.CONTENT.of("a@example.net"), Reply.of(250, "2.0.0 In the box"))
                .at(Step.CONTENT.of("b@example.net"), Reply.of(452, "4.2.2 Mailbox full"))
                .at(Step.CONTENT.of("c@example.net"), Reply.of(550, "5.2.1 Mailbox closed"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).acceptance(Acceptance.AT_LEAST_ONE).build()) {
            Receipt receipt = mailer.send(Setting.mail(THREE));
            assertThat(receipt.rows())
                    .extracting(Receipt.Row::outcome)
                    .containsExactly(Outcome.ACCEPTED, Outcome.DEFERRED, Outcome.REFUSED);
            assertThat(receipt.rows().get(0).text()).isEqualTo("2.0.0 In the box");
            assertThat(receipt.rows().get(1).code()).contains(452);
            assertThat(server.received()).hasSize(1);
            assertThat(server.received().get(0).recipientAddresses()).containsExactly("a@example.net");
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recipientsRefusedBeforehandHaveNoAnswerToTheContent(boolean chunks) {
        FakeSmtpServerBuilder script =
                server(chunks).at(Step.RCPT.of("b@example.net"), Reply.of(550, "5.1.1 No such user"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).acceptance(Acceptance.AT_LEAST_ONE).build()) {
            List<Sent> all = Collections.synchronizedList(new ArrayList<>());
            mailer.sendAll(Collections.nCopies(5, Mail.of(Setting.mail(THREE))).iterator(), all::add);
            assertThat(all)
                    .hasSize(5)
                    .allSatisfy(sent -> assertThat(sent.receipt().rows())
                            .extracting(Receipt.Row::outcome)
                            .containsExactly(Outcome.ACCEPTED, Outcome.REFUSED, Outcome.ACCEPTED));
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoseAnswerIsLostIsUnknownAndNobodyElse(boolean chunks) {
        FakeSmtpServerBuilder script = server(chunks).at(Step.CONTENT.of("b@example.net"), Fault.CLOSE);
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(THREE)));
            assertThat(e.kind()).isEqualTo(SendException.Kind.UNKNOWN);
            assertThat(e.receipt().rows())
                    .extracting(Receipt.Row::outcome)
                    .containsExactly(Outcome.ACCEPTED, Outcome.UNKNOWN, Outcome.UNKNOWN);
        }
    }

    /** There is one reply for each recipient that was taken: to a lone dot for nobody none would come. */
    @Test
    void noAnswerIsWaitedForWhereNobodyWasTaken() {
        Script script = Script.start()
                .send("220 lmtp.example")
                .expect("LHLO .*")
                .send("250-lmtp.example", "250 PIPELINING")
                .expect("MAIL .*")
                .send("250 2.1.0 Ok")
                .expect("RCPT .*")
                .send("550 5.1.1 Who?")
                .expect("DATA")
                .send("354 Go on")
                .expectEnd();
        try (FakeSmtpServer server = FakeSmtpServer.builder().script(script).start();
                Mailer mailer = to(server).build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("a@example.net")));
            assertThat(e.receipt().rows()).extracting(Receipt.Row::outcome).containsExactly(Outcome.REFUSED);
        }
    }

    /** HELO would be SMTP: there is no falling back to it. */
    @Test
    void aServerThatSpeaksSmtpIsAnError() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.OTHER.of("LHLO"), Reply.of(500, "5.5.1 What?"))
                        .start();
                Mailer mailer = to(server).build()) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(THREE)));
            assertThat(e).hasMessageContaining("LHLO");
            assertThat(server.transcript().commands()).noneMatch(line -> line.startsWith("HELO"));
        }
    }

    @Test
    void whoDidNotGetItIsNamedWhereOthersDid() {
        FakeSmtpServerBuilder script = server(false).at(Step.CONTENT.of("b@example.net"), Reply.of(452, "4.2.2 Full"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(THREE)));
            assertThat(e).hasMessageContaining("was not taken for b@example.net");
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
        }
    }
}
