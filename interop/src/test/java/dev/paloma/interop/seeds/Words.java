package dev.paloma.interop.seeds;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads encoded words (RFC 2047), and knows what makes them wrong. Shares nothing with the library. */
final class Words {
    private static final Pattern WORD = Pattern.compile("=\\?([^?\\s]+)\\?([QqBb])\\?([^?\\s]*)\\?=");
    private static final int LONGEST = 75;

    private Words() {}

    /** The value's text; what is wrong with its words is added to the faults. */
    static String decode(String value, Collection<String> faults) {
        StringBuilder text = new StringBuilder();
        Matcher word = WORD.matcher(value);
        int end = 0;
        while (word.find()) {
            String between = value.substring(end, word.start());
            boolean adjacent = end > 0 && between.isBlank();
            text.append(adjacent ? "" : between);
            if (word.group().length() > LONGEST) {
                faults.add("encoded word of over " + LONGEST + " characters");
            }
            text.append(text(word, faults));
            end = word.end();
        }
        String decoded = text.append(value.substring(end)).toString();
        if (decoded.contains("=?")) {
            faults.add("broken encoded word");
        }
        return decoded;
    }

    private static String text(Matcher word, Collection<String> faults) {
        Charset charset = Charset.forName(word.group(1));
        byte[] octets = word.group(2).equalsIgnoreCase("B")
                ? Base64.getDecoder().decode(word.group(3))
                : quoted(word.group(3).replace('_', ' '));
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            faults.add("encoded word ends inside a character");
            return new String(octets, charset);
        }
    }

    /** {@code =3D} and its like, and what stands between. */
    static byte[] quoted(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        byte[] raw = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '='
                    && i + 2 < raw.length
                    && text.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
                octets.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                octets.write(raw[i]);
            }
        }
        return octets.toByteArray();
    }
}
