package dev.paloma.smtp;

/**
 * Watches a session, for a transcript. What it is given is safe to show: secrets are left out, control characters
 * escaped, and content comes as a count of octets. Called from the thread that sends. One that throws is asked no more
 * for that session; the mail isn't affected.
 */
public interface Trace {
    /** A command as it was sent, without its line end. */
    void sent(String command);

    /** One line of a reply. */
    void received(String line);

    /** Something that isn't a line: a connection opened, TLS agreed, so many octets of content. */
    void note(String what);

    /** Watches nothing. */
    static Trace none() {
        return GuardedTrace.Silence.KEPT;
    }
}
