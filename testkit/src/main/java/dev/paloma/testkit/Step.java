package dev.paloma.testkit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A moment of an SMTP session at which a script may step in. The constants stand for every such moment; {@link #of},
 * {@link #nth} and {@link #onConnection} narrow that down. Immutable.
 */
public final class Step {
    /** The connection was accepted; comes before implicit TLS and before the greeting. Usually nothing is said. */
    public static final Step CONNECT = new Step(Kind.CONNECT);
    /** Just before a TLS handshake, implicit or after STARTTLS. Usually nothing is said; what is goes out in clear. */
    public static final Step TLS = new Step(Kind.TLS);
    /** The server's greeting. */
    public static final Step GREETING = new Step(Kind.GREETING);
    /** EHLO, and LHLO of LMTP. The argument is the client's name. */
    public static final Step EHLO = new Step(Kind.EHLO);
    /** HELO. The argument is the client's name. */
    public static final Step HELO = new Step(Kind.HELO);
    /** STARTTLS. The handshake follows only a 220. */
    public static final Step STARTTLS = new Step(Kind.STARTTLS);
    /** AUTH. The argument is the mechanism. */
    public static final Step AUTH = new Step(Kind.AUTH);
    /** A line that answers a 334. */
    public static final Step AUTH_RESPONSE = new Step(Kind.AUTH_RESPONSE);
    /** MAIL. The argument is the sender. */
    public static final Step MAIL = new Step(Kind.MAIL);
    /** RCPT. The argument is the recipient. */
    public static final Step RCPT = new Step(Kind.RCPT);
    /** DATA. Content follows only a 354. */
    public static final Step DATA = new Step(Kind.DATA);
    /** A chunk was read. The argument is {@code LAST} or empty. */
    public static final Step BDAT = new Step(Kind.BDAT);
    /**
     * The end of the content: the final dot, or the last chunk if no script stands at {@link #BDAT}. With LMTP once for
     * each accepted recipient, who is the argument then.
     */
    public static final Step CONTENT = new Step(Kind.CONTENT);
    /** RSET. */
    public static final Step RSET = new Step(Kind.RSET);
    /** NOOP. */
    public static final Step NOOP = new Step(Kind.NOOP);
    /** VRFY. */
    public static final Step VRFY = new Step(Kind.VRFY);
    /** QUIT. The connection is closed afterwards whatever the reply. */
    public static final Step QUIT = new Step(Kind.QUIT);
    /** Any other command. The argument is its verb, in upper case. */
    public static final Step OTHER = new Step(Kind.OTHER);

    enum Kind {
        CONNECT,
        TLS,
        GREETING,
        EHLO,
        HELO,
        STARTTLS,
        AUTH,
        AUTH_RESPONSE,
        MAIL,
        RCPT,
        DATA,
        BDAT,
        WITHIN_CONTENT,
        CONTENT,
        RSET,
        NOOP,
        VRFY,
        QUIT,
        OTHER
    }

    private final Kind kind;
    private final @Nullable String argument;
    private final int nth;
    private final int connection;
    private final long bytes;

    private Step(Kind kind) {
        this(kind, null, 0, 0, 0);
    }

    private Step(Kind kind, @Nullable String argument, int nth, int connection, long bytes) {
        this.kind = kind;
        this.argument = argument;
        this.nth = nth;
        this.connection = connection;
        this.bytes = bytes;
    }

    /** Only where the argument (see each constant) is this one; case doesn't matter. */
    public Step of(String argument) {
        return new Step(kind, Objects.requireNonNull(argument), nth, connection, bytes);
    }

    /** Only the nth time on its connection, counted from 1 among those that {@link #of} lets through. */
    public Step nth(int nth) {
        return new Step(kind, argument, positive(nth), connection, bytes);
    }

    /** Only on the nth connection the server accepted, counted from 1. */
    public Step onConnection(int number) {
        return new Step(kind, argument, nth, positive(number), bytes);
    }

    /**
     * Of {@link #CONTENT} only: in the middle, when this many bytes of it have arrived (0: before the first), dots and
     * line ends counted as they travel. Shorter content never gets there.
     */
    public Step after(long bytes) {
        if ((kind != Kind.CONTENT && kind != Kind.WITHIN_CONTENT) || bytes < 0) {
            throw new IllegalArgumentException("only CONTENT can be interrupted, after 0 or more bytes: " + this);
        }
        return new Step(Kind.WITHIN_CONTENT, argument, nth, connection, bytes);
    }

    private static int positive(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("counted from 1: " + number);
        }
        return number;
    }

    boolean concerns(Kind other, int onConnection, String itsArgument) {
        return kind == other
                && (connection == 0 || connection == onConnection)
                && (argument == null || argument.equalsIgnoreCase(itsArgument));
    }

    boolean isTurn(int count) {
        return nth == 0 || nth == count;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return kind
                + (argument == null ? "" : " of " + argument)
                + (nth == 0 ? "" : " no. " + nth)
                + (connection == 0 ? "" : " on connection " + connection)
                + (kind == Kind.WITHIN_CONTENT ? " after " + bytes + " bytes" : "");
    }
}
