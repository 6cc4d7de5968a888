package dev.paloma.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox: an address, perhaps with a display name (RFC 5322 §3.4, RFC 6531, RFC 6532). The domain is kept in its
 * ASCII form (IDNA2008), so what is reported is what goes on the wire; the local part keeps its letters.
 */
public final class Mailbox {
    private Mailbox() {}

    /** Reads one mailbox: {@code ann@example.org}, {@code Ann <ann@example.org>}, and the obsolete forms. */
    public static Mailbox parse(String text) {
        throw new UnsupportedOperationException();
    }

    /** Reads a list of mailboxes; the members of groups are taken, comments and empty places left out. */
    public static List<Mailbox> parseList(String text) {
        throw new UnsupportedOperationException();
    }

    /** A mailbox with this display name, any text without control characters (may be null), and this bare address. */
    public static Mailbox of(@Nullable String name, String address) {
        throw new UnsupportedOperationException();
    }

    /** The display name, decoded; null where there is none. */
    public @Nullable String name() {
        throw new UnsupportedOperationException();
    }

    /** The local part without quoting: {@code a b} for {@code "a b"@example.org}. */
    public String local() {
        throw new UnsupportedOperationException();
    }

    /** The domain in ASCII (A-labels, lower case where it was converted) or a domain literal with its brackets. */
    public String domain() {
        throw new UnsupportedOperationException();
    }

    /** The addr-spec as it goes on the wire: local part quoted where it must be, at sign, ASCII domain. */
    public String address() {
        throw new UnsupportedOperationException();
    }

    /** Whether the local part holds letters beyond ASCII, so that only SMTPUTF8 can carry it. */
    public boolean needsUtf8() {
        throw new UnsupportedOperationException();
    }

    /** Whether both name the same mailbox: local parts equal to the letter, domains but for case. */
    public boolean sameAddress(Mailbox other) {
        throw new UnsupportedOperationException();
    }
}
