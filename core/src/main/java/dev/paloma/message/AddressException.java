package dev.paloma.message;

/** Text that isn't an address (RFC 5322 §3.4, RFC 6532, RFC 5321 §4.1.2), and the place in it where that shows. */
public final class AddressException extends MessageException {
    private final String input;
    private final int position;

    AddressException(String input, int position, String reason) {
        super(describe(input, position, reason));
        this.input = input;
        this.position = position;
    }

    /** The text as it was given. */
    public String input() {
        return input;
    }

    /** Index of the offending UTF-16 unit in {@link #input()}; its length where the text ends too early. */
    public int position() {
        return position;
    }

    private static String describe(String input, int position, String reason) {
        return reason + " at position " + (position + 1) + " of '" + input + "'";
    }
}
