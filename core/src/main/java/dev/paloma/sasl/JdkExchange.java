package dev.paloma.sasl;

import java.util.Arrays;
import javax.security.sasl.SaslClient;
import org.jspecify.annotations.Nullable;

/** One login that the JDK conducts. */
final class JdkExchange implements Mechanism.Exchange {
    private static final String TICKET = "; GSSAPI needs a Kerberos ticket (kinit), and as a rule"
            + " -Djavax.security.auth.useSubjectCredsOnly=false";
    private static final int MOST_CAUSES = 10;
    /** How a server's message begins: the signature, and that it is the second. */
    private static final byte[] NTLM_CHALLENGE = {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0, 2, 0, 0, 0};

    private static final int SHORTEST_NTLM = 32;

    private final SaslClient client;
    private final byte @Nullable [] initialResponse;

    private JdkExchange(SaslClient client, byte @Nullable [] initialResponse) {
        this.client = client;
        this.initialResponse = initialResponse;
    }

    static JdkExchange begin(SaslClient client) throws javax.security.sasl.SaslException {
        return new JdkExchange(client, client.hasInitialResponse() ? client.evaluateChallenge(new byte[0]) : null);
    }

    @Override
    public byte @Nullable [] initialResponse() {
        return initialResponse == null ? null : initialResponse.clone();
    }

    @Override
    public byte[] respond(byte[] challenge) throws SaslException {
        if (client.isComplete()) {
            throw new SaslException(
                    "the server asks again although " + client.getMechanismName() + " has said everything");
        }
        if (client.getMechanismName().equals("NTLM") && !isNtlmChallenge(challenge)) {
            throw new SaslException("the server's challenge isn't one of NTLM");
        }
        byte[] response = evaluated(challenge);
        return response == null ? new byte[0] : response;
    }

    @Override
    public void complete(byte @Nullable [] data) throws SaslException {
        if (!client.isComplete() && data != null) {
            evaluated(data);
        }
        if (!client.isComplete()) {
            throw SaslException.suspicious("the server let us in before " + client.getMechanismName()
                    + " had come to its end: it may be another");
        }
        try {
            client.dispose();
        } catch (javax.security.sasl.SaslException e) {
            throw failure(client.getMechanismName(), e);
        }
    }

    /** The JDK would take anything for one. */
    private static boolean isNtlmChallenge(byte[] challenge) {
        return challenge.length >= SHORTEST_NTLM
                && Arrays.equals(challenge, 0, NTLM_CHALLENGE.length, NTLM_CHALLENGE, 0, NTLM_CHALLENGE.length);
    }

    /** What a server sends is untrusted, and the JDK's parsers of it weren't all made with that in mind. */
    private byte @Nullable [] evaluated(byte[] challenge) throws SaslException {
        try {
            return client.evaluateChallenge(challenge);
        } catch (javax.security.sasl.SaslException e) {
            throw failure(client.getMechanismName(), e);
        } catch (RuntimeException e) {
            throw new SaslException("the server's challenge isn't one of " + client.getMechanismName());
        }
    }

    /** The JDK says what is wrong in the innermost cause. */
    static SaslException failure(String mechanism, javax.security.sasl.SaslException e) {
        Throwable innermost = e;
        for (int i = 0; i < MOST_CAUSES && innermost.getCause() != null; i++) {
            innermost = innermost.getCause();
        }
        String why = innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
        return new SaslException(mechanism + " failed: " + why + (mechanism.equals("GSSAPI") ? TICKET : ""));
    }
}
