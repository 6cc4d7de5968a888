package dev.paloma.cli;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** A line on the terminal that tells how a long send goes on: octets and rate. It is wiped when it ends. */
final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 250;

    private final Console console;
    private final LongSupplier written;
    private final Thread thread;
    private final long began = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean over;
    private boolean shown;

    Progress(Console console, LongSupplier written) {
        this.console = console;
        this.written = written;
        thread = new Thread(this::show, "paloma-progress");
        thread.setDaemon(true);
        thread.start();
    }

    private void show() {
        lock.lock();
        try {
            long wait = TimeUnit.MILLISECONDS.toNanos(FIRST_MILLIS);
            while (!over) {
                wait = ended.awaitNanos(wait);
                if (!over && wait <= 0) {
                    console.overwrite(line(written.getAsLong(), System.nanoTime() - began));
                    shown = true;
                    wait = TimeUnit.MILLISECONDS.toNanos(NEXT_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            over = true;
        } finally {
            lock.unlock();
        }
    }

    static String line(long octets, long nanos) {
        double seconds = Math.max(nanos, 1) / 1e9;
        return amount(octets) + " sent, " + amount((long) (octets / seconds)) + "/s";
    }

    /** Three digits or so: 812 B, 4.2 kB, 17.5 MB. */
    static String amount(long octets) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = octets;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 ? String.valueOf(octets) : String.valueOf(Math.round(value * 10) / 10.0)) + " " + units[unit];
    }

    @Override
    public void close() {
        lock.lock();
        try {
            over = true;
            ended.signalAll();
            if (shown) {
                console.overwrite("");
            }
        } finally {
            lock.unlock();
        }
    }
}
