package dev.paloma.interop.seeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.Server;
import dev.paloma.message.Content;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.RawContent;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import dev.paloma.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Paloma, in this process. */
final class PalomaClient implements Client {
    @Override
    public Answer send(Order order, Duration limit) throws IOException {
        AtomicInteger hooks = new AtomicInteger();
        try {
            Content content = order.has("ready") ? ready(order) : built(order);
            Mail mail = new Mail(envelope(order, content), content);
            return send(order, mail, hooks);
        } catch (SendException e) {
            Thread.interrupted(); // the hook's doing
            String text = e.receipt().rows().get(0).outcome() + ": " + e.getMessage();
            return new Answer(e.isUnknown() ? "in doubt" : "error", text, hooks.get());
        } catch (IllegalArgumentException e) {
            return new Answer("error", String.valueOf(e.getMessage()), hooks.get());
        }
    }

    private static Answer send(Order order, Mail mail, AtomicInteger hooks) {
        StringBuilder refused = new StringBuilder();
        try (Mailer mailer = mailer(order)) {
            for (int i = 0; i < Integer.parseInt(order.one("times")); i++) {
                Receipt receipt = mailer.send(mail, () -> {
                    hooks.incrementAndGet();
                    atEnd(order.one("hook"));
                });
                receipt.rows().stream()
                        .filter(row -> row.outcome() != Outcome.ACCEPTED)
                        .forEach(row ->
                                refused.append(row.recipient()).append(' ').append(row.reply()));
            }
        }
        return new Answer(refused.isEmpty() ? "sent" : "refused", refused.toString(), hooks.get());
    }

    private static void atEnd(String hook) {
        Thread sender = Thread.currentThread();
        switch (hook) {
            case "throw" -> throw new IllegalStateException("held back by the hook");
            case "stop" -> sender.interrupt();
            case "stop-later" ->
                CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS).execute(sender::interrupt);
            default -> {
                // only counted
            }
        }
    }

    private static Content built(Order order) {
        Message.Builder message = Message.builder().text(order.one("body"));
        for (String header : order.all("header")) {
            String[] field = header.split(": ", 2);
            if (field[0].equalsIgnoreCase("Bcc")) {
                message.bcc(field[1]);
            } else {
                message.header(field[0], field[1]);
            }
        }
        for (String attachment : order.all("attachment")) {
            message.attach(
                    "octets.bin",
                    "application/octet-stream",
                    Base64.getDecoder().decode(attachment));
        }
        return message.build();
    }

    private static Content ready(Order order) throws IOException {
        return RawContent.builder()
                .add(order.all("header").stream().map(line -> line + "\r\n").collect(Collectors.joining()))
                .add("\r\n")
                .add(order.one("body").getBytes(UTF_8))
                .build();
    }

    private static Envelope envelope(Order order, Content content) {
        Envelope envelope = order.has("recipient") ? Envelope.of(null, recipients(order)) : content.envelope();
        if (order.has("sender")) {
            envelope = envelope.withSender(order.one("sender").isEmpty() ? null : Mailbox.parse(order.one("sender")));
        } else if (order.has("recipient")) {
            envelope = envelope.withSender(content.envelope().sender());
        }
        return order.has("queue") ? envelope.with(DeliveryOptions.none().withQueue()) : envelope;
    }

    private static List<Mailbox> recipients(Order order) {
        List<Mailbox> recipients = new ArrayList<>();
        order.all("recipient").forEach(list -> recipients.addAll(Mailbox.parseList(list)));
        return recipients;
    }

    private static Mailer mailer(Order order) {
        MailerBuilder mailer = Mailer.builder()
                .timeouts(timeouts(order))
                .acceptance(order.one("at-least-one").equals("true") ? Acceptance.AT_LEAST_ONE : Acceptance.ALL);
        if (order.has("client")) {
            mailer.clientName(order.one("client"));
        }
        if (order.has("really")) {
            // whatever was asked for
            mailer.resolver(host -> List.of(InetAddress.getLoopbackAddress()));
            mailer.connector((address, limit) ->
                    Connector.tcp().connect(new InetSocketAddress(order.one("really"), address.getPort()), limit));
        }
        if (order.has("folder")) {
            mailer.server("sendmail:" + order.one("folder") + "/sendmail");
        }
        for (int i = 0; i < order.all("host").size(); i++) {
            mailer.server(server(
                    order, order.all("host").get(i) + ":" + order.all("port").get(i)));
        }
        return mailer.build();
    }

    /** {@code seconds} is the limit of each stage. */
    private static Timeouts timeouts(Order order) {
        Duration limit = Duration.ofSeconds(order.has("seconds") ? Long.parseLong(order.one("seconds")) : 60);
        return Timeouts.standard().cappedAt(limit).with(Stage.END_OF_DATA, limit);
    }

    /** {@code option}: more of the URL's. */
    private static Server server(Order order, String place) {
        String user = order.has("user") ? escaped(order.one("user")) + ":" + escaped(order.one("password")) + "@" : "";
        String options = String.join("&", order.all("option"));
        Server server = Server.parse("smtp://" + user + place + (options.isEmpty() ? "" : "?" + options));
        TlsPolicy policy = TlsPolicy.of(mode(order.one("tls")), Trust.certificates(TestAuthority.certificate()));
        if (order.has("policy")) {
            TlsPolicy.Answer answer =
                    TlsPolicy.Answer.valueOf(order.one("policy").toUpperCase(Locale.ROOT));
            policy = policy.asking((obstacle, failure) -> answer);
        }
        return server.withTls(policy);
    }

    private static TlsPolicy.Mode mode(String tls) {
        return switch (tls) {
            case "none" -> TlsPolicy.Mode.NONE;
            case "required" -> TlsPolicy.Mode.REQUIRED;
            case "implicit" -> TlsPolicy.Mode.IMPLICIT;
            default -> TlsPolicy.Mode.OPPORTUNISTIC; // what a server on this machine gets unless told otherwise
        };
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** It never hangs: every stage has its limit. */
    @Override
    public void recover() {
        throw new AssertionError("Paloma hangs");
    }

    @Override
    public void close() {}
}
