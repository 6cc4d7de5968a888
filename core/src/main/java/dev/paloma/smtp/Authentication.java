package dev.paloma.smtp;

import dev.paloma.sasl.Mechanism;
import dev.paloma.sasl.SaslException;
import dev.paloma.smtp.SmtpException.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** AUTH (RFC 4954): the strongest mechanism that both sides know and that is safe here, then the next, never none. */
final class Authentication {
    /** A whole command line, as far as servers must take one without the longer limit of RFC 4954 §4. */
    private static final int SHORT_LINE = 510;

    private final SmtpConnection connection;
    private final SmtpSettings.Login login;
    private final boolean verified;

    Authentication(SmtpConnection connection, SmtpSettings.Login login, boolean verified) {
        this.connection = connection;
        this.login = login;
        this.verified = verified;
    }

    void run(Limits limits) throws SmtpException {
        Reply last = null;
        for (Mechanism mechanism : candidates()) {
            Reply reply = attempt(mechanism, limits);
            if (reply.code() == 235) {
                return;
            }
            boolean notThisMechanism = reply.code() == 504 || reply.code() == 534;
            if (!notThisMechanism) {
                throw refused(mechanism, reply);
            }
            last = reply;
        }
        throw new SmtpException(
                Kind.NO_MECHANISM,
                Stage.AUTH,
                "the server refuses every way of logging in that it offers: it said " + last,
                last,
                null);
    }

    private List<Mechanism> candidates() throws SmtpException {
        List<String> offered = connection.capabilities().parameters("AUTH");
        List<Mechanism> known = new ArrayList<>();
        boolean unsafe = false;
        for (Mechanism mechanism : login.mechanisms().isEmpty() ? Mechanism.strongestFirst() : named()) {
            boolean safe = verified || login.inClear() || !mechanism.revealsPassword();
            if (offered.contains(mechanism.name()) && safe) {
                known.add(mechanism);
            }
            unsafe |= offered.contains(mechanism.name()) && !safe;
        }
        if (known.isEmpty()) {
            throw noMechanism(offered, unsafe);
        }
        return known;
    }

    private List<Mechanism> named() {
        return login.mechanisms().stream()
                .flatMap(name -> Mechanism.named(name).stream())
                .toList();
    }

    private static SmtpException noMechanism(List<String> offered, boolean unsafe) {
        String why;
        if (offered.isEmpty()) {
            why = "there is a user name for this server, but it offers no way of logging in (no AUTH)";
        } else if (unsafe) {
            why = "the password isn't sent without verified TLS; cleartext-auth=true would send it all the same";
        } else {
            why = "the server offers only " + String.join(", ", offered) + " to log in with, none of which may be used";
        }
        return SmtpException.of(Kind.NO_MECHANISM, Stage.AUTH, why);
    }

    private Reply attempt(Mechanism mechanism, Limits limits) throws SmtpException {
        Mechanism.Exchange exchange = mechanism.begin(login.credentials());
        byte[] initial = exchange.initialResponse();
        Command auth = Command.auth(mechanism.name(), initial == null ? null : encode(initial));
        boolean pending = initial != null && auth.text().length() > SHORT_LINE;
        Reply reply = connection.command(Stage.AUTH, pending ? Command.auth(mechanism.name(), null) : auth);
        while (reply.isIntermediate()) {
            String response;
            if (pending && initial != null) {
                response = encode(initial);
                pending = false;
            } else {
                response = respond(exchange, reply, limits);
            }
            reply = connection.command(Stage.AUTH, Command.authResponse(response));
        }
        if (reply.isPositive() && reply.code() != 235) {
            throw SmtpException.of(Kind.PROTOCOL, Stage.AUTH, "the server answers AUTH with " + reply.code());
        }
        return reply;
    }

    /** The answer to a challenge, or an asterisk, which gives up (RFC 4954 §4). */
    private String respond(Mechanism.Exchange exchange, Reply challenge, Limits limits) throws SmtpException {
        String text = challenge.lines().get(0);
        try {
            if (text.length() > limits.challenge()) {
                throw new SaslException("a challenge of over " + limits.challenge() + " octets");
            }
            return encode(exchange.respond(Base64.getDecoder().decode(text.trim())));
        } catch (SaslException | IllegalArgumentException e) {
            connection.command(Stage.AUTH, Command.authResponse("*"));
            String why = e instanceof SaslException ? String.valueOf(e.getMessage()) : "a challenge that isn't base64";
            throw SmtpException.of(Kind.PROTOCOL, Stage.AUTH, "logging in failed: " + why, e);
        }
    }

    private SmtpException refused(Mechanism mechanism, Reply reply) {
        String user = Printable.escaped(login.credentials().user());
        if (reply.isTransient()) {
            return SmtpException.refused(Stage.AUTH, "the server can't log '" + user + "' in now", reply);
        }
        String advice = reply.code() == 535
                ? "check user name and password"
                : "the server wants another way of logging in, or none before TLS";
        return new SmtpException(
                Kind.AUTHENTICATION,
                Stage.AUTH,
                "logging in as '" + user + "' with " + mechanism.name() + " failed: the server said " + reply + "; "
                        + advice,
                reply,
                null);
    }

    private String encode(byte[] response) {
        if (response.length == 0) {
            return "=";
        }
        String encoded = Base64.getEncoder().encodeToString(response);
        connection.reader.secrets.add(encoded, login.credentials().user());
        return encoded;
    }
}
