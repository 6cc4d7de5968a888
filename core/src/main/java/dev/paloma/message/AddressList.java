package dev.paloma.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Scaffold. */
final class AddressList {
    private final List<Mailbox> mailboxes;

    private AddressList(List<Mailbox> mailboxes) {
        this.mailboxes = mailboxes;
    }

    static AddressList parse(String text) {
        return new AddressList(Mailbox.parseList(text));
    }

    static AddressList of(Collection<Mailbox> mailboxes) {
        return new AddressList(List.copyOf(mailboxes));
    }

    List<Mailbox> mailboxes() {
        return mailboxes;
    }

    List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < mailboxes.size(); i++) {
            Mailbox m = mailboxes.get(i);
            String name = m.name();
            if (name != null) {
                tokens.add(name);
            }
            tokens.add((name != null ? "<" + m.address() + ">" : m.address())
                    + (i + 1 < mailboxes.size() ? "," : ""));
        }
        return tokens;
    }
}
