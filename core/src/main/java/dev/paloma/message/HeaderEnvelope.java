package dev.paloma.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The envelope that header fields imply (RFC 5322 §3.6.2, §3.6.3, §3.6.6). */
final class HeaderEnvelope {
    private static final String RESENT = "resent-";

    private HeaderEnvelope() {}

    static Envelope of(Headers headers) {
        boolean resent = headers.fields().stream().anyMatch(HeaderEnvelope::isResent);
        Headers block = resent ? lastResending(headers) : headers;
        String prefix = resent ? "Resent-" : "";
        List<Mailbox> recipients = new ArrayList<>();
        for (String name : List.of("To", "Cc", "Bcc")) {
            recipients.addAll(mailboxes(block, prefix + name));
        }
        if (recipients.isEmpty()) {
            throw new MessageException("no recipient in " + prefix + "To, " + prefix + "Cc or " + prefix
                    + "Bcc: add one, or give the recipients apart from the header");
        }
        return Envelope.of(sender(block, prefix), recipients);
    }

    private static Mailbox sender(Headers block, String prefix) {
        for (String name : List.of(prefix + "Sender", prefix + "From")) {
            List<Mailbox> found = mailboxes(block, name);
            if (found.size() > 1) {
                throw new MessageException(found.size() + " addresses in " + name
                        + (name.endsWith("From") ? " and no " + prefix + "Sender" : "")
                        + ": add a " + prefix + "Sender with one, or give the envelope's sender");
            }
            if (found.size() == 1) {
                return found.get(0);
            }
        }
        throw new MessageException("no sender in " + prefix + "From: add it, or give the envelope's sender");
    }

    private static List<Mailbox> mailboxes(Headers headers, String name) {
        List<Mailbox> found = new ArrayList<>();
        for (String value : headers.all(name)) {
            try {
                found.addAll(value.isEmpty() ? List.of() : Mailbox.parseList(value));
            } catch (MessageException e) {
                throw new MessageException(name + ": " + e.getMessage());
            }
        }
        return found;
    }

    private static boolean isResent(Headers.Field field) {
        return field.name().toLowerCase(Locale.ROOT).startsWith(RESENT);
    }

    /** The topmost block of resent fields: each resending puts its own before all others, each field once. */
    private static Headers lastResending(Headers headers) {
        List<Headers.Field> block = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Headers.Field field : headers.fields()) {
            boolean mine = isResent(field) && seen.add(field.name().toLowerCase(Locale.ROOT));
            if (mine) {
                block.add(field);
            } else if (!block.isEmpty()) {
                break;
            }
        }
        return Headers.of(block);
    }
}
