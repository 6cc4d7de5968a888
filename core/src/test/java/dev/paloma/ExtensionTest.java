package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.message.DeliverBy;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Recipient;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The extensions' parameters of MAIL and RCPT, as a strict server reads them; and servers that lack what is needed. */
@ExtendWith(NoLeaks.class)
class ExtensionTest {
    private static final String ALL = "dev.paloma.Setting#all";
    private static final DeliveryOptions NONE = DeliveryOptions.none();
    private static final Mailbox BOB = Mailbox.parse("bob@example.net");
    private static final Mailbox EVE = Mailbox.parse("eve@example.net");
    private static final Instant LAST = Instant.parse("2030-01-01T00:00:00Z");

    private static FakeSmtpServerBuilder capable(FakeSmtpServerBuilder server) {
        return server.extensions(
                "PIPELINING",
                "DSN",
                "MT-PRIORITY MIXER",
                "DELIVERBY 60",
                "FUTURERELEASE 3600 2030-01-01T00:00:00Z",
                "REQUIRETLS",
                "AUTH PLAIN",
                "XQUE");
    }

    private static Envelope to(Mailbox... recipients) {
        return Envelope.of(Mailbox.parse("ann@example.org"), List.of(recipients));
    }

    /** Sends it to a server that keeps the rules, and gives back what arrived. */
    private static ReceivedMail sent(FakeSmtpServerBuilder script, Envelope envelope) {
        return sent(script, envelope, Setting.mail("bob@example.net"));
    }

    private static ReceivedMail sent(FakeSmtpServerBuilder script, Envelope envelope, Content content) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + server.port())) {
            assertThat(mailer.send(envelope, content).isAccepted()).isTrue();
            assertThat(server.violations()).isEmpty();
            return server.received().get(0);
        }
    }

    /** Sends it to a server where it can't go; nothing is said of it there. */
    private static SendException unsent(
            Setting setting, FakeSmtpServerBuilder script, Envelope envelope, Content mail) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = setting.mailer(server)) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(envelope, mail));
            assertThat(e).as("a failure").isNotNull();
            assertThat(e.getMessage()).doesNotContain("\n").contains("localhost:" + server.port());
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL") || c.equals("QUED"));
            assertThat(server.violations()).isEmpty();
            return e;
        }
    }

    private static void assertMissing(SendException e, String... said) {
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(SendException.Kind.CONFIGURATION);
        assertThat(e.stage()).isEqualTo(Stage.MAIL);
        assertThat(e.isPermanent()).isTrue();
        assertThat(e.reply()).isNull();
        assertThat(e.receipt().rows()).extracting(Receipt.Row::outcome).containsOnly(Outcome.DEFERRED);
        assertThat(e.getMessage()).contains(said);
    }

    static Stream<Arguments> wishes() {
        return Stream.of(
                Arguments.of(NONE.withReturned(DeliveryOptions.Returned.FULL), "RET=FULL", "DSN"),
                Arguments.of(NONE.withEnvelopeId("QQ=3+4 x"), "ENVID=QQ+3D3+2B4+20x", "DSN"),
                Arguments.of(NONE.withPriority(9), "MT-PRIORITY=9", "MT-PRIORITY"),
                Arguments.of(NONE.withPriority(0), "MT-PRIORITY=0", "MT-PRIORITY"),
                Arguments.of(NONE.withDeliverBy(DeliverBy.orReturn(Duration.ofMinutes(1))), "BY=60;R", "DELIVERBY"),
                Arguments.of(
                        NONE.withDeliverBy(
                                DeliverBy.orNotify(Duration.ofSeconds(1)).withTrace()),
                        "BY=1;NT",
                        "DELIVERBY"),
                Arguments.of(NONE.withHoldFor(Duration.ofHours(1)), "HOLDFOR=3600", "FUTURERELEASE"),
                Arguments.of(NONE.withHoldUntil(LAST), "HOLDUNTIL=2030-01-01T00:00:00Z", "FUTURERELEASE"),
                Arguments.of(NONE.withSubmitter(Mailbox.parse("a+b@x.org")), "AUTH=a+2Bb@x.org", "AUTH"),
                Arguments.of(NONE.withUnknownSubmitter(), "AUTH=<>", "AUTH"));
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void T3_aWishIsAParameterOfMail(DeliveryOptions wish, String parameter) {
        ReceivedMail mail = sent(capable(FakeSmtpServer.builder()), to(BOB).with(wish));
        assertThat(mail.senderParameters()).containsExactly(parameter);
        assertThat(mail.recipients().get(0).parameters()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("wishes")
    void aWishThatTheServerDoesNotKnowIsAnErrorBeforeAnythingIsSaid(
            DeliveryOptions wish, String parameter, String extension) {
        Setting setting = Setting.all().toList().get(0);
        FakeSmtpServerBuilder script = capable(setting.server()).withhold(extension);
        SendException e = unsent(setting, script, to(BOB).with(wish), Setting.mail("bob@example.net"));
        assertMissing(e, "no line " + extension, "or by a server that offers it");
        assertThat(e.getMessage()).doesNotContain(parameter);
    }

    @Test
    void allWishesTravelTogether() {
        DeliveryOptions all = NONE.withReturned(DeliveryOptions.Returned.HEADERS)
                .withEnvelopeId("x".repeat(100))
                .withPriority(-9)
                .withDeliverBy(
                        DeliverBy.orReturn(Duration.ofSeconds(999_999_999)).withTrace())
                .withHoldUntil(LAST.minusNanos(1))
                .withSubmitter(BOB)
                .withDsn(DsnRequest.on(DsnRequest.Event.SUCCESS, DsnRequest.Event.FAILURE, DsnRequest.Event.DELAY)
                        .originally(Mailbox.parse("č".repeat(32) + "@example.org")));
        ReceivedMail mail = sent(capable(FakeSmtpServer.builder()), to(BOB, EVE).with(all));
        assertThat(mail.senderParameters())
                .containsExactly(
                        "RET=HDRS",
                        "ENVID=" + "x".repeat(100),
                        "MT-PRIORITY=-9",
                        "BY=999999999;RT",
                        "HOLDUNTIL=2029-12-31T23:59:59Z",
                        "AUTH=bob@example.net");
        assertThat(mail.recipients())
                .extracting(Recipient::parameters)
                .containsOnly(List.of(
                        "NOTIFY=SUCCESS,FAILURE,DELAY", "ORCPT=utf-8;" + "\\x{10D}".repeat(32) + "@example.org"));
    }

    @Test
    void eachRecipientHasItsOwnReports() {
        Envelope envelope = to(BOB, EVE, Mailbox.parse("cy@example.net"))
                .with(NONE.withDsn(DsnRequest.never()))
                .withDsn(recipient -> recipient.sameAddress(EVE)
                        ? DsnRequest.on(DsnRequest.Event.DELAY).originally(BOB)
                        : recipient.sameAddress(BOB) ? DsnRequest.usual() : null);
        assertThat(sent(capable(FakeSmtpServer.builder()), envelope).recipients())
                .extracting(Recipient::parameters)
                .containsExactly(
                        List.of(), List.of("NOTIFY=DELAY", "ORCPT=rfc822;bob@example.net"), List.of("NOTIFY=NEVER"));
    }

    @Test
    void reportsOfOneRecipientNeedTheExtensionToo() {
        Setting setting = Setting.all().toList().get(0);
        FakeSmtpServerBuilder script = capable(setting.server()).withhold("DSN");
        Envelope last = to(BOB, EVE).withDsn(r -> r.sameAddress(EVE) ? DsnRequest.never() : null);
        assertMissing(unsent(setting, script, last, Setting.mail("bob@example.net")), "no line DSN");
        assertThat(sent(
                                capable(FakeSmtpServer.builder()).withhold("DSN"),
                                to(BOB).with(NONE.withDsn(DsnRequest.usual())))
                        .recipients())
                .as("the usual reports need nothing")
                .hasSize(1);
    }

    @Test
    void limitsThatTheServerNamesAreKept() {
        Setting setting = Setting.all().toList().get(0);
        Content mail = Setting.mail("bob@example.net");
        Envelope early = to(BOB).with(NONE.withDeliverBy(DeliverBy.orReturn(Duration.ofSeconds(59))));
        assertMissing(unsent(setting, capable(setting.server()), early, mail), "59 s", "at least 60 s", "DELIVERBY");
        Envelope longer = to(BOB).with(NONE.withHoldFor(Duration.ofSeconds(3601)));
        assertMissing(
                unsent(setting, capable(setting.server()), longer, mail), "3601 s", "most 3600 s", "FUTURERELEASE");
        Envelope later = to(BOB).with(NONE.withHoldUntil(LAST.plusSeconds(1)));
        assertMissing(unsent(setting, capable(setting.server()), later, mail), "later than 2030-01-01T00:00:00Z");
    }

    @Test
    void limitsThatCantBeReadAreNone() {
        FakeSmtpServerBuilder odd = FakeSmtpServer.builder().extensions("DELIVERBY", "FUTURERELEASE", "X-OTHER");
        DeliveryOptions wish =
                NONE.withHoldFor(Duration.ofDays(9999)).withDeliverBy(DeliverBy.orReturn(Duration.ofSeconds(1)));
        assertThat(sent(odd, to(BOB).with(wish)).senderParameters()).containsExactly("BY=1;R", "HOLDFOR=863913600");
    }

    @Test
    void F18_limitsThatMakeNoSenseAreLeftToTheServer() {
        Setting setting = Setting.all().toList().get(0);
        try (FakeSmtpServer server = setting.server()
                        .at(
                                Step.EHLO,
                                Reply.of(
                                        250, "mail.test", "DELIVERBY soon", "FUTURERELEASE 99999999999999999999 never"))
                        .at(Step.MAIL, Reply.of(250, "2.1.0 as you like"))
                        .start();
                Mailer mailer = setting.mailer(server)) {
            DeliveryOptions wish =
                    NONE.withHoldUntil(LAST.plusSeconds(1)).withDeliverBy(DeliverBy.orReturn(Duration.ofSeconds(1)));
            assertThat(mailer.send(to(BOB).with(wish), Setting.mail("bob@example.net"))
                            .isAccepted())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void tlsOnTheWholeWayBeginsHere(Setting setting) {
        Envelope envelope = to(BOB).with(NONE.withRequiredTls());
        FakeSmtpServerBuilder script = capable(setting.server());
        Content mail = Setting.mail("bob@example.net");
        if (setting.tls() == Setting.Tls.CLEAR) {
            SendException e = unsent(setting, script, envelope, mail);
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e).hasMessageContaining("tls=required");
            SendException missing = unsent(setting, setting.server(), envelope, mail);
            assertMissing(missing, "no line REQUIRETLS", "only offered inside TLS");
            return;
        }
        try (FakeSmtpServer server = script.start();
                Mailer mailer = setting.mailer(server)) {
            assertThat(mailer.send(envelope, mail).isAccepted()).isTrue();
            assertThat(server.received().get(0).senderParameters()).containsExactly("REQUIRETLS");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void tlsOnTheWholeWayNeedsAServerThatProvedItsName() {
        Envelope envelope = to(BOB).with(NONE.withRequiredTls());
        for (Trust trust : List.of(
                Setting.trust().verifying(TlsPolicy.Verification.CA),
                Trust.system().verifying(TlsPolicy.Verification.NONE))) {
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                            .startTls(TestCertificate.GOOD)
                            .offer("REQUIRETLS")
                            .start();
                    Mailer mailer = Mailer.builder()
                            .server(Server.smtp("localhost", server.port()).withTrust(trust))
                            .build()) {
                SendException e = catchThrowableOfType(
                        SendException.class, () -> mailer.send(envelope, Setting.mail("bob@example.net")));
                assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
                assertThat(e).hasMessageContaining("verify=full");
                assertThat(server.received()).isEmpty();
            }
        }
    }

    @Test
    void T3_aServerThatRefusesToQueueGetsTheMailAllTheSame() {
        FakeSmtpServerBuilder script =
                capable(FakeSmtpServer.builder()).at(Step.OTHER.of("QUED"), Reply.of(502, "5.5.1 not any more"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + server.port())) {
            Envelope envelope = to(BOB).with(NONE.withQueue());
            assertThat(mailer.send(envelope, Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
            assertThat(server.transcript().commands()).containsSequence("QUED", "MAIL FROM:<ann@example.org>");
        }
    }

    @Test
    void T3_whatOneMailAsksForDoesNotHoldForTheNext() {
        try (FakeSmtpServer server = capable(FakeSmtpServer.builder()).start();
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + server.port())) {
            mailer.send(to(BOB).with(NONE.withQueue()), Setting.mail("bob@example.net"));
            mailer.send(Setting.mail("bob@example.net"));
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.transcript().commands()).containsOnlyOnce("QUED");
        }
    }

    @Test
    void anotherServerMayHaveWhatThisOneLacks() {
        try (FakeSmtpServer plain = FakeSmtpServer.start();
                FakeSmtpServer able = capable(FakeSmtpServer.builder()).start();
                Mailer mailer = Mailer.to(plain.url(), able.url())) {
            Receipt receipt = mailer.send(to(BOB).with(NONE.withPriority(5)), Setting.mail("bob@example.net"));
            assertThat(receipt.server()).isEqualTo("127.0.0.1:" + able.port());
            assertThat(receipt.tried())
                    .singleElement()
                    .satisfies(tried -> assertThat(tried.error()).contains("no line MT-PRIORITY"));
            assertThat(plain.received()).isEmpty();
        }
    }

    @Test
    void envelopesWithoutWishesSayNothingMore() {
        ReceivedMail mail = sent(capable(FakeSmtpServer.builder()), to(BOB, EVE));
        assertThat(mail.senderParameters()).isEmpty();
        assertThat(mail.recipients()).extracting(Recipient::parameters).containsOnly(List.of());
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F48_contentIsReencodedWhere8BitMimeIsMissing(Setting setting) {
        Content mail = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("Grüße")
                .text("Most of this line is plain ASCII, but für one word.\n")
                .build();
        try (FakeSmtpServer old = setting.server().extensions("SIZE").start();
                FakeSmtpServer modern = setting.server().start();
                Mailer toOld = setting.mailer(old);
                Mailer toModern = setting.mailer(modern)) {
            assertThat(toOld.send(mail).isAccepted()).isTrue();
            assertThat(toModern.send(mail).isAccepted()).isTrue();
            assertThat(old.violations()).isEmpty();
            assertThat(modern.violations()).isEmpty();
            ReceivedMail seven = old.received().get(0);
            assertThat(seven.text()).contains("f=C3=BCr one word").matches("\\p{ASCII}*");
            assertThat(seven.senderParameters()).singleElement().isEqualTo("SIZE=" + seven.content().length);
            ReceivedMail eight = modern.received().get(0);
            assertThat(eight.text()).contains("für one word");
            assertThat(eight.senderParameters()).containsExactly("SIZE=" + eight.content().length, "BODY=8BITMIME");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void F48_anAddressThatNeedsSmtpUtf8IsRefusedHereWhereThatIsMissing(Setting setting) {
        Envelope envelope = to(Mailbox.parse("č@example.net"));
        Content mail = Setting.mail("bob@example.net");
        SendException e = unsent(setting, setting.server().withhold("SMTPUTF8"), envelope, mail);
        assertThat(e.kind()).isEqualTo(SendException.Kind.REFUSED);
        assertThat(e).hasMessageContaining("SMTPUTF8");
        assertThat(e.receipt().rows()).extracting(Receipt.Row::outcome).containsExactly(Outcome.REFUSED);
        ReceivedMail arrived = sent(FakeSmtpServer.builder(), envelope);
        assertThat(arrived.senderParameters()).contains("SMTPUTF8");
        assertThat(arrived.recipientAddresses()).containsExactly("č@example.net");
    }

    @Test
    void F48_aDomainBeyondAsciiNeedsNoExtension() {
        ReceivedMail mail = sent(FakeSmtpServer.builder().extensions("SIZE"), to(Mailbox.parse("bob@straße.example")));
        assertThat(mail.recipientAddresses()).containsExactly("bob@xn--strae-oqa.example");
        assertThat(mail.senderParameters()).noneMatch(parameter -> parameter.startsWith("SMTPUTF8"));
    }

    @Test
    void F48_eightBitContentThatMayNotBeTouchedIsRefusedHere() {
        Setting setting = Setting.all().toList().get(0);
        Content signed = Content.of("""
                From: ann@example.org
                To: bob@example.net
                Content-Type: multipart/signed; boundary=x; protocol="a/b"; micalg=c

                --x
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                Grüße
                --x
                Content-Type: a/b

                s
                --x--
                """);
        SendException e = unsent(setting, setting.server().withhold("8BITMIME"), signed.envelope(), signed);
        assertThat(e.kind()).isEqualTo(SendException.Kind.REFUSED);
        assertThat(e).hasMessageContaining("8BITMIME");
    }
}
