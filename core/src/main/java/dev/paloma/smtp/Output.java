package dev.paloma.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The connection's one buffer to the wire: commands and content that belong together leave in one write. What is put in
 * last stays until {@link #flush}, so an end mark never leaves by itself.
 */
final class Output {
    /** Also what the limit for one block of content speaks of. */
    private static final int SIZE = 64 * 1024;

    /** Of a character in UTF-8; one that has four is two in a string. */
    private static final int MOST_OCTETS = 3;

    private final Line line;
    private final GuardedTrace trace;
    /** Grows with what is sent: most connections carry little. */
    private byte[] buffer = new byte[8 * 1024];

    private final ArrayDeque<Answers> marks = new ArrayDeque<>();
    private int length;
    private long left;

    Output(Line line, GuardedTrace trace) {
        this.line = line;
        this.trace = trace;
    }

    /** Adds a command. */
    void add(Command command) throws SmtpException {
        room(MOST_OCTETS * command.length() + 2);
        add(command.verb());
        add(command.argument());
        add(command.rest());
        buffer[length++] = '\r';
        buffer[length++] = '\n';
        if (trace.isWatched()) {
            trace.sent(command.shown());
        }
    }

    private void add(String text) throws SmtpException {
        int start = length;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F) {
                length = start;
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                put(octets, 0, octets.length);
                return;
            }
            buffer[length++] = (byte) c;
        }
    }

    void put(int octet) throws SmtpException {
        room(1);
        buffer[length++] = (byte) octet;
    }

    void put(byte[] octets, int offset, int count) throws SmtpException {
        int from = offset;
        int rest = count;
        while (rest > 0) {
            room(length == SIZE ? 1 : Math.min(rest, SIZE - length));
            int n = Math.min(rest, buffer.length - length);
            System.arraycopy(octets, from, buffer, length, n);
            length += n;
            from += n;
            rest -= n;
        }
    }

    /** Makes room for so many octets, which then leave together. */
    void room(int octets) throws SmtpException {
        if (SIZE - length < octets) {
            flush(Stage.CONTENT);
        }
        if (buffer.length - length < octets) {
            buffer = Arrays.copyOf(buffer, Math.min(SIZE, Math.max(2 * buffer.length, length + octets)));
        }
    }

    /** This mail's end mark was put in: doubt begins with the write that holds it. */
    void mark(Answers mail) {
        marks.add(mail);
    }

    /** Where the next octet goes, counted from the first of the connection. */
    long position() {
        return left + length;
    }

    /**
     * Takes back what was put in since.
     *
     * @return false if some of that has left; then all that hasn't is dropped
     */
    boolean takeBack(long position) {
        if (position < left) {
            length = 0;
            return false;
        }
        length = (int) (position - left);
        return true;
    }

    /** Drops what hasn't left. */
    void forget() {
        length = 0;
        marks.clear();
    }

    /** Writes all of it. */
    void flush(Stage stage) throws SmtpException {
        if (length == 0) {
            return;
        }
        Stage now = marks.isEmpty() ? stage : Stage.END_OF_DATA;
        for (Answers mail = marks.poll(); mail != null; mail = marks.poll()) {
            mail.doubtBegins();
        }
        int all = length;
        length = 0;
        left += all;
        line.begin(now);
        line.write(buffer, 0, all);
        line.pause(); // the next block may take the content as long as it likes
    }
}
