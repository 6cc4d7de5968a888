package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.Server;
import dev.paloma.Transport;
import dev.paloma.message.Envelope;
import dev.paloma.message.Headers;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.RawContent;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.TlsPolicy;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import javax.net.ssl.SSLContext;

/** What was written with Racket's net/smtp and net/head. */
final class FromRacket {
    private FromRacket() {}

    static Receipt send(Mailer mailer, List<String> to, Headers header, List<String> lines) throws IOException {
        // <example send>
        Envelope envelope = Envelope.of(
                Mailbox.parse("ann@example.org"),
                to.stream().map(Mailbox::parse).toList());
        RawContent content =
                RawContent.builder().add(header).add(String.join("\n", lines)).build();
        Receipt receipt = mailer.send(envelope, content);
        // </example>
        return receipt;
    }

    static Headers header(List<Mailbox> to, List<Mailbox> cc, String subject) {
        // <example header>
        Headers header = Headers.empty()
                .with("From", "Ann <ann@example.org>")
                .with("To", to) // quoted, encoded and folded as it must be
                .with("Cc", cc)
                .with("Date", ZonedDateTime.now(ZoneId.systemDefault()))
                .with("Subject", subject);
        // </example>
        return header;
    }

    static Headers edited(String text) {
        // <example edit>
        Headers header = Headers.parse(text); // "header line 2: no colon after a field name"
        String subject = header.text("Subject"); // null if there is none; its encoded words read
        Headers edited = header.without("X-Priority")
                .with("Subject", subject == null ? "Fwd" : "Fwd: " + subject)
                .prepend("X-Loop", "ann@example.org")
                .append(Headers.parse("X-Team: red\n"));
        // </example>
        return edited;
    }

    static List<String> names(Headers header) {
        // <example addresses>
        String to = header.get("To");
        List<Mailbox> found = to == null ? List.of() : Mailbox.parseList(to);
        List<String> names = found.stream()
                .map(box -> box.name() == null ? box.address() : box.name())
                .toList();
        // </example>
        return names;
    }

    static Mailer ports(String host, int port, Connector tunnel, SSLContext context) {
        // <example ports>
        Mailer mailer = Mailer.builder()
                .server(Server.smtp(host, port).withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, context)))
                .connector(tunnel) // (address, limit) -> a Wire; Connector.tcp() without it
                .build();
        // </example>
        return mailer;
    }

    static Receipt watched(Mailer mailer, Message message, Runnable tooLateToStop) {
        // <example hook>
        Receipt receipt = mailer.send(Mail.of(message), tooLateToStop);
        // </example>
        return receipt;
    }

    static Receipt by(Transport transport, Message message) {
        // <example transport>
        Receipt receipt = transport.send(message.envelope(), message); // a Mailer, or what a test puts in its place
        // </example>
        return receipt;
    }
}
