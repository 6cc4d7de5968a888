package dev.paloma.sasl;

import java.nio.charset.StandardCharsets;

/** EXTERNAL (RFC 4422 appendix A): the server knows us already, by our certificate; we say as whom we act. */
final class External implements Mechanism {
    @Override
    public String name() {
        return "EXTERNAL";
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
    public Exchange begin(Credentials credentials, Channel channel) {
        return new SingleResponse(name(), credentials.user().getBytes(StandardCharsets.UTF_8));
    }
}
