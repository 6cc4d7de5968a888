package dev.paloma.sasl;

import java.util.Map;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;

/**
 * A mechanism whose work the JDK does: NTLM and GSSAPI (Kerberos, RFC 4752). Both are used only where they are named: the
 * one is weak, the other asks the network for tickets, which takes long where there is no Kerberos.
 */
final class JdkMechanism implements Mechanism {
    private static final String NTLM = "NTLM";
    private static final String GSSAPI = "GSSAPI";

    private final String name;

    private JdkMechanism(String name) {
        this.name = name;
    }

    static Mechanism ntlm() {
        return new JdkMechanism(NTLM);
    }

    static Mechanism gssapi() {
        return new JdkMechanism(GSSAPI);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean revealsPassword() {
        return false;
    }

    @Override
    public boolean isObsolete() {
        return name.equals(NTLM);
    }

    @Override
    public boolean isOnlyOnRequest() {
        return true;
    }

    @Override
    public Secret secret() {
        return name.equals(NTLM) ? Secret.PASSWORD : Secret.NONE;
    }

    /** The first response is made here, where nothing has been said yet: GSSAPI without a ticket fails at that. */
    @Override
    public Exchange begin(Credentials credentials, Channel channel) throws SaslException {
        Map<String, String> properties = Map.of(
                Sasl.QOP,
                "auth", // TLS protects what follows
                Sasl.SERVER_AUTH,
                "true",
                "com.sun.security.sasl.ntlm.hostname",
                "WORKSTATION"); // its own name it would look up, which takes time
        try {
            SaslClient client = Sasl.createSaslClient(
                    new String[] {name}, null, "smtp", channel.host(), properties, new JdkCallbacks(credentials));
            if (client == null) {
                throw new SaslException("this JDK, or what was linked of it, has no " + name);
            }
            return JdkExchange.begin(client);
        } catch (javax.security.sasl.SaslException e) {
            throw JdkExchange.failure(name, e);
        }
    }
}
