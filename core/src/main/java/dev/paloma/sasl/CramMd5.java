package dev.paloma.sasl;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** CRAM-MD5 (RFC 2195): a challenge signed with the password. The server proves nothing. */
final class CramMd5 implements Mechanism {
    @Override
    public String name() {
        return "CRAM-MD5";
    }

    @Override
    public boolean revealsPassword() {
        return false;
    }

    @Override
    public boolean isObsolete() {
        return true;
    }

    @Override
    public Exchange begin(Credentials credentials, Channel channel) {
        return new Exchange() {
            private boolean answered;

            @Override
            public byte @Nullable [] initialResponse() {
                return null;
            }

            @Override
            public byte[] respond(byte[] challenge) throws SaslException {
                // an empty challenge would make the answer good for every login to come
                if (answered || challenge.length == 0) {
                    throw new SaslException("CRAM-MD5 has exactly one challenge, which isn't empty");
                }
                answered = true;
                byte[] signature = Hash.MD5.hmac(credentials.secret(), challenge);
                String response = credentials.user() + " " + HexFormat.of().formatHex(signature);
                return response.getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public void complete(byte @Nullable [] data) throws SaslException {
                if (!answered) {
                    throw SaslException.suspicious("the server let us in before we had answered: it may be another");
                }
            }
        };
    }
}
