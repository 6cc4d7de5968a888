package dev.paloma.dkim;

import dev.paloma.dkim.DkimSigner.Canonicalization;
import dev.paloma.message.MessageException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields of a header as they are written, to the octet; and how they are put for signing (RFC 6376 §3.4). */
final class HeaderFields {
    private final byte[] header;
    /** By name in lower case, from top to bottom. */
    private final Map<String, List<Field>> fields = new HashMap<>();

    /**
     * Where a field stands.
     *
     * @param start of its name
     * @param colon behind its name
     * @param end behind its line end
     */
    private record Field(int start, int colon, int end) {}

    /**
     * @param header lines that end in CRLF, without the empty one
     * @throws MessageException if a line belongs to no field: who checks a signature could take it for something else
     */
    HeaderFields(byte[] header) {
        this.header = header;
        int line = 1;
        for (int start = 0; start < header.length; line++) {
            int colon = colon(start);
            if (colon < 0) {
                throw new MessageException("header line " + line + " is no field, so the mail can't be signed");
            }
            int end = lineEnd(start);
            while (end < header.length && isSpace(header[end])) {
                end = lineEnd(end);
                line++;
            }
            fields.computeIfAbsent(name(start, colon), name -> new ArrayList<>(1))
                    .add(new Field(start, colon, end));
            start = end;
        }
    }

    /** The colon's place in the line that begins here; -1 if no name stands before it (RFC 5322 §2.2, §4.5). */
    private int colon(int start) {
        int end = start;
        while (end < header.length && header[end] > ' ' && header[end] != 0x7F && header[end] != ':') {
            end++;
        }
        int colon = end;
        while (colon < header.length && isSpace(header[colon])) {
            colon++;
        }
        return end > start && colon < header.length && header[colon] == ':' ? colon : -1;
    }

    private int lineEnd(int start) {
        for (int i = start + 1; i < header.length; i++) {
            if (header[i] == '\n' && header[i - 1] == '\r') {
                return i + 1;
            }
        }
        return header.length;
    }

    private String name(int start, int colon) {
        return new String(header, start, colon - start, StandardCharsets.US_ASCII)
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /** How many fields have this name. */
    int count(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).size();
    }

    /** Writes the field of this name that is so many places above the last one; nothing if there is none (§3.5, h=). */
    void write(String name, int above, Canonicalization how, ByteArrayOutputStream out) {
        List<Field> named = fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        if (above >= named.size()) {
            return;
        }
        Field field = named.get(named.size() - 1 - above);
        if (how == Canonicalization.SIMPLE) {
            out.write(header, field.start(), field.end() - field.start());
        } else {
            relaxed(header, field, out);
            out.write('\r');
            out.write('\n');
        }
    }

    /** Writes the signature's own field, which is signed without its line end (§3.7). */
    static void writeLast(byte[] field, Canonicalization how, ByteArrayOutputStream out) {
        if (how == Canonicalization.SIMPLE) {
            out.write(field, 0, field.length);
        } else {
            int colon = 0;
            while (field[colon] != ':') {
                colon++;
            }
            relaxed(field, new Field(0, colon, field.length), out);
        }
    }

    /** Name in lower case, the value on one line, white space one space, none at the ends (§3.4.2). */
    private static void relaxed(byte[] octets, Field field, ByteArrayOutputStream out) {
        for (int i = field.start(); i < field.colon(); i++) {
            if (!isSpace(octets[i])) {
                out.write(octets[i] >= 'A' && octets[i] <= 'Z' ? octets[i] + ('a' - 'A') : octets[i]);
            }
        }
        out.write(':');
        boolean space = false;
        boolean begun = false;
        for (int i = field.colon() + 1; i < field.end(); i++) {
            boolean fold = octets[i] == '\r' && i + 1 < field.end() && octets[i + 1] == '\n';
            if (fold) {
                i++;
            } else if (isSpace(octets[i])) {
                space = true;
            } else {
                if (space && begun) {
                    out.write(' ');
                }
                out.write(octets[i]);
                space = false;
                begun = true;
            }
        }
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
