package dev.paloma.message;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in their order; names compare without case, duplicates stay (RFC 5322 §2.2). Immutable and safe for use
 * by several threads.
 *
 * <p>Values are raw: what stands on the wire but for line ends. Methods that take a value take any text; if it isn't
 * ASCII it is encoded as the field allows (RFC 2047, RFC 2231), and ASCII is kept as it is, encoded words included.
 * White space around a value isn't part of it. They throw {@link MessageException} if the name isn't printable ASCII
 * without colon, or is longer than 75; if the value holds CR, LF, NUL, another C0 control but TAB, DEL or half a
 * surrogate pair; or if a value that can't be encoded, such as an identifier, isn't ASCII or has over 900 characters
 * without white space.
 */
public final class Headers {
    private static final Headers EMPTY = new Headers(List.of());

    private final List<Field> fields;

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    /**
     * One field. Equal to another if the values are the same and the names differ at most in case.
     *
     * @param name as written
     * @param value raw and unfolded: without line ends, encoded words left as they are
     */
    public record Field(String name, String value) {
        /**
         * @throws MessageException if the name or the value could not stand in a header; the value isn't encoded here
         */
        public Field {
            String fault = FieldRules.nameFault(name);
            if (fault != null) {
                throw new MessageException(fault);
            }
            fault = FieldRules.valueFault(value);
            if (fault != null) {
                throw new MessageException(name + ": " + fault);
            }
            value = FieldRules.trim(value);
        }

        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Field field && field.is(name) && field.value.equals(value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name.toLowerCase(Locale.ROOT), value);
        }

        @Override
        public String toString() {
            return name + ": " + value;
        }
    }

    /** No field at all. */
    public static Headers empty() {
        return EMPTY;
    }

    /** These fields in this order. */
    public static Headers of(Collection<Field> fields) {
        return new Headers(List.copyOf(fields));
    }

    /**
     * Reads a header up to its end or its empty line; line ends may be CRLF or LF, continuation lines are unfolded.
     *
     * @throws MessageException with the line's number and what is wrong with it
     */
    public static Headers parse(String text) {
        return of(HeaderParser.strict(text));
    }

    /** All fields in their order. */
    public List<Field> fields() {
        return fields;
    }

    /** The first field's value, unfolded and trimmed; null where there is none. */
    public @Nullable String get(String name) {
        int at = indexOf(name);
        return at < 0 ? null : fields.get(at).value();
    }

    /**
     * The first field's value with its encoded words read (RFC 2047); null where there is no such field. For people: an
     * encoded word may hold anything, line ends and commas too.
     */
    public @Nullable String text(String name) {
        String value = get(name);
        return value == null ? null : decode(value);
    }

    /** The values of all fields of this name, in their order; empty where there is none. */
    public List<String> all(String name) {
        return fields.stream().filter(f -> f.is(name)).map(Field::value).toList();
    }

    /** Whether there is a field of this name. */
    public boolean contains(String name) {
        return indexOf(name) >= 0;
    }

    /** With this field in the place of the first of its name, any others of it gone; at the end if there was none. */
    public Headers with(String name, String value) {
        return with(field(name, value));
    }

    /** The same with mailboxes as value: with commas between them, names quoted or encoded where they must be. */
    public Headers with(String name, Collection<Mailbox> mailboxes) {
        return with(new Field(name, join(mailboxes)));
    }

    /** The same with a date as value, in the zone it has (RFC 5322 §3.3): for Date and Resent-Date. */
    public Headers with(String name, ZonedDateTime date) {
        return with(new Field(name, DateField.format(date.toOffsetDateTime())));
    }

    private Headers with(Field field) {
        int at = indexOf(field.name());
        if (at < 0) {
            return joined(fields, List.of(field));
        }
        List<Field> others = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            if (i == at) {
                others.add(field);
            } else if (!fields.get(i).is(field.name())) {
                others.add(fields.get(i));
            }
        }
        return of(others);
    }

    /** Without any field of this name. */
    public Headers without(String name) {
        return of(fields.stream().filter(f -> !f.is(name)).toList());
    }

    /** With one more field before all others. */
    public Headers prepend(String name, String value) {
        return joined(List.of(field(name, value)), fields);
    }

    /** With one more field behind all others. */
    public Headers append(String name, String value) {
        return joined(fields, List.of(field(name, value)));
    }

    /** These fields, and then those. */
    public Headers append(Headers others) {
        return joined(fields, others.fields);
    }

    /**
     * Writes the fields folded, without the empty line: lines of at most 76 octets where white space allows it, never
     * over 998. What a parsed header holds beyond ASCII is encoded; addresses and identifiers stay UTF-8. Bcc is written
     * like any other field.
     *
     * @throws MessageException if a field that can't be encoded has a word too long for a line, or an address field with
     *     text beyond ASCII can't be read
     */
    public void writeTo(Sink sink) throws IOException {
        for (Field field : fields) {
            FieldWriter.unstructured(sink, field.name(), FieldRules.written(field.name(), field.value()));
        }
    }

    /**
     * Text as a header value (RFC 2047): words that are plain ASCII stay, the others become encoded words of at most 75
     * characters in UTF-8, none of which ends inside a character. {@link #decode} gives back every letter and space;
     * therefore ASCII too is encoded if it looks like an encoded word, is white space at the ends, or is too long for a
     * line.
     *
     * @throws MessageException only at half a surrogate pair, since that is no text
     */
    public static String encode(String text) {
        return EncodedWords.unstructured(wellFormed(text), EncodedWords.ANY_COLUMN);
    }

    /** A display name as atoms and encoded words, each of which may stand on a line of its own. */
    static String encodePhrase(String name) {
        return EncodedWords.phrase(wellFormed(name));
    }

    /**
     * A header value as text (RFC 2047, RFC 2231 §5): encoded words read in any charset of this JDK, white space between
     * two of them dropped; those that can't be read are left as they are.
     */
    public static String decode(String value) {
        return WordDecoder.decode(value);
    }

    /** Mailboxes as the value of an address field; local parts beyond ASCII stay UTF-8. */
    static String join(Collection<Mailbox> mailboxes) {
        List<String> written = new ArrayList<>(mailboxes.size());
        for (Mailbox mailbox : mailboxes) {
            String name = mailbox.name();
            written.add(
                    name == null
                            ? mailbox.address()
                            : String.join(" ", Phrase.pieces(name)) + " <" + mailbox.address() + ">");
        }
        return String.join(", ", written);
    }

    private static String wellFormed(String text) {
        int at = FieldRules.loneSurrogate(text);
        if (at >= 0) {
            throw new MessageException(FieldRules.nameOf(text.charAt(at)) + " at position " + (at + 1));
        }
        return text;
    }

    private static Field field(String name, String text) {
        String fault = FieldRules.nameFault(name);
        if (fault != null) {
            throw new MessageException(fault);
        }
        return new Field(name, FieldRules.raw(name, text));
    }

    private static Headers joined(List<Field> first, List<Field> second) {
        List<Field> all = new ArrayList<>(first.size() + second.size());
        all.addAll(first);
        all.addAll(second);
        return of(all);
    }

    private int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).is(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers && headers.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** One field a line, unfolded. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        fields.forEach(f -> text.append(f).append('\n'));
        return text.toString();
    }
}
