package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.paloma.message.Content;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.message.RawContent;
import dev.paloma.message.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;

/**
 * A mail as a program hands it over: completed by what every mail must have, and otherwise left as it is. Addresses
 * without a domain get this machine's name, in the header too, as Postfix does it: cron writes to {@code root}.
 */
final class Submission {
    private static final Set<String> ADDED = Set.of("From", "Date", "Message-ID");
    private static final Set<String> OF_RESENDING = Set.of("Resent-Date", "Resent-Message-ID");

    private final Mailbox author;
    private final Qualifier qualifier;

    /**
     * @param author goes into From, where there is none
     */
    Submission(Mailbox author, Qualifier qualifier) {
        this.author = author;
        this.qualifier = qualifier;
    }

    /**
     * Reads a mail to its end.
     *
     * @throws IOException if that fails
     * @throws MessageException if it can't be a mail
     */
    Content read(InputStream in) throws IOException {
        SubmittedHeader header = SubmittedHeader.read(in);
        if (header.isResent()) {
            resend(header);
        }
        return RawContent.builder()
                .add(missing(header))
                .add(header.qualified(qualifier).getBytes(ISO_8859_1))
                .add("\r\n")
                .add(header.bodyStart().getBytes(ISO_8859_1))
                .add(in)
                .build();
    }

    /** Fields that the mail lacks (RFC 6409 §8.1, §8.2, §8.4); of one that has travelled only what says whose it is. */
    private byte[] missing(SubmittedHeader header) throws IOException {
        Set<String> names = header.isResent() ? Set.of("From") : ADDED;
        return fields(sample().fields().stream()
                .filter(field -> names.contains(field.name()) && !header.contains(field.name()))
                .toList());
    }

    /** The date and the name of the resending, with its other fields (RFC 5322 §3.6.6). */
    private void resend(SubmittedHeader header) throws IOException {
        for (Headers.Field field : sample().fields()) {
            String name = "Resent-" + field.name();
            if (OF_RESENDING.contains(name) && !header.isLastResentWith(name)) {
                Headers.Field resent = new Headers.Field(name, field.value());
                header.resend(new String(fields(List.of(resent)), ISO_8859_1));
            }
        }
    }

    private Headers sample() {
        return Message.builder().from(author).to(author).text("").build().headers();
    }

    private static byte[] fields(List<Headers.Field> fields) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Sink sink = Sink.to(octets);
        Headers.of(fields).writeTo(sink);
        sink.flush();
        return octets.toByteArray();
    }
}
