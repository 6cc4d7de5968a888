package dev.paloma.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A command line, split at the first space.
 *
 * @param verb in upper case
 * @param argument the rest without the spaces around it; empty if there is none
 */
record Command(String verb, String argument) {
    /** RFC 5321 §4.5.3.1.4 has 512, and the extensions offered here add less than 1,536 to that. */
    private static final int LONGEST = 2048;

    /** @throws Refusal if it isn't UTF-8 or contains a control character, or is longer than any command can be */
    static Command parse(byte[] line) throws Refusal {
        String text = decode(line);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((Character.isISOControl(c) && c != '\t') || c == 0x2028 || c == 0x2029) {
                throw new Refusal("500 5.5.2 Control character in a command");
            }
        }
        int space = text.indexOf(' ');
        String verb = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
        if (line.length > LONGEST && !verb.equals("AUTH")) {
            throw new Refusal("500 5.5.2 Line too long");
        }
        return new Command(verb, space < 0 ? "" : text.substring(space).strip());
    }

    void refuseArgument() throws Refusal {
        if (!argument.isEmpty()) {
            throw new Refusal("501 5.5.4 This command takes no argument");
        }
    }

    /** What comes after {@code FROM:} or {@code TO:}. */
    String after(String keyword) throws Refusal {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            throw new Refusal("501 5.5.4 Say " + verb + " " + keyword + "<address>");
        }
        return argument.substring(keyword.length()).strip();
    }

    /** Never shows the argument, which may be a password. */
    @Override
    public String toString() {
        return "Command[" + Printable.escape(verb) + "]";
    }

    private static String decode(byte[] line) throws Refusal {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal("500 5.5.2 Not UTF-8");
        }
    }
}
