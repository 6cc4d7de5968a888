package dev.paloma.smtp;

import dev.paloma.sasl.Mechanism;
import dev.paloma.sasl.SaslException;
import dev.paloma.smtp.SmtpException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** One AUTH command with its challenges and responses (RFC 4954 §4). */
final class AuthDialogue {
    /** A whole command line, as far as servers must take one without the longer limit of RFC 4954 §4. */
    private static final int SHORT_LINE = 510;

    /** RFC 4954 §4: 12,288 octets with the line's end. */
    private static final int LONGEST_LINE = 12_286;

    private final SmtpConnection connection;
    private final String mechanism;
    private final Mechanism.Exchange exchange;
    private final String user;
    private int responses;

    AuthDialogue(SmtpConnection connection, String mechanism, Mechanism.Exchange exchange, String user) {
        this.connection = connection;
        this.mechanism = mechanism;
        this.exchange = exchange;
        this.user = user;
    }

    /** How many challenges were answered. */
    int responses() {
        return responses;
    }

    /**
     * The server's last word: 235, or a refusal.
     *
     * @throws SaslException if it can't even begin; nothing was sent then
     */
    Reply run(Limits limits) throws SmtpException, SaslException {
        Reply reply = begin();
        while (reply.code() == 334) {
            String response = respond(reply, limits);
            responses++;
            reply = connection.command(Stage.AUTH, Command.authResponse(response));
        }
        if (reply.code() == 235) {
            complete(reply);
        } else if (!reply.isRefusal()) {
            throw SmtpException.of(Kind.PROTOCOL, Stage.AUTH, "the server answers AUTH with " + reply.code());
        }
        return reply;
    }

    private Reply begin() throws SmtpException, SaslException {
        byte[] initial = exchange.initialResponse();
        if (initial == null) {
            return connection.command(Stage.AUTH, Command.auth(mechanism, null));
        }
        String encoded = encode(initial);
        if ("AUTH ".length() + mechanism.length() + 1 + encoded.length() <= SHORT_LINE) {
            // an empty one must still be seen to be there
            return connection.command(Stage.AUTH, Command.auth(mechanism, encoded.isEmpty() ? "=" : encoded));
        }
        Reply reply = connection.command(Stage.AUTH, Command.auth(mechanism, null));
        return reply.code() == 334 ? connection.command(Stage.AUTH, Command.authResponse(encoded)) : reply;
    }

    private String respond(Reply challenge, Limits limits) throws SmtpException {
        String text = challenge.lines().get(0).trim();
        try {
            if (text.length() > limits.challenge()) {
                throw new SaslException("a challenge of over " + limits.challenge() + " characters");
            }
            byte[] octets = decode(text);
            if (octets == null) {
                throw new SaslException("a challenge that isn't base64");
            }
            return encode(exchange.respond(octets));
        } catch (SaslException e) {
            connection.line.requireWanted(); // else that is what ended it
            throw cancelled(failure(e));
        }
    }

    /** An asterisk gives up (RFC 4954 §4). Whatever comes of it, what went wrong before it is what counts. */
    private SmtpException cancelled(SmtpException failure) {
        try {
            connection.command(Stage.AUTH, Command.authResponse("*"));
        } catch (SmtpException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private void complete(Reply success) throws SmtpException {
        String text = success.lines().get(0).trim();
        String data = success.enhanced().isPresent() ? text.substring(text.indexOf(' ') + 1) : text;
        try {
            exchange.complete(data.isEmpty() ? null : decode(data));
        } catch (SaslException e) {
            throw failure(e);
        }
    }

    private SmtpException failure(SaslException e) {
        return SmtpException.of(
                e.isSuspicious() ? Kind.SECURITY : Kind.PROTOCOL,
                Stage.AUTH,
                "logging in with " + mechanism + " failed: " + e.getMessage(),
                e);
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A response in base64, which no reply may bring back to the eye. */
    private String encode(byte[] response) throws SaslException {
        String encoded = Base64.getEncoder().encodeToString(response);
        if (encoded.length() > LONGEST_LINE) {
            throw new SaslException("what " + mechanism + " has to say makes a line of " + encoded.length()
                    + " characters, and servers take " + LONGEST_LINE);
        }
        connection.reader.secrets.add(encoded, user);
        return encoded;
    }
}
