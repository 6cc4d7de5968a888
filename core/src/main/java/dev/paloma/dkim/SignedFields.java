package dev.paloma.dkim;

import dev.paloma.message.MessageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which fields are signed (RFC 6376 §5.4). Those that people are shown or programs go by are signed once more than they
 * occur, so that nobody can add another (§8.15); those that others rightly add on the way only as often as they occur.
 */
final class SignedFields {
    /** A mail has a field of a kind once, or few times; more can only be meant to make work. */
    private static final int MOST = 1000;

    private static final List<String> CLOSED = List.of(
            "From",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            "Sender",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding");

    private static final List<String> OPEN = List.of(
            "Resent-Date",
            "Resent-From",
            "Resent-Sender",
            "Resent-To",
            "Resent-Cc",
            "Resent-Message-ID",
            "List-Id",
            "List-Help",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "List-Subscribe",
            "List-Post",
            "List-Owner",
            "List-Archive",
            "Content-ID",
            "Content-Description",
            "Content-Disposition",
            "Content-Language",
            "Auto-Submitted",
            "Feedback-ID");

    /** What is taken away, added or changed on the way, so that a signature over it would break. */
    private static final Set<String> NEVER = Set.of(
            "bcc",
            "resent-bcc",
            "return-path",
            "received",
            "delivered-to",
            "dkim-signature",
            "authentication-results",
            "received-spf",
            "arc-seal",
            "arc-message-signature",
            "arc-authentication-results");

    private SignedFields() {}

    /**
     * Looks at a name that a caller wants signed.
     *
     * @throws IllegalArgumentException if it is no name, or one of a field that changes on the way
     */
    static void check(String name) {
        boolean valid = !name.isEmpty() && name.length() <= 75;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            valid &= c > ' ' && c < 0x7F && c != ':' && c != ';'; // a semicolon would end h= (§2.11)
        }
        if (!valid) {
            throw new IllegalArgumentException("a field to sign needs a name of printable ASCII without colon and"
                    + " semicolon, at most 75 characters");
        }
        if (NEVER.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(name + " changes on the way, so it can't be signed");
        }
    }

    /**
     * The names for h=, each as often as it is signed.
     *
     * @param further closed ones besides the usual
     * @throws MessageException without From, or with more fields than anybody needs
     */
    static List<String> of(HeaderFields fields, Collection<String> further) {
        if (fields.count("From") == 0) {
            throw new MessageException("DKIM signs From (RFC 6376 §5.4), and the mail has none");
        }
        List<String> names = new ArrayList<>();
        CLOSED.forEach(name -> add(names, name, fields.count(name) + 1));
        further.stream().filter(name -> !isIn(CLOSED, name)).forEach(name -> add(names, name, fields.count(name) + 1));
        OPEN.stream().filter(name -> !isIn(further, name)).forEach(name -> add(names, name, fields.count(name)));
        return names;
    }

    static boolean isIn(Collection<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static void add(List<String> names, String name, int times) {
        if (names.size() + times > MOST) {
            throw new MessageException("over " + MOST + " header fields to sign");
        }
        for (int i = 0; i < times; i++) {
            names.add(name);
        }
    }
}
