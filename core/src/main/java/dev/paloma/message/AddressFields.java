package dev.paloma.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The originator and destination fields of a message being built, and the envelope that follows from them. Every mail passes
 * here, so loops have no iterators, and lists are copied only where they grow.
 */
final class AddressFields {
    final Field from = new Field();
    final Field replyTo = new Field();
    final Field to = new Field();
    final Field cc = new Field();
    final Field bcc = new Field();

    @Nullable
    Mailbox sender;

    private @Nullable List<Mailbox> recipients;
    private @Nullable Mailbox envelopeSender;
    private boolean envelopeSenderGiven;

    /** One field, which grows with each list added to it; groups stay groups. */
    static final class Field {
        private List<AddressList> lists = List.of();
        private List<Mailbox> mailboxes = List.of();

        void add(String[] texts) {
            for (String text : texts) {
                add(AddressList.parse(text));
            }
        }

        void add(Mailbox[] given) {
            if (given.length > 0) {
                add(AddressList.of(List.of(given)));
            }
        }

        /** Most fields get one list, which is then kept as it is. */
        private void add(AddressList list) {
            if (lists.isEmpty()) {
                lists = List.of(list);
                mailboxes = list.mailboxes();
                return;
            }
            if (lists.size() == 1) {
                lists = new ArrayList<>(lists);
                mailboxes = new ArrayList<>(mailboxes);
            }
            lists.add(list);
            mailboxes.addAll(list.mailboxes());
        }

        /** Everybody so far; grows with the field. */
        List<Mailbox> mailboxes() {
            return mailboxes;
        }

        void writeTo(Sink sink, String name) throws IOException {
            List<String> all = List.of();
            for (int i = 0; i < lists.size(); i++) {
                all = join(all, lists.get(i).tokens());
            }
            if (!all.isEmpty()) {
                FieldWriter.write(sink, name, all);
            }
        }

        private static List<String> join(List<String> before, List<String> after) {
            if (before.isEmpty() || after.isEmpty()) {
                return before.isEmpty() ? after : before;
            }
            int last = before.size() - 1;
            before.set(last, before.get(last) + ",");
            before.addAll(after);
            return before;
        }
    }

    void envelopeSender(@Nullable Mailbox mailbox) {
        envelopeSender = mailbox;
        envelopeSenderGiven = true;
    }

    void recipients(Collection<Mailbox> given) {
        recipients = List.copyOf(given);
    }

    /** From as it is written: where nobody is named as author, whoever sends it is. */
    private Field authors() {
        Mailbox sends = sender == null ? envelopeSender : sender;
        if (sends == null || !from.mailboxes().isEmpty()) {
            return from;
        }
        Field alone = new Field();
        alone.add(new Mailbox[] {sends});
        return alone;
    }

    private Mailbox firstAuthor() {
        return authors().mailboxes().get(0);
    }

    /** The domain Message-IDs are made in. */
    String domain() {
        return firstAuthor().domain();
    }

    /** @throws MessageException unless there is a From, and one sender among several */
    void check() {
        int authors = authors().mailboxes().size();
        if (authors == 0) {
            throw new MessageException("From is missing: say who the message is from");
        }
        if (authors > 1 && sender == null) {
            throw new MessageException("several From mailboxes need a Sender (RFC 5322 section 3.6.2)");
        }
    }

    void writeTo(Sink sink) throws IOException {
        authors().writeTo(sink, "From");
        // RFC 5322 §3.6.2: Sender is left out where it says the same as From.
        if (sender != null && (from.mailboxes().size() > 1 || !sender.sameAddress(firstAuthor()))) {
            FieldWriter.write(sink, "Sender", AddressList.of(List.of(sender)).tokens());
        }
        replyTo.writeTo(sink, "Reply-To");
        to.writeTo(sink, "To");
        cc.writeTo(sink, "Cc");
    }

    /** Whether an address in the header needs UTF-8; Bcc isn't written. */
    boolean utf8() {
        return (sender != null && sender.needsUtf8()) || utf8(authors()) || utf8(replyTo) || utf8(to) || utf8(cc);
    }

    private static boolean utf8(Field field) {
        for (int i = 0; i < field.mailboxes().size(); i++) {
            if (field.mailboxes().get(i).needsUtf8()) {
                return true;
            }
        }
        return false;
    }

    /** Null where there is no recipient. */
    @Nullable
    Envelope envelope() {
        List<Mailbox> all = recipients == null ? everybody() : recipients;
        Mailbox derived = sender == null ? firstAuthor() : sender;
        return all.isEmpty() ? null : Envelope.of(envelopeSenderGiven ? envelopeSender : derived, all);
    }

    private List<Mailbox> everybody() {
        if (cc.mailboxes().isEmpty() && bcc.mailboxes().isEmpty()) {
            return to.mailboxes();
        }
        List<Mailbox> all = new ArrayList<>(to.mailboxes());
        all.addAll(cc.mailboxes());
        all.addAll(bcc.mailboxes());
        return all;
    }
}
