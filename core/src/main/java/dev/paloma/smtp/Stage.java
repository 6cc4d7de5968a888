package dev.paloma.smtp;

import java.util.Locale;

/** How far a send had come; in the order of a session. */
public enum Stage {
    COMPOSE,
    RESOLVE,
    CONNECT,
    PROXY,
    GREETING,
    EHLO,
    STARTTLS,
    AUTH,
    MAIL,
    RCPT,
    DATA,
    CONTENT,
    END_OF_DATA,
    /** A question outside of any mail: HELP, VRFY and their like. */
    INQUIRY,
    RSET,
    QUIT;

    /** The name for people and JSON: lower case, with hyphens. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
