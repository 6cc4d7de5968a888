package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.TlsPolicy.Answer;
import dev.paloma.smtp.TlsPolicy.Mode;
import dev.paloma.smtp.TlsPolicy.Obstacle;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller's function decides what happens where STARTTLS can't be had. */
@ExtendWith(NoLeaks.class)
class TlsDecisionTest {
    private final List<SmtpException> told = new CopyOnWriteArrayList<>();

    /**
     * What a server does, what the function hears of it, and over how many connections a mail in clear then takes.
     *
     * @param ordinary whether the next server is tried without a function, too
     */
    record Trouble(String name, FakeSmtpServerBuilder server, Obstacle obstacle, int connections, boolean ordinary) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static FakeSmtpServerBuilder offering() {
        return FakeSmtpServer.builder().startTls(TestCertificate.GOOD);
    }

    static Stream<Trouble> troubles() {
        Reply refused = Reply.of(454, "4.7.0 TLS not available");
        Reply closing = Reply.of(421, "4.3.2 Bye");
        FakeSmtpServerBuilder untrusted = FakeSmtpServer.builder().startTls(TestCertificate.SELF_SIGNED);
        return Stream.of(
                new Trouble("not offered", FakeSmtpServer.builder(), Obstacle.NOT_OFFERED, 1, true),
                new Trouble("refused", offering().at(Step.STARTTLS, refused), Obstacle.REFUSED, 1, true),
                new Trouble("closed", offering().at(Step.STARTTLS, closing), Obstacle.REFUSED, 2, true),
                new Trouble("broken", offering().at(Step.TLS, Fault.RESET), Obstacle.HANDSHAKE, 2, true),
                new Trouble("stalled", offering().at(Step.TLS, Fault.STALL), Obstacle.HANDSHAKE, 2, true),
                new Trouble("untrusted", untrusted, Obstacle.NOT_TRUSTED, 2, false));
    }

    private TlsPolicy.Decision answering(Answer answer, Obstacle expected) {
        return (obstacle, failure) -> {
            assertThat(obstacle).isEqualTo(expected);
            told.add(failure);
            return answer;
        };
    }

    private static Server address(FakeSmtpServer server, TlsPolicy policy) {
        return Server.smtp("localhost", server.port()).withTls(policy);
    }

    private static Mailer mailer(Server... servers) {
        MailerBuilder builder = Mailer.builder().timeouts(Setting.quick().with(Stage.STARTTLS, Duration.ofMillis(500)));
        for (Server server : servers) {
            builder.server(server);
        }
        return builder.build();
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void T11_insecureGoesOnInClear(Trouble trouble) {
        for (Mode mode : List.of(Mode.REQUIRED, Mode.OPPORTUNISTIC)) {
            TlsPolicy policy =
                    TlsPolicy.of(mode, Setting.trust()).asking(answering(Answer.INSECURE, trouble.obstacle()));
            told.clear();
            try (FakeSmtpServer server = trouble.server().start();
                    Mailer mailer = mailer(address(server, policy))) {
                Receipt receipt = mailer.send(Setting.mail("bob@example.net"));
                assertThat(receipt.isAccepted()).isTrue();
                assertThat(receipt.session().tls()).isNull();
                assertThat(server.connections()).isEqualTo(trouble.connections());
            }
            assertThat(told).hasSize(1).allSatisfy(e -> assertThat(e.stage()).isEqualTo(Stage.STARTTLS));
        }
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void T1_T11_secureStopsAndTheNextServerIsTried(Trouble trouble) {
        TlsPolicy policy =
                TlsPolicy.of(Mode.OPPORTUNISTIC, Setting.trust()).asking(answering(Answer.SECURE, trouble.obstacle()));
        try (FakeSmtpServer first = trouble.server().start();
                FakeSmtpServer second = offering().start();
                Mailer mailer = mailer(address(first, policy), address(second, policy))) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
            assertThat(first.received()).isEmpty();
            assertThat(first.connections()).isOne();
            assertThat(second.received()).hasSize(1);
        }
        assertThat(told).hasSize(1);
    }

    /** Without a function a false certificate is a warning that nobody has heard yet. */
    @ParameterizedTest
    @MethodSource("troubles")
    void withoutAFunctionOnlyAFalseCertificateEndsIt(Trouble trouble) {
        TlsPolicy policy = TlsPolicy.of(Mode.REQUIRED, Setting.trust());
        try (FakeSmtpServer first = trouble.server().start();
                FakeSmtpServer second = offering().start();
                Mailer mailer = mailer(address(first, policy), address(second, policy))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e == null).isEqualTo(trouble.ordinary());
            assertThat(second.received()).hasSize(trouble.ordinary() ? 1 : 0);
            assertThat(first.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void passwordStaysHomeInClear(Trouble trouble) {
        TlsPolicy policy =
                TlsPolicy.of(Mode.REQUIRED, Setting.trust()).asking(answering(Answer.INSECURE, trouble.obstacle()));
        try (FakeSmtpServer server = trouble.server().user("ann", "secret").start();
                Mailer mailer = mailer(address(server, policy).withCredentials(Setting.ann()))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e).hasMessageContaining("without verified TLS");
            assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("AUTH"));
            assertThat(server.connections()).as("no line for nothing").isEqualTo(trouble.connections());
        }
        try (FakeSmtpServer server =
                        trouble.server().user("ann", "secret").requireAuth().start();
                Mailer mailer =
                        mailer(Server.parse("smtp://ann:secret@localhost:" + server.port() + "?cleartext-auth=true")
                                .withTls(policy))) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
        }
    }

    @Test
    void T11_theFunctionIsToldCodeTextAndCause() {
        try (FakeSmtpServer server = offering()
                        .at(Step.STARTTLS, Reply.of(454, "4.7.0 Later"))
                        .start();
                Mailer mailer = mailer(address(
                        server,
                        TlsPolicy.of(Mode.REQUIRED, Setting.trust())
                                .asking(answering(Answer.SECURE, Obstacle.REFUSED))))) {
            assertThat(catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net"))))
                    .isNotNull();
        }
        assertThat(told.get(0).reply()).hasToString("454 4.7.0 Later");
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .startTls(TestCertificate.EXPIRED)
                        .start();
                Mailer mailer = mailer(address(
                        server,
                        TlsPolicy.of(Mode.REQUIRED, Setting.trust())
                                .asking(answering(Answer.SECURE, Obstacle.NOT_TRUSTED))))) {
            assertThat(catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net"))))
                    .hasMessageContaining("expired");
        }
        assertThat(told.get(1))
                .hasMessageContaining("expired on 2002")
                .hasRootCauseMessage("NotAfter: Tue Jan 01 00:00:00 UTC 2002");
    }

    @Test
    void T11_functionThatThrowsMeansSecure() {
        TlsPolicy policy = TlsPolicy.of(Mode.REQUIRED, Setting.trust()).asking((obstacle, failure) -> {
            throw new IllegalStateException("no idea");
        });
        try (FakeSmtpServer server = FakeSmtpServer.builder().start();
                Mailer mailer = mailer(address(server, policy))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e)
                    .cause()
                    .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1));
            assertThat(server.received()).isEmpty();
        }
    }

    /** S7: nobody is asked whether to go on with an attacker. */
    @Test
    void injectionIsNoMatterOfOpinion() {
        TlsPolicy policy =
                TlsPolicy.of(Mode.OPPORTUNISTIC, Setting.trust()).asking((obstacle, failure) -> Answer.INSECURE);
        try (FakeSmtpServer server = offering()
                        .at(Step.STARTTLS, Reply.raw("220 2.0.0 Go\r\n250 evil\r\n"))
                        .start();
                Mailer mailer = mailer(address(server, policy))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void serverThatKnowsOnlyHeloOffersNothing() {
        TlsPolicy policy =
                TlsPolicy.of(Mode.REQUIRED, Setting.trust()).asking(answering(Answer.INSECURE, Obstacle.NOT_OFFERED));
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.EHLO, Reply.of(502, "5.5.1 What?"))
                        .start();
                Mailer mailer = mailer(address(server, policy))) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
        }
    }
}
