package dev.paloma.jakarta;

import dev.paloma.message.Mailbox;
import dev.paloma.message.MessageException;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whom a mail is to go to, as Jakarta Mail gives them, and as the envelope takes them: each once, groups resolved. */
final class Recipients {
    /** Where it can't be said to any server. */
    static final int UNFIT = -1;

    private final List<InternetAddress> given = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private final Map<Integer, String> faults = new HashMap<>();
    private final Map<String, Integer> known = new HashMap<>();

    /**
     * @throws SendFailedException if there is none
     * @throws MessagingException if one is no {@link InternetAddress}
     */
    static Recipients of(Address[] addresses) throws MessagingException {
        Recipients recipients = new Recipients();
        for (Address address : addresses) {
            if (!(address instanceof InternetAddress internet)) {
                throw new MessagingException(address + " isn't an InternetAddress");
            }
            if (internet.isGroup()) {
                recipients.addMembers(internet);
            } else {
                recipients.add(internet);
            }
        }
        if (recipients.given.isEmpty()) {
            throw new SendFailedException("no recipient addresses");
        }
        return recipients;
    }

    private void addMembers(InternetAddress group) {
        try {
            InternetAddress[] members = group.getGroup(true);
            for (InternetAddress member : members == null ? new InternetAddress[0] : members) {
                add(member);
            }
        } catch (AddressException e) {
            given.add(group);
            addUnfit("the group can't be read: " + e.getMessage());
        }
    }

    private void addUnfit(String fault) {
        faults.put(places.size(), fault);
        places.add(UNFIT);
    }

    private void add(InternetAddress address) {
        given.add(address);
        try {
            Mailbox mailbox = mailbox(address);
            String key = mailbox.local() + "@" + mailbox.domain().toLowerCase(Locale.ROOT);
            int place = known.computeIfAbsent(key, one -> {
                mailboxes.add(mailbox);
                return mailboxes.size() - 1;
            });
            places.add(place);
        } catch (MessageException e) {
            addUnfit(String.valueOf(e.getMessage()));
        }
    }

    /**
     * @throws MessageException if it can't be said to a server
     */
    static Mailbox mailbox(InternetAddress address) {
        String text = address.getAddress();
        return Mailbox.of(null, text == null ? "" : text);
    }

    int size() {
        return given.size();
    }

    InternetAddress given(int index) {
        return given.get(index);
    }

    /** Its place in {@link #mailboxes}, or {@link #UNFIT}. */
    int place(int index) {
        return places.get(index);
    }

    /** Why it is unfit. */
    String fault(int index) {
        return faults.getOrDefault(index, "");
    }

    boolean hasUnfit() {
        return !faults.isEmpty();
    }

    List<Mailbox> mailboxes() {
        return mailboxes;
    }
}
