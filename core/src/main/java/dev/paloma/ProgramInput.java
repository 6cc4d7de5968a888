package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a mail to a program's standard input, on a thread of its own: writing to a pipe that nobody reads can neither
 * be interrupted nor given a limit. Whoever waits may leave it behind; it ends when the last reader does.
 *
 * <p>Lines end in LF, as text does on the machines that have such programs; see decision 16.
 */
final class ProgramInput implements Runnable {
    private static final int CAPACITY = 1 << 14;

    private final OutputStream pipe;
    private final Content content;
    private final Form form;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile long written;
    private volatile boolean broken;
    private volatile boolean complete;
    private volatile @Nullable Exception failure;

    ProgramInput(OutputStream pipe, Content content, Form form) {
        this.pipe = pipe;
        this.content = content;
        this.form = form;
    }

    @Override
    public void run() {
        try {
            Lines lines = new Lines();
            content.writeTo(lines, form);
            lines.flush();
            lines.end();
            complete = true;
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            done.countDown();
        }
    }

    /** Whether it is over; waits a moment for that. */
    boolean isOver(long millis) throws InterruptedException {
        return done.await(millis, TimeUnit.MILLISECONDS);
    }

    boolean isOver() {
        return done.getCount() == 0;
    }

    /** Octets that the program's pipe has taken. */
    long written() {
        return written;
    }

    /** Whether the program stopped reading before it had all. */
    boolean isBroken() {
        return broken;
    }

    /** Whether it wrote all there is; not where an error ended it, either. */
    boolean isComplete() {
        return complete;
    }

    /** Why not all could be written; null if all was, or the JVM itself failed. */
    @Nullable
    Exception failure() {
        return failure;
    }

    /** CRLF becomes LF. */
    private final class Lines extends Sink {
        private final byte[] converted = new byte[CAPACITY + 1];
        private boolean afterCr;
        private long total;

        Lines() {
            super(CAPACITY);
        }

        @Override
        protected void drain(byte[] octets, int length) throws IOException {
            int n = 0;
            for (int i = 0; i < length; i++) {
                if (afterCr && octets[i] != '\n') {
                    converted[n++] = '\r';
                }
                afterCr = octets[i] == '\r';
                if (!afterCr) {
                    converted[n++] = octets[i];
                }
            }
            hand(n);
        }

        void end() throws IOException {
            if (afterCr) {
                converted[0] = '\r';
                hand(1);
            }
        }

        private void hand(int length) throws IOException {
            try {
                pipe.write(converted, 0, length);
                pipe.flush();
                total += length;
                written = total;
            } catch (IOException e) {
                broken = true;
                throw e;
            }
        }
    }
}
