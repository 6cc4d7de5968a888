package dev.paloma.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox: an address, perhaps with a display name (RFC 5322 §3.4, RFC 6531, RFC 6532). The domain is kept in its
 * ASCII form (IDNA2008), so what is reported is what goes on the wire; the local part keeps its letters and their case.
 *
 * <p>No mailbox holds a control character, a line or paragraph separator, a text direction control or half a surrogate
 * pair, and no address U+FFFD, the trace of something that couldn't be read. Immutable, safe for use by several threads.
 */
public final class Mailbox {
    /** RFC 5321 §4.5.3.1.1, in octets as written. */
    private static final int LOCAL_LIMIT = 64;
    /** RFC 5321 §4.5.3.1.3 allows a path of 256 octets, and two of them are the angle brackets. */
    private static final int ADDRESS_LIMIT = 254;

    private final @Nullable String name;
    private final String local;
    private final String domain;
    /** Asked for with every mail, so it is put together once. */
    private final String address;

    private Mailbox(@Nullable String name, String local, String domain, String address) {
        this.name = name;
        this.local = local;
        this.domain = domain;
        this.address = address;
    }

    /**
     * Reads one mailbox: {@code ann@example.org}, {@code Ann <ann@example.org>}, {@code ann@example.org (Ann)}, and the
     * obsolete forms of RFC 5322 §4.4. An encoded word in the display name is decoded, in an address never.
     *
     * @throws AddressException if it isn't exactly one mailbox with a domain, or is longer than RFC 5321 §4.5.3.1
     *     allows: 64 octets for the local part, 254 for the address
     */
    public static Mailbox parse(String text) {
        return new AddressParser(text).single();
    }

    /**
     * Reads a list of mailboxes with commas between them; the members of groups are taken, comments and empty places
     * left out.
     *
     * @return in the order of the text, with repetitions; empty where the text names nobody
     * @throws AddressException if any of it can't be read, as {@link #parse} does
     */
    public static List<Mailbox> parseList(String text) {
        return AddressList.parse(text).mailboxes();
    }

    /**
     * A mailbox with this display name and this bare address.
     *
     * @param name any text without control characters, taken as it is but for white space around it; null or blank for
     *     none
     * @throws AddressException if the address isn't one, or the name holds a control character
     */
    public static Mailbox of(@Nullable String name, String address) {
        Mailbox bare = new AddressParser(address).bare();
        if (name == null) {
            return bare;
        }
        int at = Characters.findForbidden(name);
        if (at >= 0) {
            throw new AddressException(name, at, Characters.nameOf(name.charAt(at)) + " in a display name");
        }
        return bare.named(name);
    }

    /** Puts the parts together; the place and the text are for the complaint if it gets too long. */
    static Mailbox assemble(String local, String domain, String text, int place) {
        // What decoders put for what they can't read: it was another address, and this one may be somebody's.
        if (local.indexOf('\uFFFD') >= 0) {
            throw new AddressException(
                    text, place, "U+FFFD, which stands for something that can't be read, in the local part");
        }
        String written = Phrase.isDotAtom(local) ? local : Phrase.quote(local);
        int localLength = octets(written);
        if (localLength > LOCAL_LIMIT) {
            throw new AddressException(
                    text, place, "local part of " + localLength + " octets, " + LOCAL_LIMIT + " are allowed");
        }
        int length = localLength + 1 + domain.length();
        if (length > ADDRESS_LIMIT) {
            throw new AddressException(
                    text, place, "address of " + length + " octets, " + ADDRESS_LIMIT + " are allowed");
        }
        return new Mailbox(null, local, domain, written.concat("@").concat(domain));
    }

    /** The same address with another display name, which holds no control character but perhaps TAB. */
    Mailbox named(@Nullable String other) {
        String trimmed = Characters.trim(other);
        return Objects.equals(trimmed, name) ? this : new Mailbox(trimmed, local, domain, address);
    }

    /** The display name, decoded; null where there is none. */
    public @Nullable String name() {
        return name;
    }

    /** The local part without quoting: {@code a b} for {@code "a b"@example.org}. */
    public String local() {
        return local;
    }

    /** The domain in ASCII (A-labels, lower case where it was converted) or a domain literal with its brackets. */
    public String domain() {
        return domain;
    }

    /** The addr-spec as it goes on the wire: local part quoted where it must be, at sign, ASCII domain. */
    public String address() {
        return address;
    }

    /** Whether the local part holds letters beyond ASCII, so that only SMTPUTF8 can carry it. */
    public boolean needsUtf8() {
        return !FieldRules.isAscii(local);
    }

    /** Whether both name the same mailbox: local parts equal to the letter, domains but for case. */
    public boolean sameAddress(Mailbox other) {
        return local.equals(other.local) && domain.equalsIgnoreCase(other.domain);
    }

    /** Equal if names and local parts are equal to the letter, and domains but for case. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mailbox that && Objects.equals(name, that.name) && sameAddress(that);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, local, domain.toLowerCase(Locale.ROOT));
    }

    /** For people, and for {@link #parse}, which reads an equal mailbox from it; not encoded for a header. */
    @Override
    public String toString() {
        return name == null ? address() : Phrase.shown(name) + " <" + address() + ">";
    }

    private static int octets(String text) {
        return FieldRules.isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
