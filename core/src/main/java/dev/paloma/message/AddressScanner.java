package dev.paloma.message;

import org.jspecify.annotations.Nullable;

/** Goes through the text of an address once, from left to right: white space, comments, atoms, quoted strings. */
final class AddressScanner {
    /** What {@link #peek} answers after the last character; NUL itself never gets this far. */
    static final char END = 0;

    private final String text;
    private int at;
    /** Where the last comment passed over begins and ends, parentheses included; empty where there was none. */
    private int commentStart;

    private int commentEnd;

    /**
     * @throws AddressException if the text holds a character that may stand nowhere in an address, before anything else
     */
    AddressScanner(String text) {
        this.text = text;
        int forbidden = Characters.findForbidden(text);
        if (forbidden >= 0) {
            throw error(forbidden, Characters.nameOf(text.charAt(forbidden)) + " in an address");
        }
    }

    String text() {
        return text;
    }

    int position() {
        return at;
    }

    char peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    boolean atAtom() {
        return at < text.length() && Phrase.isAtext(text.charAt(at));
    }

    void next() {
        at++;
    }

    AddressException error(int position, String reason) {
        return new AddressException(text, position, reason);
    }

    /** Passes over white space and comments (RFC 5322 §3.2.2); whether there was any. */
    boolean skip() {
        int start = at;
        for (char c = peek(); c == ' ' || c == '\t' || c == '('; c = peek()) {
            if (c == '(') {
                skipComment();
            } else {
                at++;
            }
        }
        return at > start;
    }

    /** Counts the parentheses instead of calling itself: a peer chooses how deep they are nested. */
    private void skipComment() {
        int start = at;
        int depth = 0;
        do {
            char c = peek();
            if (c == END) {
                throw error(start, "comment without its ')'");
            }
            if (c == '\\') {
                at++;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
            at++;
        } while (depth > 0);
        commentStart = start;
        commentEnd = at;
    }

    void forgetComment() {
        commentEnd = commentStart;
    }

    /** What the last comment says, without its outer parentheses; empty where there was none. */
    String comment() {
        return commentEnd == commentStart ? "" : unescape(commentStart + 1, commentEnd - 1);
    }

    /** Reads atext as far as it goes; maybe nothing. */
    String atom() {
        int start = at;
        while (atAtom()) {
            at++;
        }
        return text.substring(start, at);
    }

    /** Reads atoms with single dots between them, and nothing else up to the end of the address; null without them. */
    @Nullable
    String plainDomain() {
        int end = at;
        boolean afterDot = true;
        while (end < text.length() && (Phrase.isAtext(text.charAt(end)) || text.charAt(end) == '.')) {
            boolean dot = text.charAt(end) == '.';
            if (dot && afterDot) {
                return null;
            }
            afterDot = dot;
            end++;
        }
        boolean whole = end == text.length() || text.charAt(end) == '>' || text.charAt(end) == ',';
        if (afterDot || !whole) {
            return null;
        }
        String plain = text.substring(at, end);
        at = end;
        forgetComment();
        return plain;
    }

    /** Reads a quoted string, from its opening quote on, and gives its content without quoting. */
    String quotedString() {
        int start = at++;
        while (peek() != '"') {
            at += peek() == '\\' ? 2 : 1;
            if (at >= text.length()) {
                throw error(start, "quoted string without its closing quote");
            }
        }
        at++;
        return unescape(start + 1, at - 1);
    }

    private String unescape(int from, int to) {
        StringBuilder plain = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' && i + 1 < to ? text.charAt(++i) : c);
        }
        return plain.toString();
    }
}
