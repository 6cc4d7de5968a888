package dev.paloma.smtp;

import dev.paloma.message.Xtext;
import dev.paloma.smtp.SmtpException.Kind;
import java.util.Locale;
import java.util.Map;

/** XCLIENT and XFORWARD: private commands of Postfix by which a trusted client says on whose behalf it speaks. */
final class Origin {
    private final SmtpConnection connection;

    Origin(SmtpConnection connection) {
        this.connection = connection;
    }

    /** The server then greets anew, as if the other one had connected, and forgets what was said before. */
    void xclient(Map<String, String> attributes, String clientName) throws SmtpException {
        Reply greeting = say("XCLIENT", attributes);
        if (greeting.code() != 220) {
            throw trouble("XCLIENT", greeting);
        }
        connection.offers(Capabilities.none());
        Reply ehlo = connection.command(Stage.EHLO, Command.ehlo(clientName));
        if (!ehlo.isPositive()) {
            throw trouble("EHLO after XCLIENT", ehlo);
        }
        connection.offers(Capabilities.of(ehlo, Limits.standard()));
    }

    void xforward(Map<String, String> attributes) throws SmtpException {
        Reply reply = say("XFORWARD", attributes);
        if (!reply.isPositive()) {
            throw trouble("XFORWARD", reply);
        }
    }

    private Reply say(String verb, Map<String, String> attributes) throws SmtpException {
        StringBuilder line = new StringBuilder(verb);
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            String name = attribute.getKey().toUpperCase(Locale.ROOT);
            if (!connection.capabilities().parameters(verb).contains(name)) {
                throw SmtpException.of(
                        Kind.MISSING,
                        Stage.EHLO,
                        "the server's answer to EHLO has no line " + verb + " with " + Printable.escaped(name)
                                + "; it must trust this client, see smtpd_authorized_" + verb.toLowerCase(Locale.ROOT)
                                + "_hosts of Postfix");
            }
            line.append(' ').append(name).append('=').append(Xtext.encode(attribute.getValue()));
        }
        return connection.command(Stage.EHLO, Command.of(line.toString()));
    }

    private static SmtpException trouble(String what, Reply reply) {
        return reply.isRefusal()
                ? SmtpException.refused(Stage.EHLO, what + " is refused", reply)
                : SmtpException.of(Kind.PROTOCOL, Stage.EHLO, "the server answers " + what + " with " + reply);
    }
}
