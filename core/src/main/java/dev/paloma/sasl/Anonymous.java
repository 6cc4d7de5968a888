package dev.paloma.sasl;

import java.nio.charset.StandardCharsets;

/** ANONYMOUS (RFC 4505): the user name is only a trace for whoever runs the server. */
final class Anonymous implements Mechanism {
    /** RFC 4505 §2. */
    private static final int LONGEST_TRACE = 255;

    @Override
    public String name() {
        return "ANONYMOUS";
    }

    @Override
    public boolean revealsPassword() {
        return false;
    }

    @Override
    public boolean isOnlyOnRequest() {
        return true;
    }

    @Override
    public Secret secret() {
        return Secret.NONE;
    }

    @Override
    public Exchange begin(Credentials credentials, Channel channel) throws SaslException {
        String trace = credentials.user();
        if (trace.codePointCount(0, trace.length()) > LONGEST_TRACE) {
            throw new SaslException("ANONYMOUS takes a user name of at most " + LONGEST_TRACE + " characters");
        }
        return new SingleResponse(name(), trace.getBytes(StandardCharsets.UTF_8));
    }
}
