package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What the server says, and how. Immutable; every method returns a new reply.
 *
 * <p>The code decides how the server goes on, as it would with a real one: after a scripted 550 the recipient isn't
 * accepted, after a scripted 354 content is read, after any 421 the connection is closed. A reply without a readable
 * code leaves the server in the state its usual reply would have led to.
 */
public final class Reply {
    private final byte @Nullable [] bytes;
    private final Manner manner;
    private final @Nullable Fault fault;
    private final @Nullable Reply next;

    private Reply(byte @Nullable [] bytes, Manner manner, @Nullable Fault fault, @Nullable Reply next) {
        this.bytes = bytes;
        this.manner = manner;
        this.fault = fault;
        this.next = next;
    }

    /**
     * A well-formed reply: one line for each text, written as UTF-8.
     *
     * @throws IllegalArgumentException if a text contains CR or LF; {@link #raw(String)} sends anything
     */
    public static Reply of(int code, String... texts) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.length; i++) {
            if (texts[i].indexOf('\r') >= 0 || texts[i].indexOf('\n') >= 0) {
                throw new IllegalArgumentException("a line end inside a reply's text: use raw");
            }
            all.append(code)
                    .append(i == texts.length - 1 ? ' ' : '-')
                    .append(texts[i])
                    .append("\r\n");
        }
        return raw(texts.length == 0 ? code + "\r\n" : all.toString());
    }

    /** Exactly these bytes. */
    public static Reply raw(byte[] bytes) {
        return new Reply(bytes.clone(), Manner.PLAIN, null, null);
    }

    /** Exactly this text as UTF-8; line ends included only if they are in it. */
    public static Reply raw(String text) {
        return raw(text.getBytes(UTF_8));
    }

    /** What the well-behaved server would say here. */
    public static Reply usual() {
        return new Reply(null, Manner.PLAIN, null, null);
    }

    /** Nothing at all; the server goes on reading. */
    public static Reply none() {
        return raw("");
    }

    static Reply of(Fault fault) {
        return (fault.isAfterReply() ? usual() : none()).then(fault);
    }

    /** Only after this time. */
    public Reply after(Duration time) {
        return new Reply(bytes, manner.after(time), fault, next);
    }

    /** Only once the latch is open: lets a test say when, without measuring time. */
    public Reply once(CountDownLatch released) {
        return new Reply(bytes, manner.once(released), fault, next);
    }

    /** One byte at a time, with this pause after each. */
    public Reply dripping(Duration interval) {
        return new Reply(bytes, manner.dripping(interval), fault, next);
    }

    /**
     * Kept back, and sent in one piece with the next reply. A client that waits for this one before it goes on gets
     * stuck, so this proves that a client sends its commands in groups.
     */
    public Reply withNext() {
        return new Reply(bytes, manner.keptBack(), fault, next);
    }

    /** Again and again until the client leaves, the server is closed or its time limit is over. */
    public Reply endless() {
        return new Reply(bytes, manner.repeated(), fault, next);
    }

    /** Followed by another reply to the same command, or to none. Its manner is its own. */
    public Reply and(Reply another) {
        return new Reply(bytes, manner, fault, next == null ? another : next.and(another));
    }

    /** Afterwards this goes wrong. */
    public Reply then(Fault fault) {
        return new Reply(bytes, manner, fault, next);
    }

    /** This reply with the usual one's bytes where it has none of its own. */
    Reply filledFrom(Reply usual) {
        Reply rest = next == null ? null : next.filledFrom(usual);
        return new Reply(bytes == null ? usual.bytes() : bytes, manner, fault, rest);
    }

    byte[] bytes() {
        return bytes == null ? new byte[0] : bytes.clone();
    }

    Manner manner() {
        return manner;
    }

    @Nullable
    Fault fault() {
        return fault;
    }

    @Nullable
    Reply next() {
        return next;
    }

    /** The three digits it begins with, or 0. */
    int code() {
        if (bytes == null || bytes.length < 3) {
            return 0;
        }
        int code = 0;
        for (int i = 0; i < 3; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return 0;
            }
            code = code * 10 + bytes[i] - '0';
        }
        return code;
    }

    @Override
    public String toString() {
        String text = bytes == null ? "the usual reply" : Transcript.visible(new String(bytes, UTF_8));
        return text + (fault == null ? "" : ", then " + fault) + (next == null ? "" : ", and " + next);
    }
}
