package dev.paloma.dkim;

import java.util.List;

/** Puts a DKIM-Signature field together, tag by tag, on lines that fit (RFC 6376 §3.5). */
final class SignatureField {
    /** RFC 5322 §2.1.1. */
    private static final int LINE = 78;

    private final StringBuilder text = new StringBuilder("DKIM-Signature:");
    private int column = text.length();

    /** A tag with a value that stays on one line. */
    SignatureField tag(String name, String value) {
        String tag = name + "=" + value + ";";
        if (column + 1 + tag.length() > LINE) {
            fold();
        } else {
            text.append(' ');
            column++;
        }
        append(tag);
        return this;
    }

    /** A tag whose value is a list of names with colons between them, where a line may end. */
    SignatureField names(String name, List<String> values) {
        fold();
        append(name + "=");
        for (int i = 0; i < values.size(); i++) {
            String piece = values.get(i) + (i + 1 < values.size() ? ":" : ";");
            if (column + piece.length() > LINE) {
                fold();
            }
            append(piece);
        }
        return this;
    }

    /** The field up to and with an empty b=, which stands last so that nothing follows the signature: what is signed. */
    String unsigned() {
        fold();
        append("b=");
        return text.toString();
    }

    /** The whole field with its line end, after {@link #unsigned}. */
    String signed(String base64) {
        for (int i = 0; i < base64.length(); ) {
            if (column == LINE) {
                fold();
            }
            int end = Math.min(base64.length(), i + LINE - column);
            append(base64.substring(i, end));
            i = end;
        }
        return text.append("\r\n").toString();
    }

    private void fold() {
        text.append("\r\n ");
        column = 1;
    }

    private void append(String piece) {
        text.append(piece);
        column += piece.length();
    }
}
