package dev.paloma.inbox;

import java.io.IOException;

/**
 * What a BDAT command announces (RFC 3030 §2).
 *
 * @param size octets that follow the command's line end
 * @param last whether they end the mail
 */
record Chunk(long size, boolean last) {
    private static final int DIGITS = 18;

    /** Where further chunks come from. */
    interface Source {
        /** @throws Abandoned if the client gives the mail up */
        Chunk next() throws IOException;
    }

    /** @throws Hangup if the size can't be read: nobody knows then where the next command begins */
    static Chunk parse(String argument) throws Hangup {
        int space = argument.indexOf(' ');
        String size = space < 0 ? argument : argument.substring(0, space);
        String rest = space < 0 ? "" : argument.substring(space).strip();
        boolean number = !size.isEmpty() && size.length() <= DIGITS && Parameters.isDigits(size);
        if (!number || !(rest.isEmpty() || rest.equalsIgnoreCase("LAST"))) {
            throw Hangup.saying("421 4.5.4 Say BDAT size or BDAT size LAST");
        }
        return new Chunk(Long.parseLong(size), !rest.isEmpty());
    }
}
