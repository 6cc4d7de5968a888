package dev.paloma.testkit;

/** What a scripted server does wrong on purpose. */
public enum Fault {
    /** Close the connection. */
    CLOSE,
    /** Reset the connection. */
    RESET,
    /** Say nothing more, read nothing more, until the client gives up. */
    STALL
}
