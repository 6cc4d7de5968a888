package dev.paloma.message;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An address list that still knows its groups (RFC 5322 §3.4): the value of From, To, Cc, Reply-To. Immutable. */
final class AddressList {
    private final List<Entry> entries;

    /**
     * One place in the list.
     *
     * @param group the group's name, or null for a single mailbox
     * @param members exactly one without a group, any number with one
     */
    record Entry(@Nullable String group, List<Mailbox> members) {
        Entry {
            members = List.copyOf(members);
        }

        static Entry of(Mailbox mailbox) {
            return new Entry(null, List.of(mailbox));
        }
    }

    private AddressList(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads an address list without line ends, obsolete forms included; empty places are left out.
     *
     * @throws AddressException where it can't be read
     */
    static AddressList parse(String text) {
        return new AddressList(new AddressParser(text).list());
    }

    static AddressList of(Collection<Mailbox> mailboxes) {
        return new AddressList(mailboxes.stream().map(Entry::of).toList());
    }

    List<Entry> entries() {
        return entries;
    }

    /** Everybody, members of groups in their places. */
    List<Mailbox> mailboxes() {
        if (entries.size() == 1) {
            return entries.get(0).members();
        }
        List<Mailbox> all = new ArrayList<>();
        entries.forEach(entry -> all.addAll(entry.members()));
        return List.copyOf(all);
    }

    /**
     * The header value in pieces that go with a space, or a fold, between them and never inside. ASCII, but for the
     * local parts of addresses that need SMTPUTF8.
     */
    List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        for (Entry entry : entries) {
            if (!tokens.isEmpty()) {
                append(tokens, ",");
            }
            if (entry.group() == null) {
                add(tokens, entry.members().get(0));
            } else {
                addGroup(tokens, entry.group(), entry.members());
            }
        }
        return tokens;
    }

    private static void addGroup(List<String> tokens, String name, List<Mailbox> members) {
        List<String> pieces = Phrase.pieces(name);
        tokens.addAll(pieces);
        if (pieces.get(pieces.size() - 1).endsWith("?=")) {
            tokens.add(":"); // RFC 2047 §5 (3): white space between an encoded word and a special
        } else {
            append(tokens, ":");
        }
        for (int i = 0; i < members.size(); i++) {
            if (i > 0) {
                append(tokens, ",");
            }
            add(tokens, members.get(i));
        }
        append(tokens, ";");
    }

    private static void add(List<String> tokens, Mailbox mailbox) {
        String name = mailbox.name();
        if (name == null) {
            tokens.add(mailbox.address());
        } else {
            tokens.addAll(Phrase.pieces(name));
            tokens.add("<" + mailbox.address() + ">");
        }
    }

    private static void append(List<String> tokens, String suffix) {
        int last = tokens.size() - 1;
        tokens.set(last, tokens.get(last) + suffix);
    }
}
