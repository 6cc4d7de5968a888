package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What was said on all connections of a server, in order. It grows while the server runs. Thread-safe. */
public final class Transcript {
    /** Who spoke. */
    public enum Side {
        /** A line of the client, without its line end. */
        CLIENT,
        /** Bytes of the server, line ends included. */
        SERVER,
        /** What happened besides: TLS, content, the end of a connection. */
        NOTE
    }

    /**
     * One thing that was said.
     *
     * @param connection the connection's number, from 1
     * @param side who said it
     * @param text what was said: read as UTF-8, or as ISO-8859-1 where it isn't UTF-8
     */
    public record Entry(int connection, Side side, String text) {
        @Override
        public String toString() {
            String mark = side == Side.CLIENT ? "C: " : side == Side.SERVER ? "S: " : "-- ";
            return connection + " " + mark + visible(text);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<Entry> entries = new ArrayList<>(); // guarded by lock

    Transcript() {}

    void add(int connection, Side side, String text) {
        lock.lock();
        try {
            entries.add(new Entry(connection, side, text));
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All that was said so far. */
    public List<Entry> entries() {
        lock.lock();
        try {
            return List.copyOf(entries);
        } finally {
            lock.unlock();
        }
    }

    /** The client's lines on all connections: commands and AUTH responses, not content. */
    public List<String> commands() {
        return texts(entry -> entry.side() == Side.CLIENT);
    }

    /** The client's lines on one connection, counted from 1. */
    public List<String> commands(int connection) {
        return texts(entry -> entry.side() == Side.CLIENT && entry.connection() == connection);
    }

    private List<String> texts(Predicate<Entry> which) {
        return entries().stream().filter(which).map(Entry::text).toList();
    }

    /**
     * Waits until a client's line matches as a whole.
     *
     * @throws AssertionError if none did in this time
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void awaitCommand(String regex, Duration atMost) throws InterruptedException {
        await(Side.CLIENT, regex, atMost);
    }

    /** As {@link #awaitCommand} for what happened besides, such as {@code "fault: .*"}. */
    public void awaitNote(String regex, Duration atMost) throws InterruptedException {
        await(Side.NOTE, regex, atMost);
    }

    private void await(Side side, String regex, Duration atMost) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        Predicate<Entry> wanted =
                entry -> entry.side() == side && pattern.matcher(entry.text()).matches();
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (entries.stream().noneMatch(wanted)) {
                if (left <= 0) {
                    throw new AssertionError("never came: " + regex + "\n" + this);
                }
                left = grown.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** One line for each entry; control characters are escaped. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        for (Entry entry : entries()) {
            all.append(entry).append('\n');
        }
        return all.toString();
    }

    static String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, ISO_8859_1);
        }
    }

    /** The text with everything that isn't plainly visible escaped, so that it can't disturb a terminal. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if ((c >= ' ' && c < 0x7F) || Character.isLetterOrDigit(c)) {
                        out.append(c);
                    } else {
                        out.append(String.format("\\u%04X", (int) c));
                    }
                }
            }
        }
        return out.toString();
    }
}
