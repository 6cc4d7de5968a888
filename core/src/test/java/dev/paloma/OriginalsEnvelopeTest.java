package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.message.DeliverBy;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.Envelope;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.message.RawContent;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.EnhancedStatus;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, senders, recipients and what became of them; the names begin with the rows of docs/seed-coverage.md. */
@ExtendWith(NoLeaks.class)
class OriginalsEnvelopeTest {
    private static ReceivedMail sent(FakeSmtpServerBuilder script, Envelope envelope, Content content) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThat(mailer.send(envelope, content).isAccepted()).isTrue();
            assertThat(server.violations()).isEmpty();
            return server.received().get(0);
        }
    }

    private static ReceivedMail sent(Content content) {
        return sent(FakeSmtpServer.builder(), content.envelope(), content);
    }

    private static Message.Builder mail() {
        return Message.builder().from("ann@example.org").to("bob@example.net").text("Hello\n");
    }

    /** What EHLO says of the client, where the server has this name. */
    private static String clientName(String host, String query, MailerBuilder builder) {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Server address = Server.parse("smtp://" + host + ":" + server.port() + "?tls=none" + query);
            try (Mailer mailer = builder.server(address)
                    .resolver(name -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
                    .build()) {
                mailer.send(mail().build());
            }
            return server.received().get(0).clientName();
        }
    }

    @Test
    void T2_theNameInEhloIsTheCallers() {
        MailerBuilder named = Mailer.builder().clientName("client.example.org");
        assertThat(clientName("localhost", "", named)).isEqualTo("client.example.org");
        assertThat(clientName("localhost", "&client=own.example.org", Mailer.builder()))
                .isEqualTo("own.example.org");
    }

    @Test
    void T2_itIsLocalhostWhereEveryServerIsThisMachine() {
        assertThat(clientName("localhost", "", Mailer.builder())).isEqualTo("localhost");
        assertThat(clientName("127.0.0.1", "", Mailer.builder())).isEqualTo("localhost");
    }

    @Test
    void T2_elseItIsTheHostsNameOrTheConnectionsAddress() throws IOException {
        String host = ClientName.domain(InetAddress.getLocalHost().getHostName());
        assertThat(clientName("mail.example.org", "", Mailer.builder())).isEqualTo(host != null ? host : "[127.0.0.1]");
    }

    @ParameterizedTest
    @CsvSource({
        "host.example.org, host.example.org",
        "laptop,",
        "192.0.2.1,",
        "under_score.example.org,",
        "a..example.org,",
        "-.example.org,"
    })
    void T2_aHostNameThatIsNoDomainGivesWayToAnAddress(String host, String used) {
        assertThat(ClientName.domain(host)).isEqualTo(used);
    }

    @Test
    void T3_queueIsSaidWhereItIsOffered() {
        Envelope queued = mail().build().envelope().with(DeliveryOptions.none().withQueue());
        for (boolean offered : new boolean[] {true, false}) {
            FakeSmtpServerBuilder script = FakeSmtpServer.builder().extensions(offered ? "XQUE" : "SIZE");
            try (FakeSmtpServer server = script.start();
                    Mailer mailer = Mailer.to(server.url())) {
                assertThat(mailer.send(queued, mail().build()).isAccepted()).isTrue();
                assertThat(server.transcript().commands().contains("QUED")).isEqualTo(offered);
            }
        }
    }

    @Test
    void T3_todaysFormsOfTheWish() {
        DeliveryOptions wishes = DeliveryOptions.none()
                .withHoldFor(Duration.ofMinutes(5))
                .withDeliverBy(DeliverBy.orReturn(Duration.ofHours(1)))
                .withPriority(3);
        FakeSmtpServerBuilder able = FakeSmtpServer.builder()
                .extensions("FUTURERELEASE 3600 2030-01-01T00:00:00Z", "DELIVERBY", "MT-PRIORITY");
        assertThat(sent(able, mail().build().envelope().with(wishes), mail().build())
                        .senderParameters())
                .containsExactlyInAnyOrder("HOLDFOR=300", "BY=3600;R", "MT-PRIORITY=3");
    }

    private static FakeSmtpServerBuilder oneRefused() {
        return FakeSmtpServer.builder()
                .at(Step.RCPT.of("b@example.net"), Reply.of(550, "5.1.1 no such user", "5.1.1 ask the postmaster"));
    }

    private static Message three() {
        return mail().to("a@example.net, b@example.net, c@example.net").build();
    }

    @Test
    void T4_allIsTheDefaultAndOneRefusalMeansThatNothingIsSent() {
        try (FakeSmtpServer server = oneRefused().start();
                Mailer mailer = Mailer.to(server.url())) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(three()));
            assertThat(e.receipt().with(Outcome.REFUSED))
                    .as("the original's list")
                    .extracting(Mailbox::address)
                    .containsExactly("b@example.net");
            assertThat(e.receipt().with(Outcome.ACCEPTED)).isEmpty();
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void T4_atLeastOneSendsToThoseWhoAreTaken() {
        try (FakeSmtpServer server = oneRefused().start();
                Mailer mailer = Mailer.builder()
                        .server(server.url())
                        .acceptance(Acceptance.AT_LEAST_ONE)
                        .build()) {
            Receipt receipt = mailer.send(three());
            assertThat(receipt.rows())
                    .as("sent and not sent are told apart")
                    .extracting(row -> row.recipient().address() + " " + row.outcome())
                    .containsExactly(
                            "bob@example.net ACCEPTED",
                            "a@example.net ACCEPTED",
                            "b@example.net REFUSED",
                            "c@example.net ACCEPTED");
            assertThat(server.received().get(0).recipientAddresses())
                    .containsExactly("bob@example.net", "a@example.net", "c@example.net");
        }
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT, Reply.of(550, "5.1.1 nobody here"))
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(server.url())
                        .acceptance(Acceptance.AT_LEAST_ONE)
                        .build()) {
            assertThatThrownBy(() -> mailer.send(three())).isInstanceOf(SendException.class);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void T4_aRowHasAddressOutcomeCodesAndTheWholeText() {
        try (FakeSmtpServer server = oneRefused().start();
                Mailer mailer = Mailer.to(server.url())) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(three()));
            assertThat(e.receipt().rows()).hasSize(4);
            Receipt.Row row = e.receipt().rows().get(2);
            assertThat(row.recipient().address()).isEqualTo("b@example.net");
            assertThat(row.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(row.code()).contains(550);
            assertThat(row.enhanced().map(EnhancedStatus::toString)).contains("5.1.1");
            assertThat(row.text()).isEqualTo("5.1.1 no such user\n5.1.1 ask the postmaster");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {251, 252})
    void T4_willForwardAndCannotVerifyCountAsAccepted(int code) {
        FakeSmtpServerBuilder script = FakeSmtpServer.builder().at(Step.RCPT, Reply.of(code, "2.1.5 very well"));
        assertThat(sent(script, mail().build().envelope(), mail().build()).recipientAddresses())
                .containsExactly("bob@example.net");
    }

    @Test
    void T5_theSenderIsGivenAndMayBeEmpty() {
        Message message = mail().build();
        List<Mailbox> bob = message.envelope().recipients();
        assertThat(sent(mail().envelopeSender("bounces@example.org").build()).sender())
                .isEqualTo("bounces@example.org");
        assertThat(sent(FakeSmtpServer.builder(), Envelope.of(Mailbox.parse("x@example.org"), bob), message)
                        .sender())
                .isEqualTo("x@example.org");
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            mailer.send(mail().envelopeSender("").build());
            mailer.send(Envelope.of(null, bob), message);
            assertThat(server.transcript().commands())
                    .filteredOn(c -> c.startsWith("MAIL"))
                    .hasSize(2)
                    .allMatch(c -> c.startsWith("MAIL FROM:<>"));
        }
    }

    @Test
    void T5_elseItIsResentFromSenderOrFrom() throws IOException {
        assertThat(sent(mail().build()).sender()).isEqualTo("ann@example.org");
        assertThat(sent(mail().sender("office@example.org").build()).sender()).isEqualTo("office@example.org");
        Headers resent = Headers.empty()
                .with("Resent-From", "me@example.org")
                .with("Resent-To", "carol@example.net")
                .with("Resent-Date", "Mon, 2 Nov 2026 09:05:07 +0100");
        RawContent again = RawContent.builder()
                .fields(resent)
                .add("From: ann@example.org\nSender: office@example.org\nTo: bob@example.net\n\nHello\n")
                .build();
        ReceivedMail mail = sent(again);
        assertThat(mail.sender()).isEqualTo("me@example.org");
        assertThat(mail.recipientAddresses()).as("T6: they take over").containsExactly("carol@example.net");
    }

    /** What several people wrote, one of them sent (RFC 5322 section 3.6.2). */
    @Test
    void T5_severalAuthorsNeedASenderBeforeAnythingIsSent() {
        assertThatThrownBy(
                        () -> mail().from("ann@example.org", "cy@example.org").build())
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("Sender");
        Message both = mail().from("ann@example.org", "cy@example.org")
                .sender("cy@example.org")
                .build();
        assertThat(sent(both).sender()).isEqualTo("cy@example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bob <bob@example.net>, carol@example.net | bob@example.net carol@example.net",
                "bob@example.net (he, himself) | bob@example.net",
                "Team: bob@example.net, Carol <carol@example.net>; | bob@example.net carol@example.net",
                "<@relay.example,@hub.example:bob@example.net> | bob@example.net",
                "\"bob smith\"@example.net | \"bob smith\"@example.net",
                "bob@[192.0.2.1] | bob@[192.0.2.1]",
                "bob . smith @ example . net | bob.smith@example.net",
                "bob@example.net, Bob <bob@EXAMPLE.net>, bob@example.net | bob@example.net"
            })
    void T6_everyAddressSyntaxIsReadAndOnlyAddressesAreWritten(String recipients, String written) {
        Message message = mail().recipients(Mailbox.parseList(recipients)).build();
        assertThat(sent(message).recipientAddresses())
                .as("they replace To, and each is named once")
                .containsExactly(written.strip().split(" (?=[^\"]*(\"[^\"]*\"[^\"]*)*$)"));
    }

    @Test
    void T6_recipientsAreThoseOfToCcAndBccOnceEach() {
        Message message = mail().cc("carol@example.net, bob@example.net")
                .bcc("dave@example.net, carol@example.net")
                .build();
        assertThat(sent(message).recipientAddresses())
                .containsExactly("bob@example.net", "carol@example.net", "dave@example.net");
    }

    @Test
    void T6_noRecipientIsAnErrorBeforeAnyConnection() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            Message nobody =
                    Message.builder().from("ann@example.org").text("x\n").build();
            assertThatThrownBy(() -> mailer.send(nobody))
                    .isInstanceOf(MessageException.class)
                    .hasMessageContaining("recipient");
            assertThatThrownBy(() -> Envelope.of(null, List.of())).hasMessageContaining("recipient");
            assertThat(server.connections()).isZero();
        }
    }

    /** ACCEPTED is the server's 2yz to the content: no more, and never less. */
    @Test
    void A12_acceptedMeansThatTheServerSaidItHasTheMail() {
        record Said(FakeSmtpServerBuilder script, Outcome outcome) {}
        List<Said> all = List.of(
                new Said(FakeSmtpServer.builder(), Outcome.ACCEPTED),
                new Said(
                        FakeSmtpServer.builder().at(Step.CONTENT, Reply.of(250, "2.0.0 queued as 7")),
                        Outcome.ACCEPTED),
                new Said(FakeSmtpServer.builder().at(Step.CONTENT, Reply.of(554, "5.6.0 no")), Outcome.REFUSED),
                new Said(FakeSmtpServer.builder().at(Step.CONTENT, Reply.of(451, "4.3.0 later")), Outcome.DEFERRED),
                new Said(FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE), Outcome.UNKNOWN),
                new Said(FakeSmtpServer.builder().at(Step.DATA, Fault.CLOSE), Outcome.DEFERRED));
        for (Said said : all) {
            try (FakeSmtpServer server = said.script().start();
                    Mailer mailer = Mailer.builder()
                            .server(Server.parse(server.url()).withTls(TlsPolicy.of(TlsPolicy.Mode.NONE)))
                            .build()) {
                assertThat(receipt(mailer).rows())
                        .as("%s", server.transcript())
                        .extracting(Receipt.Row::outcome)
                        .containsExactly(said.outcome());
            }
        }
    }

    private static Receipt receipt(Mailer mailer) {
        try {
            return mailer.send(mail().build());
        } catch (SendException e) {
            return Objects.requireNonNull(e.receipt());
        }
    }
}
