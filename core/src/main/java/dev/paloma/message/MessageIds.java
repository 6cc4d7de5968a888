package dev.paloma.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Message-IDs, and the thread they make (RFC 5322 §3.6.4). Each stands with its angle brackets. */
final class MessageIds {
    /** Enough for any reader to find the thread; without a bound a long talk outgrows every limit on headers. */
    private static final int MOST = 20;

    private MessageIds() {}

    /** Time and chance before the at sign, nothing of this machine after it. */
    static String create(Instant now, RandomGenerator random, String domain) {
        // A domain literal may hold what no id may; what it names is nobody's business either.
        String right = domain.startsWith("[") ? "localhost.invalid" : domain;
        StringBuilder id = new StringBuilder(34 + right.length()).append('<');
        base36(now.toEpochMilli(), id);
        base36(random.nextLong(), id.append('.'));
        return id.append('@').append(right).append('>').toString();
    }

    /** The last digit first, which nobody minds and saves turning it round. */
    private static void base36(long number, StringBuilder out) {
        long rest = number;
        do {
            out.append(Character.forDigit((int) Long.remainderUnsigned(rest, 36), 36));
            rest = Long.divideUnsigned(rest, 36);
        } while (rest != 0);
    }

    /** An id that a caller gives, with or without brackets. */
    static String check(String id) {
        boolean bracketed = id.length() > 2 && id.startsWith("<") && id.endsWith(">");
        String bare = Checks.id("Message-ID", bracketed ? id.substring(1, id.length() - 1) : id);
        int at = bare.indexOf('@');
        if (at < 0 || !Phrase.isDotAtom(bare.substring(0, at)) || !isRight(bare.substring(at + 1))) {
            throw new MessageException("a Message-ID is like left.part@example.org, of words with single dots between"
                    + " them, not " + FieldRules.shown(id));
        }
        return "<" + bare + ">";
    }

    /** What stands behind the at sign (RFC 5322 §3.6.4): as a domain, or anything in square brackets. */
    private static boolean isRight(String text) {
        boolean literal = text.startsWith("[") && text.endsWith("]");
        return literal
                ? text.chars().noneMatch(c -> c == '\\')
                        && text.lastIndexOf('[') == 0
                        && text.indexOf(']') == text.length() - 1
                : Phrase.isDotAtom(text);
    }

    /** The ids in a field that came from outside; what isn't one is passed over. */
    static List<String> read(@Nullable String value) {
        List<String> ids = new ArrayList<>();
        int start = -1;
        for (int i = 0; value != null && i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '<') {
                start = i;
            } else if (c == '>' && start >= 0) {
                if (i > start + 1) {
                    ids.add(value.substring(start, i + 1));
                }
                start = -1;
            } else if (c <= ' ' || c >= 0x7F || i - start > 250) {
                start = -1;
            }
        }
        return ids;
    }

    /** References for an answer to this: the thread's beginning, its latest members and the message itself. */
    static List<String> references(Headers original) {
        List<String> thread = read(original.get("References"));
        List<String> parent = read(original.get("In-Reply-To"));
        if (thread.isEmpty() && parent.size() == 1) {
            thread = parent;
        }
        List<String> self = read(original.get("Message-ID"));
        Set<String> once = new LinkedHashSet<>(thread);
        if (!self.isEmpty()) {
            once.remove(self.get(0));
            once.add(self.get(0));
        }
        List<String> all = new ArrayList<>(once);
        if (all.size() > MOST) {
            all.subList(1, all.size() - MOST + 1).clear();
        }
        return all;
    }
}
