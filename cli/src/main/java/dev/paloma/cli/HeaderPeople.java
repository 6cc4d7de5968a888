package dev.paloma.cli;

import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.MessageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom a header names, for {@code sendmail -t}; unlike a content's own envelope it needn't name anybody. */
final class HeaderPeople {
    private final Headers block;
    private final String prefix;

    HeaderPeople(Headers headers) {
        boolean resent = headers.fields().stream().anyMatch(HeaderPeople::isResent);
        prefix = resent ? "Resent-" : "";
        block = resent ? lastResending(headers) : headers;
    }

    /**
     * To, Cc and Bcc, or those of the last resending where there was one (RFC 5322 §3.6.6).
     *
     * @throws Trouble if one can't be read
     */
    List<Mailbox> recipients() {
        List<Mailbox> found = new ArrayList<>();
        for (String name : List.of("To", "Cc", "Bcc")) {
            for (String value : block.all(prefix + name)) {
                found.addAll(mailboxes(prefix + name, value));
            }
        }
        return found;
    }

    /** The one who sends it; null where that can't be said. */
    @Nullable
    Mailbox sender() {
        for (String name : List.of("Sender", "From")) {
            String value = block.get(prefix + name);
            try {
                List<Mailbox> named = value == null ? List.of() : mailboxes(prefix + name, value);
                if (named.size() == 1) {
                    return named.get(0);
                }
            } catch (Trouble e) {
                return null; // the field stays as it is, somebody else may understand it
            }
        }
        return null;
    }

    private static List<Mailbox> mailboxes(String name, String value) {
        try {
            return value.isBlank() ? List.of() : Mailbox.parseList(value);
        } catch (MessageException e) {
            throw Trouble.invalid(name + ": " + e.getMessage() + "; nothing was sent", e);
        }
    }

    private static boolean isResent(Headers.Field field) {
        return field.name().toLowerCase(Locale.ROOT).startsWith("resent-");
    }

    private static Headers lastResending(Headers headers) {
        List<Headers.Field> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Headers.Field field : headers.fields()) {
            boolean mine = isResent(field) && seen.add(field.name().toLowerCase(Locale.ROOT));
            if (mine) {
                found.add(field);
            } else if (!found.isEmpty()) {
                break;
            }
        }
        return Headers.of(found);
    }
}
