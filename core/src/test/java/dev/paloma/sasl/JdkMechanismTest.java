package dev.paloma.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** NTLM against the JDK's own server side; GSSAPI as far as it goes without Kerberos. */
class JdkMechanismTest {
    private static final Channel CHANNEL = new Channel("mail.test", 587, null, false);

    private static SaslServer server(String password) throws Exception {
        return Sasl.createSaslServer(
                "NTLM", "smtp", "mail.test", Map.of("com.sun.security.sasl.ntlm.domain", "EXAMPLE"), callbacks -> {
                    for (Callback callback : callbacks) {
                        answer(callback, password);
                    }
                });
    }

    private static void answer(Callback callback, String password) {
        if (callback instanceof NameCallback name) {
            name.setName(name.getDefaultName());
        } else if (callback instanceof RealmCallback realm) {
            realm.setText(realm.getDefaultText());
        } else if (callback instanceof PasswordCallback secret) {
            secret.setPassword(password.toCharArray());
        } else if (callback instanceof AuthorizeCallback decision) {
            decision.setAuthorized(true);
        }
    }

    private static Mechanism.Exchange begin(String mechanism, String user) throws SaslException {
        return Mechanism.named(mechanism).orElseThrow().begin(Credentials.of(user, "canary-7351"), CHANNEL);
    }

    private static byte[] orEmpty(byte @Nullable [] octets) {
        return octets == null ? new byte[0] : octets;
    }

    @Test
    void ntlmLogsInWithAndWithoutADomain() throws Exception {
        for (String user : new String[] {"ann", "EXAMPLE\\ann"}) {
            SaslServer server = server("canary-7351");
            Mechanism.Exchange ntlm = begin("ntlm", user);
            byte[] challenge = server.evaluateResponse(orEmpty(ntlm.initialResponse()));
            assertThatThrownBy(() -> ntlm.complete(null))
                    .as("success before the challenge was answered")
                    .isInstanceOf(SaslException.class);
            server.evaluateResponse(ntlm.respond(challenge));
            ntlm.complete(null);
            assertThat(server.isComplete()).as(user).isTrue();
            assertThat(server.getAuthorizationID()).isEqualTo("ann");
        }
    }

    @Test
    void ntlmWithAnotherPasswordIsRefused() throws Exception {
        SaslServer server = server("another");
        Mechanism.Exchange ntlm = begin("NTLM", "ann");
        byte[] response = ntlm.respond(server.evaluateResponse(orEmpty(ntlm.initialResponse())));
        assertThatThrownBy(() -> server.evaluateResponse(response))
                .isInstanceOf(javax.security.sasl.SaslException.class);
        assertThatThrownBy(() -> ntlm.respond(new byte[8])).hasMessageContaining("NTLM has said everything");
    }

    /** The JDK's parser fails with what comes to hand; it must come out as a failed login. */
    @Test
    void ntlmChallengeThatIsNoneIsAFailedLogin() throws Exception {
        for (int length : new int[] {0, 1, 8, 12, 31, 32, 200}) {
            Mechanism.Exchange ntlm = begin("NTLM", "ann");
            assertThatThrownBy(() -> ntlm.respond(new byte[length]))
                    .as("%d octets", length)
                    .isInstanceOf(SaslException.class)
                    .hasMessageContaining("NTLM");
        }
    }

    @Test
    void gssapiWithoutKerberosSaysWhatItNeeds() {
        assertThatThrownBy(() -> begin("GSSAPI", "ann"))
                .isInstanceOf(SaslException.class)
                .hasMessageContaining("GSSAPI failed: ")
                .hasMessageContaining("kinit");
    }

    @Test
    void bothAreOnlyUsedOnRequest() {
        for (String name : new String[] {"NTLM", "GSSAPI"}) {
            assertThat(Mechanism.named(name).orElseThrow().isOnlyOnRequest()).isTrue();
        }
    }
}
