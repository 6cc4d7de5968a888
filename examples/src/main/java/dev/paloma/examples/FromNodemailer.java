package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Probe;
import dev.paloma.Receipt;
import dev.paloma.Server;
import dev.paloma.ServerReport;
import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** What was written with Nodemailer. */
final class FromNodemailer {
    private FromNodemailer() {}

    static CompletableFuture<Receipt> simple(Mailer mailer) {
        // <example simple>
        Message message = Message.builder()
                .from("Ann <ann@example.org>")
                .to("bob@example.net, carol@example.net")
                .subject("Hello ✔")
                .text("Hello world?")
                .html("<b>Hello world?</b>")
                .build();
        CompletableFuture<Receipt> sending = mailer.sendAsync(Mail.of(message));
        // </example>
        return sending;
    }

    static Mailer transport(String server) {
        // <example transport>
        Mailer transport = Mailer.builder()
                .server(server) // smtp://ann:secret@mail.example.org:587?timeout=60s
                .connections(5)
                .mailsPerConnection(100)
                .rate(10, Duration.ofSeconds(1))
                .build();
        // </example>
        return transport;
    }

    static Message attachments(byte[] buffer, Path file, InputStream stream, Supplier<InputStream> remote) {
        // <example attachments>
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .text("All of them")
                .html("<img src='cid:dot'> All of them")
                .attach("hello.txt", "text/plain", "hello world".getBytes(StandardCharsets.UTF_8))
                .attach("data.bin", "application/octet-stream", buffer)
                .attach(file) // its own name, and the type that goes with it
                .attach("log.txt", "text/plain", stream)
                .attach("licence.txt", "text/plain", remote) // asked for a stream at each sending
                .inline("dot", "image/png", buffer)
                .build();
        // </example>
        return message;
    }

    static List<String> verify(Server server) {
        // <example verify>
        ServerReport report = Probe.of(server).check(); // connects, begins TLS, logs in
        List<String> problems =
                report.problems().stream().map(ServerReport.Problem::message).toList();
        // </example>
        return problems;
    }
}
