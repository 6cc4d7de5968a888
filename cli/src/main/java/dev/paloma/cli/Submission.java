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
        return RawContent.builder()
                .add(missing(header))
                .add(header.qualified(qualifier).getBytes(ISO_8859_1))
                .add("\r\n")
                .add(header.bodyStart().getBytes(ISO_8859_1))
                .add(in)
                .build();
    }

    /** Fields that the mail lacks (RFC 6409 §8.1, §8.2, §8.4). */
    private byte[] missing(SubmittedHeader header) throws IOException {
        Headers sample =
                Message.builder().from(author).to(author).text("").build().headers();
        List<Headers.Field> missing = sample.fields().stream()
                .filter(field -> ADDED.contains(field.name()) && !header.contains(field.name()))
                .toList();
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        Sink sink = Sink.to(fields);
        Headers.of(missing).writeTo(sink);
        sink.flush();
        return fields.toByteArray();
    }
}
