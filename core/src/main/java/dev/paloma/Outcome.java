package dev.paloma;

/** What became of a mail for one recipient. */
public enum Outcome {
    /** The server said that it has it and will deliver it (RFC 5321 §6.1): exactly that, and no more. */
    ACCEPTED,
    /** It won't be accepted, however often it is tried as it is. */
    REFUSED,
    /** It hasn't been sent; trying again later may succeed, and can't make a double. */
    DEFERRED,
    /**
     * The content went out whole and the answer never came: the server may have it or not. Sending it again may make a
     * double, not sending it may lose it.
     */
    UNKNOWN
}
