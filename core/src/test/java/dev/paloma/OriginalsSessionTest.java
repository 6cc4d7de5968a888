package dev.paloma;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.sasl.Mechanism;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.TlsPolicy.Mode;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS, logging in, time limits and the end of a session; the names begin with the rows of docs/seed-coverage.md. */
@ExtendWith(NoLeaks.class)
class OriginalsSessionTest {
    private static FakeSmtpServerBuilder startingTls() {
        return FakeSmtpServer.builder().startTls(TestCertificate.GOOD);
    }

    private static Server address(FakeSmtpServer server, Mode mode) {
        return Server.smtp("localhost", server.port()).withTls(TlsPolicy.of(mode, Setting.trust()));
    }

    private static Receipt sent(Server server) {
        try (Mailer mailer =
                Mailer.builder().server(server).timeouts(Setting.quick()).build()) {
            return mailer.send(Setting.mail("bob@example.net"));
        }
    }

    private static SendException failure(Server server) {
        SendException e = catchThrowableOfType(SendException.class, () -> sent(server));
        assertThat(e).as("a failure").isNotNull();
        return e;
    }

    @Test
    void T10_offThisMachineTlsIsRequiredUnlessSomethingElseIsSaid() {
        assertThat(mode("smtp://mail.example.org")).isEqualTo(Mode.REQUIRED);
        assertThat(mode("smtp://localhost")).isEqualTo(Mode.OPPORTUNISTIC);
        assertThat(mode("smtp://mail.example.org?tls=opportunistic")).isEqualTo(Mode.OPPORTUNISTIC);
        assertThat(mode("smtp://mail.example.org?tls=none")).isEqualTo(Mode.NONE);
        assertThat(mode("smtps://mail.example.org")).isEqualTo(Mode.IMPLICIT);
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.builder()
                        .server("smtp://mail.test:" + server.port())
                        .resolver(name -> List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
                        .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL"));
        }
    }

    private static Mode mode(String url) {
        return Server.parse(url)
                .settings("client.example.org", SmtpSettings.Timing.standard())
                .tls()
                .mode();
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED, true", "OPPORTUNISTIC, true", "NONE, false"})
    void T10_whatIsDoneWhereStartTlsIsOffered(Mode mode, boolean encrypted) {
        try (FakeSmtpServer server = startingTls().start()) {
            sent(address(server, mode));
            assertThat(server.received().get(0).isEncrypted()).isEqualTo(encrypted);
            assertThat(server.transcript().commands().contains("STARTTLS")).isEqualTo(encrypted);
        }
    }

    @Test
    void T10_opportunisticGoesOnInClearWhereItIsNotOffered() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(sent(address(server, Mode.OPPORTUNISTIC)).session().tls())
                    .isNull();
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void T10_implicitIsTlsFromTheFirstByte() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().implicitTls(TestCertificate.GOOD).start()) {
            assertThat(sent(address(server, Mode.IMPLICIT)).session().tls()).isNotNull();
            assertThat(server.received().get(0).isEncrypted()).isTrue();
        }
    }

    @Test
    void T12_mechanismsAreTriedStrongestFirst() {
        assertThat(Mechanism.strongestFirst())
                .extracting(Mechanism::name)
                .containsExactly(
                        "SCRAM-SHA-512-PLUS",
                        "SCRAM-SHA-256-PLUS",
                        "SCRAM-SHA-1-PLUS",
                        "SCRAM-SHA-512",
                        "SCRAM-SHA-256",
                        "SCRAM-SHA-1",
                        "PLAIN",
                        "LOGIN",
                        "CRAM-MD5",
                        "DIGEST-MD5",
                        "OAUTHBEARER",
                        "XOAUTH2",
                        "EXTERNAL",
                        "ANONYMOUS",
                        "NTLM",
                        "GSSAPI");
        String all = "AUTH DIGEST-MD5 GSSAPI LOGIN CRAM-MD5 NTLM PLAIN ANONYMOUS SCRAM-SHA-1 XOAUTH2 SCRAM-SHA-256";
        try (FakeSmtpServer server = startingTls()
                .offer(all)
                .at(Step.AUTH, Reply.of(504, "5.5.4 not this one"))
                .start()) {
            failure(address(server, Mode.REQUIRED).withCredentials(Setting.ann()));
            assertThat(server.transcript().commands())
                    .filteredOn(c -> c.startsWith("AUTH"))
                    .extracting(c -> c.split(" ", -1)[1])
                    .containsExactly("SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5");
        }
    }

    @Test
    void T12_aFailedLoginIsAnErrorAndNothingIsSentWithoutIt() {
        try (FakeSmtpServer server =
                startingTls().offer("AUTH PLAIN LOGIN").user("ann", "other").start()) {
            SendException e = failure(address(server, Mode.REQUIRED).withCredentials(Setting.ann()));
            assertThat(e.stage()).isEqualTo(Stage.AUTH);
            assertThat(e).hasMessageContaining("535");
            assertThat(server.transcript().commands())
                    .noneMatch(c -> c.startsWith("MAIL"))
                    .filteredOn(c -> c.startsWith("AUTH"))
                    .as("535 ends it")
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH=PLAIN LOGIN", "auth plain", "Auth=plain", "AUTH PLAIN"})
    void T12_everyWayToOfferALoginIsRead(String offer) {
        try (FakeSmtpServer server = startingTls()
                .user("ann", "secret")
                .requireAuth()
                .at(Step.EHLO.nth(1), Reply.of(250, "mail.test", "starttls"))
                .at(Step.EHLO.nth(2), Reply.of(250, "mail.test", offer))
                .start()) {
            sent(address(server, Mode.REQUIRED).withCredentials(Setting.ann()));
            assertThat(server.received().get(0).user()).isEqualTo("ann");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void T12_passwordsAreUtf8(String mechanism) {
        String password = "pässwörd 🕊";
        try (FakeSmtpServer server =
                startingTls().user("zoë", password).requireAuth().start()) {
            sent(Server.parse("smtp://zoë@localhost:" + server.port() + "?auth=" + mechanism)
                    .withTls(TlsPolicy.of(Mode.REQUIRED, Setting.trust()))
                    .withPassword(password));
            assertThat(server.received().get(0).user()).isEqualTo("zoë");
            String plain = Base64.getEncoder().encodeToString(("\0zoë\0" + password).getBytes(UTF_8));
            assertThat(server.transcript().commands().contains("AUTH PLAIN " + plain))
                    .isEqualTo(mechanism.equals("PLAIN"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"GREETING", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void T14_eachStageHasItsOwnLimit(Stage stage) {
        Step step = switch (stage) {
            case GREETING -> Step.GREETING;
            case EHLO -> Step.EHLO;
            case STARTTLS -> Step.STARTTLS;
            case AUTH -> Step.AUTH;
            case MAIL -> Step.MAIL;
            case RCPT -> Step.RCPT;
            case DATA -> Step.DATA;
            default -> Step.CONTENT;
        };
        try (FakeSmtpServer server = startingTls()
                        .user("ann", "secret")
                        .withhold("PIPELINING")
                        .at(step, Fault.STALL)
                        .start();
                Mailer mailer = Mailer.builder()
                        .server(address(server, Mode.REQUIRED).withCredentials(Setting.ann()))
                        .timeouts(Setting.quick().with(stage, Duration.ofMillis(300)))
                        .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.stage()).isEqualTo(stage);
            boolean inDoubt = stage == Stage.END_OF_DATA;
            assertThat(e).hasMessageContaining(inDoubt ? "the answer never came" : "within 300 ms");
            assertThat(e.receipt().with(inDoubt ? Outcome.UNKNOWN : Outcome.DEFERRED))
                    .hasSize(1);
        }
    }

    @Test
    void T14_connectingHasALimitToo() {
        Duration[] given = new Duration[1];
        Connector blackHole = (address, limit) -> {
            given[0] = limit;
            throw new SocketTimeoutException("connect timed out");
        };
        try (Mailer mailer = Mailer.builder()
                .server(Server.parse("smtp://127.0.0.1:25?connect=3s"))
                .connector(blackHole)
                .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.stage()).isEqualTo(Stage.CONNECT);
            assertThat(given[0]).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(3));
        }
    }

    /** RFC 5321 section 4.5.3.2 asks for minutes, and not for ever. */
    @Test
    void T14_everyDefaultIsFinite() {
        for (Stage stage : Stage.values()) {
            assertThat(Timeouts.standard().of(stage))
                    .as("%s", stage)
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofMinutes(10));
        }
        assertThat(Timeouts.standard().of(Stage.GREETING)).isEqualTo(Duration.ofMinutes(5));
        assertThat(Timeouts.standard().of(Stage.END_OF_DATA)).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CLOSE", "RESET", "STALL"})
    void T15_whateverQuitMeetsTheMailIsDelivered(Fault fault) {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.QUIT, fault).start()) {
            try (Mailer mailer = Mailer.builder()
                    .server(server.url())
                    .timeouts(Setting.quick().with(Stage.QUIT, Duration.ofMillis(200)))
                    .build()) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
            }
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void T15_aLineThatDiesAfterThe250TakesNothingBack() {
        Reply taken = Reply.of(250, "2.0.0 taken");
        for (Reply last : List.of(taken.then(Fault.CLOSE), taken.then(Fault.RESET), taken.and(Reply.of(421, "bye")))) {
            try (FakeSmtpServer server = FakeSmtpServer.builder()
                            .at(Step.CONTENT.nth(1), last)
                            .start();
                    Mailer mailer = Mailer.builder().server(server.url()).build()) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
                assertThat(mailer.send(Setting.mail("eve@example.net")).isAccepted())
                        .as("the next mail takes another line")
                        .isTrue();
                assertThat(server.received()).hasSize(2);
            }
        }
    }

    @Test
    void A9_ehloThenStartTlsThenTheLoginThenTheMail() {
        try (FakeSmtpServer server =
                startingTls().user("ann", "secret").requireAuth().start()) {
            sent(address(server, Mode.REQUIRED).withCredentials(Setting.ann()));
            assertThat(server.transcript().commands())
                    .extracting(c -> c.split(" ", -1)[0])
                    .startsWith("EHLO", "STARTTLS", "EHLO", "AUTH", "MAIL");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void A9_heloOnlyWhereNeitherTlsNorALoginIsAskedFor() {
        FakeSmtpServerBuilder old = FakeSmtpServer.builder().at(Step.EHLO, Reply.of(500, "5.5.1 what?"));
        try (FakeSmtpServer server = old.start()) {
            assertThat(sent(address(server, Mode.OPPORTUNISTIC)).isAccepted()).isTrue();
            assertThat(server.transcript().commands())
                    .extracting(c -> c.split(" ", -1)[0])
                    .startsWith("EHLO", "HELO", "MAIL");
        }
        try (FakeSmtpServer server = old.start()) {
            failure(address(server, Mode.REQUIRED));
            failure(Server.parse("smtp://ann:secret@127.0.0.1:" + server.port() + "?cleartext-auth=true"));
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("HELO") || c.startsWith("MAIL"));
        }
    }

    @Test
    void R9_repliesWhoseLinesEndInLineFeedAloneAreRead() {
        FakeSmtpServerBuilder script = FakeSmtpServer.builder()
                .at(Step.GREETING, Reply.raw("220-mail.test\n220 ready\n"))
                .at(Step.EHLO, Reply.raw("250-mail.test\n250-SIZE 1000000\n250 8BITMIME\n"))
                .at(Step.MAIL, Reply.raw("250 2.1.0 Ok\n"))
                .at(Step.RCPT, Reply.raw("250 2.1.5 Ok\n"))
                .at(Step.DATA, Reply.raw("354 go on\n"))
                .at(Step.CONTENT, Reply.raw("250-2.0.0 Ok:\n250 2.0.0 queued as 4XyZ\n"))
                .at(Step.QUIT, Reply.raw("221 bye\n"));
        try (FakeSmtpServer server = script.start()) {
            Receipt receipt = sent(address(server, Mode.NONE));
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.session().queueId()).isEqualTo("4XyZ");
        }
    }
}
