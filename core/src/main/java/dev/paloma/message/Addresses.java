package dev.paloma.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is done with several mailboxes at once. */
final class Addresses {
    private Addresses() {}

    /** Each address once, in order. */
    static List<Mailbox> distinct(Collection<Mailbox> mailboxes) {
        if (mailboxes.size() < 2) {
            return List.copyOf(mailboxes);
        }
        Set<String> seen = new HashSet<>();
        List<Mailbox> once = new ArrayList<>(mailboxes.size());
        for (Mailbox mailbox : mailboxes) {
            if (seen.add(key(mailbox))) {
                once.add(mailbox);
            }
        }
        return List.copyOf(once);
    }

    /** Equal for the same addresses, whatever the display names. */
    static String key(Mailbox mailbox) {
        return mailbox.local() + "@" + mailbox.domain().toLowerCase(Locale.ROOT);
    }
}
