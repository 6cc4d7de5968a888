package dev.paloma.smtp;

import dev.paloma.message.Mailbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command line. This is the only way to the wire for commands, and it refuses control characters: whatever a caller
 * slips into an address, a name or a parameter, it can't begin a second command.
 *
 * @param text the line without its CRLF
 * @param secret whether it is kept out of transcripts
 */
record Command(String text, boolean secret) {
    /** AUTH lines may have 12,288 octets (RFC 4954 §4); every other limit is lower. */
    private static final int LONGEST = 12_286;

    Command {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alone = Character.isSurrogate(c) && !isPair(text, i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || alone) {
                throw new IllegalArgumentException(String.format("control character U+%04X in a command", (int) c));
            }
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a command of " + text.length() + " characters is too long");
        }
    }

    static Command of(String text) {
        return new Command(text, false);
    }

    static Command ehlo(String clientName) {
        return of("EHLO " + clientName);
    }

    static Command helo(String clientName) {
        return of("HELO " + clientName);
    }

    static Command auth(String mechanism, @Nullable String initialResponse) {
        return initialResponse == null
                ? of("AUTH " + mechanism)
                : new Command("AUTH " + mechanism + " " + initialResponse, true);
    }

    static Command authResponse(String response) {
        return new Command(response, true);
    }

    /** A null sender is the empty reverse-path (RFC 5321 §4.5.5). */
    static Command mail(@Nullable Mailbox sender, List<String> parameters) {
        StringBuilder line = new StringBuilder("MAIL FROM:<");
        line.append(sender == null ? "" : sender.address()).append('>');
        for (String parameter : parameters) {
            line.append(' ').append(parameter);
        }
        return of(line.toString());
    }

    static Command rcpt(Mailbox recipient) {
        return of("RCPT TO:<" + recipient.address() + ">");
    }

    /** VRFY and EXPN say for themselves that what they ask about isn't ASCII (RFC 6531 §3.7.4.2). */
    static Command question(String verb, String about, boolean utf8) {
        return of(verb + (about.isEmpty() ? "" : " " + about) + (utf8 ? " SMTPUTF8" : ""));
    }

    /** The line as a transcript may show it. */
    String shown() {
        if (!secret) {
            return text;
        }
        int mechanismEnds = text.startsWith("AUTH ") ? text.indexOf(' ', 5) : -1;
        return (mechanismEnds < 0 ? "" : text.substring(0, mechanismEnds) + " ") + "(secret)";
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
