package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.testkit.FakeProxy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class PropertiesTest {
    @Test
    @Shows("from")
    void fromIsTheEnvelopesSender() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(sent(server, "from", "bounces@example.org").sender()).isEqualTo("bounces@example.org");
            assertThat(sent(server, "from", "<>").sender()).isEmpty();
            assertThat(server.received().get(1).text()).contains("From: ann@example.org");
        }
    }

    @Test
    @Shows("localhost")
    void localhostIsWhatEhloSays() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(sent(server, "localhost", "client.example.org").clientName())
                    .isEqualTo("client.example.org");
            assertThat(sent(server).clientName()).isEqualTo("localhost");
        }
    }

    @Test
    @Shows({"dsn.notify", "dsn.ret"})
    void dsnIsAskedForWhereItIsOffered() throws Exception {
        Object[] properties = {"dsn.notify", "SUCCESS,FAILURE", "dsn.ret", "HDRS"};
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("DSN").start()) {
            ReceivedMail mail = sent(server, properties);

            assertThat(mail.senderParameters()).contains("RET=HDRS");
            assertThat(mail.recipients().get(0).parameters()).contains("NOTIFY=SUCCESS,FAILURE");
        }
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(sent(server, properties).recipients().get(0).parameters())
                    .isEmpty();
        }
    }

    @Test
    @Shows("submitter")
    void submitterIsToldToAServerThatKnowsLogins() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", "secret").start()) {
            assertThat(sent(server, "submitter", "ann@example.org").senderParameters())
                    .contains("AUTH=ann@example.org");
        }
    }

    @Test
    @Shows("mailextension")
    void mailextensionIsACondition() throws Exception {
        Object[] properties = {"mailextension", "MT-PRIORITY=3 ENVID=abc"};
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().offer("MT-PRIORITY", "DSN").start()) {
            assertThat(sent(server, properties).senderParameters()).contains("MT-PRIORITY=3", "ENVID=abc");
        }
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> sent(server, properties))
                    .withMessageContaining("DSN");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    @Shows("quitwait")
    void quitwaitFalseLeavesWithoutAnAnswer() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.QUIT, Reply.usual().after(Duration.ofMinutes(1)))
                .start()) {
            long start = System.nanoTime();
            sent(server, "quitwait", "false");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            server.transcript().awaitCommand("QUIT", Duration.ofSeconds(10));
        }
    }

    @ParameterizedTest
    @Shows("noop.strict")
    @CsvSource({"false,true", "true,false"})
    void noopStrictTakes250Only(String strict, boolean alive) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.NOOP, Reply.of(500, "what?"))
                        .start();
                Transport transport = Sessions.to(server, "noop.strict", strict).getTransport()) {
            transport.connect();

            assertThat(transport.isConnected()).isEqualTo(alive);
        }
    }

    @Test
    @Shows("paloma.finaltimeout")
    void finaltimeoutEndsTheWaitForTheLastAnswer() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.CONTENT, Fault.STALL).start()) {
            assertThatExceptionOfType(UncertainDeliveryException.class)
                    .isThrownBy(() -> sent(server, "paloma.finaltimeout", "200"));
        }
    }

    @Test
    @Shows({"proxy.host", "proxy.port", "proxy.user", "proxy.password", "socks.host", "socks.port"})
    void goesThroughProxies() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy socks = FakeProxy.socks5(server.address());
                FakeProxy http = FakeProxy.http(server.address()).requiring("ann", "secret")) {
            sent(server, "host", "mail.test", "socks.host", "localhost", "socks.port", socks.port());
            sent(
                    server,
                    "host",
                    "mail.test",
                    "proxy.host",
                    "localhost",
                    "proxy.port",
                    http.port(),
                    "proxy.user",
                    "ann",
                    "proxy.password",
                    "secret");

            assertThat(socks.asked()).containsExactly("mail.test:" + server.port());
            assertThat(http.asked()).containsExactly("mail.test:" + server.port());
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    @Shows("socketFactory")
    void socketFactoryMakesTheSockets() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            sent(server, "socketFactory", new Counting(made));

            assertThat(made).hasValue(1);
            assertThat(server.violations()).isEmpty();
        }
    }

    private static final class Counting extends OwnSockets {
        private final AtomicInteger made;

        Counting(AtomicInteger made) {
            this.made = made;
        }

        @Override
        public Socket createSocket() {
            made.incrementAndGet();
            return new Socket();
        }
    }

    @ParameterizedTest
    @Shows({
        "sasl.authorizationid",
        "ssl.hostnameverifier",
        "ssl.hostnameverifier.class",
        "socketFactory.class",
        "ssl.socketFactory.class"
    })
    @CsvSource({
        "sasl.authorizationid,bob",
        "ssl.hostnameverifier,a.Verifier",
        "ssl.hostnameverifier.class,a.Verifier",
        "socketFactory.class,a.Factory",
        "ssl.socketFactory.class,a.Factory",
        "mailextension,XFOO=1",
        "dsn.notify,SOMETIMES",
        "dsn.ret,ALL",
        "timeout,soon",
        "socketFactory,a.Factory",
        "starttls.enable,maybe"
    })
    void whatCantBeHonouredIsAnErrorThatNamesIt(String name, String value) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> sent(server, name, value))
                    .withMessageContaining("mail.smtp." + name);
            assertThat(server.connections()).isZero();
        }
    }

    @ParameterizedTest
    @Shows({
        "userset",
        "ehlo",
        "allow8bitmime",
        "sasl.realm",
        "saslrealm",
        "socketFactory.fallback",
        "ssl.socketFactory.fallback",
        "executor.writetimeout",
        "usesocketchannels",
        "quitonsessionreject",
        "sasl.usecanonicalhostname",
        "auth.ntlm.flags",
        "auth.ntlm.v2",
        "auth.xoauth2.two.line.authentication.format"
    })
    @CsvSource({
        "userset,true",
        "ehlo,false",
        "allow8bitmime,true",
        "sasl.realm,example",
        "saslrealm,example",
        "sasl.usecanonicalhostname,true",
        "socketFactory.fallback,true",
        "ssl.socketFactory.fallback,true",
        "usesocketchannels,true",
        "quitonsessionreject,true",
        "executor.writetimeout,an executor",
        "auth.ntlm.flags,1",
        "auth.ntlm.v2,false",
        "auth.xoauth2.two.line.authentication.format,true",
        "nosuch,1",
        "timeout,0"
    })
    void whatChangesNothingIsWarnedOfOnceInASession(String name, String value) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Warnings warnings = Warnings.caught()) {
            Session session = Sessions.to(server, name, value);
            Transport.send(Sessions.message(session, BOB));
            Transport.send(Sessions.message(session, BOB));

            assertThat(warnings.texts()).hasSize(1).first().asString().contains("mail.smtp." + name);
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void angussOwnMessagesAreWarnedOf() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Warnings warnings = Warnings.caught()) {
            SMTPMessage message = new SMTPMessage(Sessions.message(Sessions.to(server), BOB));
            Transport.send(message);

            assertThat(warnings.texts()).hasSize(1).first().asString().contains("SMTPMessage");
        }
    }

    @Test
    void anOrdinarySessionIsWarnedOfNothing() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Warnings warnings = Warnings.caught()) {
            sent(server, "auth", "false", "starttls.enable", "true", "timeout", "5000", "usesocketchannels", "false");

            assertThat(warnings.texts()).isEmpty();
        }
    }

    private static ReceivedMail sent(FakeSmtpServer server, Object... properties) throws MessagingException {
        Transport.send(Sessions.message(Sessions.to(server, properties), BOB));
        return server.received().get(server.received().size() - 1);
    }
}
