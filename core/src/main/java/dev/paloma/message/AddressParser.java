package dev.paloma.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads mailboxes and address lists (RFC 5322 §3.4 and §4.4, RFC 6532 §3.2). Straight through the text, without going
 * back and without recursion; used once.
 */
final class AddressParser {
    private final AddressScanner scanner;

    AddressParser(String text) {
        this.scanner = new AddressScanner(text);
    }

    /** The whole text as one mailbox. */
    Mailbox single() {
        AddressWords words = firstWords();
        if (scanner.peek() == ':') {
            throw error("a group where one mailbox is expected, or a name with a colon that needs double quotes");
        }
        Mailbox mailbox = mailbox(words);
        requireEnd();
        return mailbox;
    }

    /** The whole text as an address without display name and angle brackets. */
    Mailbox bare() {
        AddressWords words = firstWords();
        if (scanner.peek() == '<' || scanner.peek() == ':') {
            throw error("a bare address is expected here, like ann@example.org");
        }
        Mailbox mailbox = addrSpec(words);
        requireEnd();
        return mailbox;
    }

    private AddressWords firstWords() {
        AddressWords words = new AddressWords(scanner);
        if (words.isEmpty() && scanner.peek() == AddressScanner.END) {
            throw error("no address in an empty text");
        }
        return words;
    }

    private void requireEnd() {
        if (scanner.peek() == ',') {
            throw error("more than one address where one is expected");
        }
        if (scanner.peek() != AddressScanner.END) {
            throw afterMailbox();
        }
    }

    /** The whole text as a list; commas with nothing between them are read over (RFC 5322 §4.4). */
    List<AddressList.Entry> list() {
        List<AddressList.Entry> entries = new ArrayList<>(1);
        scanner.skip();
        while (scanner.peek() != AddressScanner.END) {
            if (scanner.peek() != ',') {
                entries.add(entry());
                requireListEnd(',');
            } else {
                scanner.next();
            }
            scanner.skip();
        }
        return entries;
    }

    private AddressList.Entry entry() {
        AddressWords words = new AddressWords(scanner);
        if (scanner.peek() != ':') {
            return AddressList.Entry.of(mailbox(words));
        }
        String name = Characters.trim(words.name());
        if (name == null) {
            throw error("group without a name");
        }
        return new AddressList.Entry(name, members(words));
    }

    /** From the colon to the semicolon and the white space behind it. */
    private List<Mailbox> members(AddressWords name) {
        List<Mailbox> members = new ArrayList<>();
        scanner.next();
        scanner.skip();
        while (scanner.peek() != ';') {
            if (scanner.peek() == AddressScanner.END) {
                throw scanner.error(name.position(), "group, begun with a colon, without its ';'");
            }
            if (scanner.peek() != ',') {
                members.add(member());
                requireListEnd(';');
            } else {
                scanner.next();
            }
            scanner.skip();
        }
        scanner.next();
        scanner.skip();
        return members;
    }

    private Mailbox member() {
        AddressWords words = new AddressWords(scanner);
        if (scanner.peek() == ':') {
            throw error("group within a group");
        }
        return mailbox(words);
    }

    private void requireListEnd(char closing) {
        char c = scanner.peek();
        if (c != ',' && c != closing && c != AddressScanner.END) {
            throw afterMailbox();
        }
    }

    /** A mailbox whose words are read, and the white space behind it. */
    private Mailbox mailbox(AddressWords words) {
        if (scanner.peek() != '<') {
            Mailbox address = addrSpec(words);
            return address.named(AddressWords.decode(scanner.comment()));
        }
        Mailbox address = angleAddress();
        return address.named(words.isEmpty() ? AddressWords.decode(scanner.comment()) : words.name());
    }

    private Mailbox angleAddress() {
        int open = scanner.position();
        scanner.next();
        scanner.skip();
        if (scanner.peek() == '>') {
            throw scanner.error(open, "nothing between < and >");
        }
        if (scanner.peek() == '@' || scanner.peek() == ',') {
            skipRoute();
        }
        Mailbox address = addrSpec(new AddressWords(scanner));
        if (scanner.peek() != '>') {
            throw scanner.peek() == '@' ? afterMailbox() : scanner.error(open, "'<' without its '>'");
        }
        scanner.next();
        scanner.forgetComment();
        scanner.skip();
        return address;
    }

    /** A source route (RFC 5322 §4.4) is read and dropped, as RFC 5321 §3.6.1 and appendix C want. */
    private void skipRoute() {
        while (scanner.peek() != ':') {
            char c = scanner.peek();
            if (c != '@' && c != ',') {
                throw error("source route without the colon that ends it, or nothing before the @");
            }
            scanner.next();
            scanner.skip();
            if (c == '@') {
                domainText();
            }
        }
        scanner.next();
    }

    /** An addr-spec whose words are read, and the white space behind it. */
    private Mailbox addrSpec(AddressWords words) {
        if (scanner.peek() != '@') {
            throw withoutAt(words);
        }
        String local = words.local();
        scanner.next();
        scanner.skip();
        int start = scanner.position();
        String text = domainText();
        String domain = text.startsWith("[") ? text : domain(text, start);
        return Mailbox.assemble(local, domain, scanner.text(), words.position());
    }

    private String domain(String text, int start) {
        try {
            String domain = Domain.toAscii(text);
            if (endsInNumber(domain)) {
                throw scanner.error(start, "domain that ends in a number; an IP address goes in brackets: [192.0.2.1]");
            }
            return domain;
        } catch (AddressException e) {
            // With comments inside of the domain its places aren't those of the text.
            boolean verbatim = scanner.text().startsWith(text, start);
            throw e.input().equals(text) ? e.within(scanner.text(), verbatim ? start + e.position() : start) : e;
        }
    }

    private static boolean endsInNumber(String domain) {
        for (int i = domain.length() - 1; i >= 0 && domain.charAt(i) != '.'; i--) {
            if (domain.charAt(i) < '0' || domain.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Labels with dots between them, maybe white space around these; or a domain literal. Not checked any further. */
    private String domainText() {
        if (scanner.peek() == '[') {
            return literal();
        }
        String plain = scanner.plainDomain();
        if (plain != null) {
            return plain;
        }
        StringBuilder domain = new StringBuilder();
        boolean more = true;
        while (more) {
            if (!scanner.atAtom()) {
                throw withoutLabel(domain.isEmpty());
            }
            domain.append(scanner.atom());
            scanner.forgetComment();
            scanner.skip();
            more = scanner.peek() == '.';
            if (more) {
                domain.append('.');
                scanner.next();
                scanner.skip();
            }
        }
        return domain.toString();
    }

    private String literal() {
        int start = scanner.position();
        int end = scanner.text().indexOf(']', start);
        if (end < 0) {
            throw scanner.error(start, "'[' without its ']'");
        }
        String literal = scanner.text().substring(start, end + 1);
        String reason = DomainLiteral.complaint(literal);
        if (reason != null) {
            throw scanner.error(start, reason);
        }
        while (scanner.position() <= end) {
            scanner.next();
        }
        scanner.forgetComment();
        scanner.skip();
        return literal;
    }

    private AddressException withoutLabel(boolean first) {
        return switch (scanner.peek()) {
            case '.' -> error(first ? "dot at the beginning of the domain" : "two dots in a row in the domain");
            case '@' -> error("two @ in one address");
            default -> error(first ? "no domain after the @" : "dot at the end of the domain");
        };
    }

    private AddressException withoutAt(AddressWords words) {
        String reason = strayCharacter();
        if (words.haveCurlyQuotes()) {
            reason = "curly quotes don't quote, use \"straight\" ones";
        } else if (reason == null) {
            reason = scanner.peek() == ','
                    ? "no @ before the comma: either an address without domain, or a name that needs double quotes"
                    : "no @: an address has a local part, an @ and a domain, like ann@example.org";
        }
        return error(reason);
    }

    private AddressException afterMailbox() {
        String reason = strayCharacter();
        if (reason == null) {
            reason = "text after the address; addresses have commas between them";
        }
        return error(reason);
    }

    /** What a character means that has no place here; null for one that would have been fine. */
    private @Nullable String strayCharacter() {
        return switch (scanner.peek()) {
            case '@' -> "two @ in one address; a name or local part with an @ needs double quotes";
            case ';' -> "semicolon: addresses have commas between them";
            case ':' -> "colon outside of a group; a name with a colon needs double quotes";
            case '<' -> "'<' after an address; a name with an @ needs double quotes";
            case '>' -> "'>' without its '<'";
            case ')' -> "')' without its '('";
            case '[', ']' -> "bracket where there is no domain literal; a name with brackets needs double quotes";
            case '\\' -> "backslash outside of double quotes";
            default -> null;
        };
    }

    private AddressException error(String reason) {
        return scanner.error(scanner.position(), reason);
    }
}
