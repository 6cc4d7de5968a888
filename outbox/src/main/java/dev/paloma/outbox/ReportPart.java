package dev.paloma.outbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A part of a report, written so that any server takes it.
 *
 * @param type of it
 * @param encoding how its octets are written
 * @param text its octets, as ISO 8859-1
 */
record ReportPart(String type, String encoding, String text) {
    private static final int LONGEST_LINE = 75;
    private static final String SEVEN_BIT = "7bit";

    /** Text as it is if it is ASCII, else quoted-printable. */
    static ReportPart of(String type, byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        boolean ascii = text.chars().allMatch(c -> c < 0x80);
        return new ReportPart(type, ascii ? SEVEN_BIT : "quoted-printable", ascii ? text : quoted(text));
    }

    static ReportPart of(String type, String text) {
        return of(type, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A mail, which can't be encoded once more (RFC 2046 §5.2.1). */
    static ReportPart mail(String type, byte[] octets, boolean eightBit) {
        return new ReportPart(type, eightBit ? "8bit" : SEVEN_BIT, new String(octets, StandardCharsets.ISO_8859_1));
    }

    boolean isEightBit() {
        return encoding.equals("8bit");
    }

    String write() {
        return "Content-Type: " + type + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + text;
    }

    /** Its lines end with CRLF. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + text.length() / 4);
        int column = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\r\n", i)) {
                out.append("\r\n");
                column = 0;
                i++;
                continue;
            }
            String one = one(text, i);
            if (column + one.length() > LONGEST_LINE) {
                out.append("=\r\n");
                column = 0;
            }
            out.append(one);
            column += one.length();
        }
        return out.toString();
    }

    private static String one(String text, int at) {
        char c = text.charAt(at);
        boolean blank = (c == ' ' || c == '\t') && !text.startsWith("\r\n", at + 1) && at + 1 < text.length();
        return blank || (c > ' ' && c <= '~' && c != '=')
                ? String.valueOf(c)
                : String.format(Locale.ROOT, "=%02X", (int) c);
    }
}
