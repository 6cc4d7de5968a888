package dev.paloma.message;

/** Text that isn't an address (RFC 5322 §3.4, RFC 6532, RFC 5321 §4.1.2), and the place in it where that shows. */
public final class AddressException extends MessageException {
    private static final int AROUND = 30;

    private final String input;
    private final int position;
    private final String reason;

    AddressException(String input, int position, String reason) {
        super(describe(input, position, reason));
        this.input = input;
        this.position = position;
        this.reason = reason;
    }

    /** The text as it was given; it may hold anything, so don't show it unescaped. */
    public String input() {
        return input;
    }

    /** Index of the offending UTF-16 unit in {@link #input()}; its length where the text ends too early. */
    public int position() {
        return position;
    }

    /** The same complaint about a piece, told of the whole text. */
    AddressException within(String whole, int place) {
        return new AddressException(whole, place, reason);
    }

    private static String describe(String input, int position, String reason) {
        int from = Math.max(0, position - AROUND);
        int to = Math.min(input.length(), position + AROUND);
        return reason + ", at position " + (position + 1) + " of '" + (from > 0 ? "..." : "")
                + Characters.escape(input.substring(from, to)) + (to < input.length() ? "..." : "") + "'";
    }
}
