package dev.paloma.smtp;

import dev.paloma.message.Mailbox;
import org.jspecify.annotations.Nullable;

/**
 * One command line. This is the only way to the wire for commands, and it refuses control characters: whatever a caller
 * slips into an address, a name or a parameter, it can't begin a second command.
 *
 * <p>It is kept in three pieces, since those of most commands are there already and needn't be put together.
 *
 * @param verb how it begins
 * @param argument what comes next
 * @param rest how it ends, without its CRLF
 * @param secret whether it is kept out of transcripts
 */
record Command(String verb, String argument, String rest, boolean secret) {
    /** AUTH lines may have 12,288 octets (RFC 4954 §4); every other limit is lower. */
    private static final int LONGEST = 12_286;

    Command {
        check(verb);
        check(argument);
        check(rest);
        int length = verb.length() + argument.length() + rest.length();
        if (length > LONGEST) {
            throw new IllegalArgumentException("a command of " + length + " characters is too long");
        }
    }

    private static void check(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alone = Character.isSurrogate(c) && !isPair(text, i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || alone) {
                throw new IllegalArgumentException(String.format("control character U+%04X in a command", (int) c));
            }
        }
    }

    static Command of(String text) {
        return new Command(text, "", "", false);
    }

    static Command ehlo(String clientName) {
        return of("EHLO " + clientName);
    }

    /** LMTP's EHLO (RFC 2033 §4.1). */
    static Command lhlo(String clientName) {
        return of("LHLO " + clientName);
    }

    static Command helo(String clientName) {
        return of("HELO " + clientName);
    }

    static Command auth(String mechanism, @Nullable String initialResponse) {
        return initialResponse == null
                ? of("AUTH " + mechanism)
                : new Command("AUTH " + mechanism + " ", initialResponse, "", true);
    }

    static Command authResponse(String response) {
        return new Command("", response, "", true);
    }

    /**
     * A null sender is the empty reverse-path (RFC 5321 §4.5.5).
     *
     * @param end the closing bracket, and parameters that come each with a space before it
     */
    static Command mail(@Nullable Mailbox sender, String end) {
        return new Command("MAIL FROM:<", sender == null ? "" : sender.address(), end, false);
    }

    static Command rcpt(Mailbox recipient, String end) {
        return new Command("RCPT TO:<", recipient.address(), end, false);
    }

    /** A chunk follows (RFC 3030 §2). */
    static Command bdat(long octets, boolean last) {
        return new Command("BDAT ", Long.toString(octets), last ? " LAST" : "", false);
    }

    /** Characters it has, CRLF left out. */
    int length() {
        return verb.length() + argument.length() + rest.length();
    }

    /** The line without its CRLF. */
    String text() {
        return verb + argument + rest;
    }

    /** VRFY and EXPN say for themselves that what they ask about isn't ASCII (RFC 6531 §3.7.4.2). */
    static Command question(String verb, String about, boolean utf8) {
        return of(verb + (about.isEmpty() ? "" : " " + about) + (utf8 ? " SMTPUTF8" : ""));
    }

    /** The line as a transcript may show it. */
    String shown() {
        return secret ? verb + "(secret)" : text();
    }

    /** Not the text: it may be secret. */
    @Override
    public String toString() {
        return shown();
    }

    private static boolean isPair(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
