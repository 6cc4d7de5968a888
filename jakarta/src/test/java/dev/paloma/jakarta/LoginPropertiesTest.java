package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Request;
import dev.paloma.testkit.Step;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties that say whether and how somebody is logged in. */
@ExtendWith(NoLeaks.class)
class LoginPropertiesTest {
    private static final String SECRET = "s3cr3t-w0rd";

    /** What is asked for, what the server offers, and what is said then. */
    @ParameterizedTest
    @Shows({
        "auth.mechanisms",
        "auth.login.disable",
        "auth.plain.disable",
        "auth.digest-md5.disable",
        "auth.ntlm.disable",
        "auth.xoauth2.disable",
        "sasl.enable",
        "sasl.mechanisms"
    })
    @CsvSource({
        "auth=true, LOGIN PLAIN, AUTH PLAIN",
        "auth.mechanisms=LOGIN PLAIN, PLAIN LOGIN, AUTH LOGIN",
        "auth.mechanisms=login, PLAIN LOGIN, AUTH LOGIN",
        "auth.login.disable=true, LOGIN PLAIN, AUTH PLAIN",
        "auth.plain.disable=true, LOGIN PLAIN, AUTH LOGIN",
        "auth.mechanisms=DIGEST-MD5 LOGIN; auth.digest-md5.disable=true, DIGEST-MD5 LOGIN, AUTH LOGIN",
        "auth.mechanisms=NTLM LOGIN; auth.ntlm.disable=true, NTLM LOGIN, AUTH LOGIN",
        "auth.mechanisms=NTLM LOGIN, LOGIN, AUTH LOGIN",
        "auth.mechanisms=XOAUTH2 PLAIN, PLAIN XOAUTH2, AUTH XOAUTH2",
        "auth.mechanisms=XOAUTH2 PLAIN, PLAIN, AUTH PLAIN",
        "auth.mechanisms=PLAIN XOAUTH2, PLAIN XOAUTH2, AUTH PLAIN",
        "auth.xoauth2.disable=false, PLAIN XOAUTH2, AUTH PLAIN",
        "auth.xoauth2.disable=false, XOAUTH2, AUTH XOAUTH2",
        "sasl.enable=true; sasl.mechanisms=LOGIN, PLAIN LOGIN, AUTH LOGIN",
        "sasl.enable=true; sasl.mechanisms=OAUTHBEARER, OAUTHBEARER PLAIN, AUTH OAUTHBEARER"
    })
    void theMechanismIsTheOneThatIsAskedFor(String properties, String offered, String said) throws Exception {
        try (FakeSmtpServer server = welcoming(offered)) {
            Transport.send(Sessions.message(session(server, properties), BOB), "ann", SECRET);

            assertThat(server.transcript().commands())
                    .filteredOn(line -> line.startsWith("AUTH "))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith(said);
            assertThat(server.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "auth=true, XOAUTH2",
        "auth.xoauth2.disable=true, XOAUTH2",
        "auth.mechanisms=LOGIN, PLAIN",
        "auth.mechanisms=XOAUTH2; auth.xoauth2.disable=true, XOAUTH2",
        "auth.mechanisms=KERBEROS_V4, PLAIN"
    })
    void whereNoneOfThemIsOfferedNothingIsSent(String properties, String offered) throws Exception {
        try (FakeSmtpServer server = welcoming(offered)) {
            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(
                            () -> Transport.send(Sessions.message(session(server, properties), BOB), "ann", SECRET));
            assertThat(server.transcript().commands()).noneMatch(line -> line.startsWith("AUTH"));
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void everyMechanismThatIsKnownCanBeDisabledWithoutAWarning() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Warnings warnings = Warnings.caught()) {
            Session session = session(
                    server,
                    "auth.cram-md5.disable=true; auth.scram-sha-256.disable=true; auth.scram-sha-1-plus.disable=true;"
                            + " auth.oauthbearer.disable=true; auth.gssapi.disable=true; auth.rot13.disable=true");
            session.getProperties().setProperty("mail.smtp.auth", "false");
            Transport.send(Sessions.message(session, BOB));

            assertThat(warnings.texts()).hasSize(1).first().asString().contains("mail.smtp.auth.rot13.disable");
        }
    }

    private static FakeSmtpServer welcoming(String offered) {
        return FakeSmtpServer.builder()
                .offer("AUTH " + offered)
                .at(Step.AUTH, Reply.of(235, "welcome"))
                .at(Step.AUTH.of("LOGIN"), Reply.of(334, "VXNlcm5hbWU6"))
                .at(Step.AUTH_RESPONSE, LoginPropertiesTest::next)
                .start();
    }

    /** After the user LOGIN says the password. */
    private static Reply next(Request request) {
        boolean user = request.line().equals(Base64.getEncoder().encodeToString("ann".getBytes(UTF_8)));
        return user ? Reply.of(334, "UGFzc3dvcmQ6") : Reply.of(235, "welcome");
    }

    private static Session session(FakeSmtpServer server, String properties) {
        Session session = Sessions.to(server, "auth", "true");
        for (String property : properties.split("; ")) {
            int equals = property.indexOf('=');
            session.getProperties()
                    .setProperty("mail.smtp." + property.substring(0, equals), property.substring(equals + 1));
        }
        return session;
    }

    @Test
    void aTokenGoesWithOauthbearer() throws Exception {
        try (FakeSmtpServer server = welcoming("OAUTHBEARER")) {
            Session session = Sessions.to(server, "auth", "true", "auth.mechanisms", "OAUTHBEARER");
            Transport.send(Sessions.message(session, BOB), "ann", "t0ken");

            String said = server.transcript().commands().stream()
                    .filter(line -> line.startsWith("AUTH OAUTHBEARER "))
                    .findFirst()
                    .orElseThrow();
            assertThat(new String(Base64.getDecoder().decode(said.substring(17)), UTF_8))
                    .startsWith("n,a=ann,\1")
                    .endsWith("\1auth=Bearer t0ken\1\1");
        }
    }

    @ParameterizedTest
    @Shows("auth.ntlm.domain")
    @CsvSource({"ann,EXAMPLE,EXAMPLE", "ann,'',''", "OTHER\\ann,EXAMPLE,OTHER"})
    void ntlmLogsInWithinTheDomain(String user, String domain, String heard) throws Exception {
        Ntlm ntlm = new Ntlm();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .offer("AUTH NTLM")
                .at(Step.AUTH, request -> ntlm.challenge(request.line().substring("AUTH NTLM ".length())))
                .at(Step.AUTH_RESPONSE, request -> ntlm.verdict(request.line()))
                .start()) {
            Session session =
                    Sessions.to(server, "auth", "true", "auth.mechanisms", "NTLM", "auth.ntlm.domain", domain);
            Transport.send(Sessions.message(session, BOB), user, SECRET);

            assertThat(server.received()).hasSize(1);
            assertThat(ntlm.users).containsExactly("ann");
            assertThat(ntlm.domains).containsExactly(heard);
        }
    }

    /** The JDK's own server side. */
    private static final class Ntlm {
        private final List<String> users = new CopyOnWriteArrayList<>();
        private final List<String> domains = new CopyOnWriteArrayList<>();
        private final SaslServer server;

        Ntlm() throws SaslException {
            server = Sasl.createSaslServer(
                    "NTLM", "smtp", "mail.test", Map.of("com.sun.security.sasl.ntlm.domain", "HOME"), this::answer);
        }

        private void answer(Callback[] callbacks) {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    users.add(name.getDefaultName());
                    name.setName(name.getDefaultName());
                } else if (callback instanceof RealmCallback realm) {
                    domains.add(realm.getDefaultText() == null ? "" : realm.getDefaultText());
                    realm.setText(realm.getDefaultText());
                } else if (callback instanceof PasswordCallback secret) {
                    secret.setPassword(SECRET.toCharArray());
                } else if (callback instanceof AuthorizeCallback decision) {
                    decision.setAuthorized(true);
                }
            }
        }

        Reply challenge(String line) {
            try {
                byte[] challenge = server.evaluateResponse(Base64.getDecoder().decode(line));
                return Reply.of(334, Base64.getEncoder().encodeToString(challenge));
            } catch (SaslException e) {
                return Reply.of(535, "no");
            }
        }

        Reply verdict(String line) {
            try {
                server.evaluateResponse(Base64.getDecoder().decode(line));
                return Reply.of(235, "welcome");
            } catch (SaslException e) {
                return Reply.of(535, "no");
            }
        }
    }

    @Test
    @Shows("user")
    void userIsWhoConnectsWithAPasswordAlone() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().user("ann", SECRET).requireAuth().start()) {
            Session session = Sessions.to(server, "user", "ann", "auth", "true");
            try (Transport transport = session.getTransport()) {
                transport.connect(server.host(), server.port(), null, SECRET);
                transport.sendMessage(
                        Sessions.message(session, BOB),
                        Sessions.message(session, BOB).getAllRecipients());
            }
            assertThat(server.received().get(0).user()).isEqualTo("ann");
        }
    }

    @ParameterizedTest
    @Shows("auth")
    @CsvSource({"ann,''", "'',s3cr3t", "ann,"})
    void authSendsNothingWithHalfALogin(String user, String password) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Transport transport = Sessions.to(server, "auth", "true").getTransport()) {
            assertThatExceptionOfType(AuthenticationFailedException.class)
                    .isThrownBy(() -> transport.connect(server.host(), server.port(), user, password));
            assertThat(transport.isConnected()).isFalse();
            assertThat(server.received()).isEmpty();
        }
    }
}
