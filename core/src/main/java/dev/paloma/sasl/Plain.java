package dev.paloma.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** PLAIN (RFC 4616): user and password in one response. */
final class Plain implements Mechanism {
    @Override
    public String name() {
        return "PLAIN";
    }

    @Override
    public boolean revealsPassword() {
        return true;
    }

    @Override
    public Exchange begin(Credentials credentials, Channel channel) {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        response.write(0); // no authorization identity: the server derives it
        response.writeBytes(credentials.user().getBytes(StandardCharsets.UTF_8));
        response.write(0);
        response.writeBytes(credentials.secret());
        return new SingleResponse(name(), response.toByteArray());
    }
}
