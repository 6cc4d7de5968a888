package dev.paloma.message;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Addresses: what is read is printable, within its limits, and is read the same when it is written. */
public final class AddressTarget {
    private AddressTarget() {}

    public static void run(Input input) {
        boolean named = input.choice(4) == 0;
        String name = named ? input.text() : "";
        String text = input.restAsText();
        checkList(text);
        checkSingle(text);
        checkDomain(text);
        if (named) {
            checkNamed(name, text);
        }
    }

    private static void checkList(String text) {
        AddressList list;
        try {
            list = AddressList.parse(text);
        } catch (AddressException e) {
            check(e, text);
            return;
        }
        List<Mailbox> mailboxes = list.mailboxes();
        Claim.equal(Mailbox.parseList(text), mailboxes, "front door");
        mailboxes.forEach(AddressTarget::check);
        List<String> tokens = list.tokens();
        boolean utf8 = mailboxes.stream().anyMatch(Mailbox::needsUtf8);
        for (String token : tokens) {
            Claim.that(!token.isEmpty() && Characters.findForbidden(token) < 0, "token");
            Claim.that(utf8 || FieldRules.isAscii(token), "a token beyond ASCII without need");
            Claim.that(token.length() < 600, "a token without end");
        }
        Claim.equal(Mailbox.parseList(String.join(" ", tokens)), mailboxes, "as a header has it");
        Claim.equal(AddressList.parse(String.join(" ", tokens)).tokens(), tokens, "written again");
        Claim.equal(Mailbox.parseList(Headers.join(mailboxes)), mailboxes, "joined");
    }

    private static void checkSingle(String text) {
        try {
            Mailbox mailbox = Mailbox.parse(text);
            Claim.equal(Mailbox.parseList(text), List.of(mailbox), "as a list");
        } catch (AddressException e) {
            check(e, text);
        }
    }

    private static void checkNamed(String name, String address) {
        try {
            Mailbox mailbox = Mailbox.of(name, address);
            check(mailbox);
            String kept = mailbox.name();
            Claim.equal(kept == null ? "" : kept, name.replace('\t', ' ').strip(), "display name");
        } catch (AddressException e) {
            Claim.oneLine(e.getMessage(), "exception");
        }
    }

    private static void check(Mailbox mailbox) {
        Claim.oneLine(mailbox.toString(), "mailbox");
        Claim.that(Characters.findForbidden(mailbox.toString()) < 0, "a forbidden character");
        Claim.that(mailbox.domain().chars().allMatch(c -> c > ' ' && c < 0x7F), "domain " + mailbox.domain());
        Claim.that(!mailbox.domain().isEmpty() && mailbox.address().indexOf('@') > 0, "half an address");
        Claim.equal(Mailbox.parse(mailbox.toString()), mailbox, "read again");
        Claim.equal(Mailbox.parse(mailbox.address()), Mailbox.of(null, mailbox.address()), "bare");
        Claim.that(Mailbox.of(mailbox.name(), mailbox.address()).equals(mailbox), "put together again");
        Claim.that(mailbox.address().getBytes(StandardCharsets.UTF_8).length <= 254, "too long an address");
    }

    private static void checkDomain(String text) {
        try {
            String ascii = Domain.toAscii(text);
            Claim.equal(Domain.toAscii(ascii), ascii, "ASCII domain");
            Claim.that(ascii.length() <= 253 && ascii.matches("[A-Za-z0-9.-]+"), "domain " + ascii);
            Claim.equal(
                    Domain.toAscii(Domain.toUnicode(ascii)).toLowerCase(Locale.ROOT),
                    ascii.toLowerCase(Locale.ROOT),
                    "domain in letters");
        } catch (AddressException e) {
            check(e, text);
        }
    }

    private static void check(AddressException e, String text) {
        Claim.oneLine(e.getMessage(), "exception");
        Claim.that(String.valueOf(e.getMessage()).length() < 1200, "a long story");
        Claim.equal(e.input(), text, "input");
        Claim.that(e.position() >= 0 && e.position() <= text.length(), "position " + e.position());
    }
}
