package dev.paloma.message;

/**
 * The form in which content travels: what its body may hold, and whether its header fields hold UTF-8. A server's offer
 * is a form, and so is what content needs.
 *
 * @param body what octets the body may hold
 * @param utf8 whether header fields and envelope addresses may hold UTF-8 (SMTPUTF8, RFC 6531)
 */
public record Form(Body body, boolean utf8) {
    /** What every server takes: RFC 5321 without extensions. */
    public static final Form PLAIN = new Form(Body.SEVEN_BIT, false);

    /** What a body may hold, from least to most. */
    public enum Body {
        /** Lines of ASCII, at most 998 octets each. */
        SEVEN_BIT,
        /** Lines of any octets but NUL, at most 998 each (8BITMIME, RFC 6152). */
        EIGHT_BIT,
        /** Any octets (BINARYMIME, RFC 3030). */
        BINARY
    }

    /** Whether content that needs {@code need} may travel where this form is offered. */
    public boolean covers(Form need) {
        return body.compareTo(need.body) >= 0 && (utf8 || !need.utf8);
    }
}
