package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Wire} under deadlines: every read and write belongs to a stage, and a stage that takes too long ends the line.
 * What goes wrong comes out as an {@link SmtpException} that says where.
 *
 * <p>One thread reads and writes; {@link #look} and {@link #cancel} may come from others.
 */
final class Line implements Watchdog.Watched {
    private static final long LONGEST_LOOK = 1_000_000_000L;

    private final Watchdog watchdog;
    private final Timeouts timeouts;
    private volatile Wire wire;
    /** On the monotonic clock, so that the wall clock plays no part (RFC 5321 §4.5.3.2). */
    private volatile long deadline;

    private volatile boolean underDeadline;
    private volatile @Nullable Kind ended;
    private Stopwatch stopwatch;
    private Stage stage = Stage.CONNECT;

    Line(Wire wire, Watchdog watchdog, Timeouts timeouts, Stopwatch stopwatch) {
        this.wire = wire;
        this.watchdog = watchdog;
        this.timeouts = timeouts;
        this.stopwatch = stopwatch;
        watchdog.add(this);
    }

    /** From now on what is read and written belongs to this stage, and its time runs. */
    void begin(Stage next) {
        stage = next;
        long now = System.nanoTime();
        stopwatch.begin(next, now);
        deadline = now + timeouts.nanos(next);
        underDeadline = true;
    }

    /** What goes wrong from now on belongs to this stage; no time runs yet. */
    void enter(Stage next) {
        stage = next;
    }

    /** No time runs while it isn't the server that we wait for. */
    void pause() {
        stopwatch.pause();
        underDeadline = false;
    }

    Stage stage() {
        return stage;
    }

    /** The time that runs from now on is kept here. */
    void keepTimeOn(Stopwatch other) {
        if (other != stopwatch) {
            stopwatch.pause();
            stopwatch = other;
        }
    }

    Wire wire() {
        return wire;
    }

    @Override
    public void look() {
        if (underDeadline && System.nanoTime() - deadline >= 0) {
            end(Kind.TIMEOUT);
        }
    }

    /** Ends the line for somebody who no longer wants what it does. From any thread. */
    void cancel() {
        end(Kind.CANCELLED);
    }

    /** Last look before something that can't be taken back: fails if nobody wants it any more. */
    void requireWanted() throws SmtpException {
        if (!isWanted()) {
            throw failed(new IOException("ended before it was sent"));
        }
    }

    boolean isWanted() {
        return ended == null && !Thread.currentThread().isInterrupted();
    }

    int read(byte[] into, int offset, int length) throws SmtpException {
        try {
            return wire.read(into, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void write(byte[] octets, int offset, int length) throws SmtpException {
        try {
            wire.write(octets, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Whether the server has something to say that can be read at once. */
    boolean hasInput() throws SmtpException {
        try {
            return wire.available() > 0;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Whether the line rests: nobody has closed it, nothing waits to be read. If not, it is good only to be closed. */
    boolean isQuiet() {
        deadline = System.nanoTime() + LONGEST_LOOK; // whoever keeps TLS busy without saying a thing
        underDeadline = true;
        try {
            return wire.isQuiet() && ended == null;
        } catch (IOException e) {
            return false;
        } finally {
            underDeadline = false;
        }
    }

    /** Puts TLS on the line. */
    SecureWire.Tls secure(TlsPolicy policy, String host) throws SmtpException {
        try {
            SecureWire secure = wire.secure(policy, host);
            wire = secure;
            return secure.tls();
        } catch (SSLException e) {
            close();
            throw ended == null && !Thread.currentThread().isInterrupted()
                    ? TlsTrouble.explain(e, stage, policy.mode())
                    : failed(e);
        } catch (IOException e) {
            close();
            throw failed(e);
        }
    }

    /** Closes it at once; what another thread does with it fails. */
    void close() {
        watchdog.remove(this);
        closeWire();
    }

    private void end(Kind kind) {
        if (ended == null) {
            ended = kind;
        }
        closeWire();
    }

    private void closeWire() {
        try {
            wire.close();
        } catch (IOException | RuntimeException e) { // of whatever kind: the watchdog's thread must live on
            underDeadline = false; // it is closed all the same
        }
    }

    private SmtpException failed(IOException e) {
        if (e instanceof ClosedByInterruptException || Thread.currentThread().isInterrupted()) {
            end(Kind.CANCELLED);
        }
        Kind kind = ended;
        if (kind == Kind.TIMEOUT) {
            return SmtpException.of(kind, stage, late(), e);
        }
        if (kind == Kind.CANCELLED) {
            return SmtpException.of(kind, stage, "cancelled at stage " + stage.label(), e);
        }
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : Printable.escaped(e.getMessage());
        return SmtpException.of(
                Kind.CONNECTION, stage, "the connection broke at stage " + stage.label() + ": " + why, e);
    }

    private String late() {
        long millis = timeouts.of(stage).toMillis();
        String limit = millis < 10_000 ? millis + " ms" : millis / 1000 + " s";
        String hint = stage == Stage.GREETING
                ? "; a server that speaks TLS from the start keeps silent like this: try smtps://"
                : "";
        return "no answer within " + limit + " at stage " + stage.label() + hint;
    }
}
