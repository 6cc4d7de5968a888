package dev.paloma.sasl;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** LOGIN (an Internet draft that never became an RFC): two prompts, whose wording is the server's own affair. */
final class Login implements Mechanism {
    @Override
    public String name() {
        return "LOGIN";
    }

    @Override
    public boolean revealsPassword() {
        return true;
    }

    @Override
    public Exchange begin(Credentials credentials, Channel channel) {
        return new Exchange() {
            private int prompts;

            @Override
            public byte @Nullable [] initialResponse() {
                return null;
            }

            @Override
            public byte[] respond(byte[] challenge) throws SaslException {
                return switch (prompts++) {
                    case 0 -> credentials.user().getBytes(StandardCharsets.UTF_8);
                    case 1 -> credentials.secret();
                    default -> throw new SaslException("the server asks a third time although LOGIN has two answers");
                };
            }
        };
    }
}
