package dev.paloma.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a ready-made message that hold octets beyond ASCII, by their number, and what they are in ASCII
 * (RFC 2047, RFC 2231) if that can be said.
 */
final class RawFields {
    /** Longest field that is encoded, and what all of them may take. */
    private static final int LONGEST = 1 << 20;

    private static final int MOST = 1 << 24;
    /** What old programs write who don't say it: ISO 8859-1 with quotation marks and the euro sign. */
    private static final Charset OLD = Charset.forName("windows-1252");

    private final Map<Integer, Raw> found = new HashMap<>();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private String name = "";
    private int entity;
    private boolean ascii = true;
    private long kept;
    private boolean foreign;
    private boolean mustBeUtf8;

    private static final class Raw {
        private final String name;
        private final int entity;
        private final boolean utf8;
        /** The whole field with its line end; null if it can't be encoded. */
        private final byte @Nullable [] encoded;

        Raw(String name, int entity, boolean utf8, byte @Nullable [] encoded) {
            this.name = name;
            this.entity = entity;
            this.utf8 = utf8;
            this.encoded = encoded;
        }
    }

    /** Takes a piece of a field; all of one field before the next. */
    void add(int ofEntity, String field, LinePieces piece) {
        name = field;
        entity = ofEntity;
        for (int i = 0; i < piece.length(); i++) {
            ascii &= piece.at(i) >= 0;
            if (octets.size() <= LONGEST) {
                octets.write(piece.at(i));
            }
        }
        if (piece.end() != LinePieces.End.NONE) {
            octets.write('\n');
        }
    }

    /** The field that passed by is whole. */
    void end(int number) {
        if (!ascii) {
            byte[] raw = octets.toByteArray();
            boolean whole = raw.length <= LONGEST;
            byte[] encoded = whole ? encoded(raw) : null;
            kept += encoded == null ? 0 : encoded.length;
            found.put(number, new Raw(name, entity, whole && isUtf8(raw), kept > MOST ? null : encoded));
        }
        octets.reset();
        ascii = true;
    }

    /**
     * What it comes to when all have passed by.
     *
     * @param signed whether a signature at the top covers all fields
     * @param sealed whether one inside, or a key, covers all but those at the top
     * @return what else the body must be able to hold
     * @throws MessageException if a field at the top is neither UTF-8 nor can be encoded
     */
    Form.Body settle(boolean signed, boolean sealed) {
        found.replaceAll((number, raw) ->
                signed || (sealed && raw.entity > 0) ? new Raw(raw.name, raw.entity, raw.utf8, null) : raw);
        Form.Body body = Form.Body.SEVEN_BIT;
        for (Raw raw : found.values()) {
            boolean fixed = raw.encoded == null;
            if (fixed && !raw.utf8 && raw.entity == 0) {
                throw new MessageException("the field " + FieldRules.shown(raw.name) + " isn't UTF-8, and "
                        + (signed ? "a signature covers it" : "what it holds can't be encoded")
                        + ": write it in ASCII");
            }
            // Further down it is a fault of others, and travels like a body.
            body = fixed && !raw.utf8 ? Form.Body.EIGHT_BIT : body;
            mustBeUtf8 |= fixed && raw.utf8;
            foreign |= !raw.utf8;
        }
        return body;
    }

    /** Whether SMTPUTF8 is needed where it is offered, or where it isn't. */
    boolean needUtf8(boolean offered) {
        return staysUtf8(offered) ? !found.isEmpty() : mustBeUtf8;
    }

    /** Whether any is written in another form than it has. */
    boolean areEncoded(boolean utf8) {
        return !found.isEmpty() && !staysUtf8(utf8);
    }

    /** What is written in the place of this field; null for itself. */
    byte @Nullable [] encoded(int number, boolean utf8) {
        Raw raw = staysUtf8(utf8) ? null : found.get(number);
        return raw == null ? null : raw.encoded;
    }

    /** SMTPUTF8 is for UTF-8 alone (RFC 6532 §3.2). */
    private boolean staysUtf8(boolean offered) {
        return offered && !foreign;
    }

    private static byte @Nullable [] encoded(byte[] raw) {
        List<Headers.Field> read = HeaderParser.lenient(text(raw));
        if (read.size() != 1) {
            return null;
        }
        Headers.Field field = read.get(0);
        MemorySink sink = new MemorySink();
        try {
            // Lines can only be held against a boundary in octets.
            String boundary = Parameters.parse(field.value()).getOrDefault("boundary", "");
            String value = FieldRules.written(field.name(), field.value());
            if (!FieldRules.isAscii(value) || (field.is("Content-Type") && !FieldRules.isAscii(boundary))) {
                return null;
            }
            FieldWriter.unstructured(sink, field.name(), value);
            return sink.octets();
        } catch (MessageException e) {
            return null;
        } catch (IOException e) {
            throw new AssertionError("memory doesn't fail", e);
        }
    }

    private static boolean isUtf8(byte[] octets) {
        return utf8(octets, 0, octets.length) != null;
    }

    private static @Nullable CharSequence utf8(byte[] octets, int start, int end) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, start, end - start));
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Header lines as text: those that aren't UTF-8 as what old programs write, whatever stands in the others. */
    static String text(byte[] octets) {
        StringBuilder text = new StringBuilder(octets.length);
        for (int start = 0; start < octets.length; ) {
            int end = start;
            while (end < octets.length && octets[end++] != '\n') {} // up to LF, or to the end
            CharSequence line = utf8(octets, start, end);
            text.append(line == null ? new String(octets, start, end - start, OLD) : line);
            start = end;
        }
        return text.toString();
    }
}
