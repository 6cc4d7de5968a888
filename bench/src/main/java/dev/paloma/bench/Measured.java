package dev.paloma.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The process of a client under measurement: warms it up, measures it, and prints one line. */
final class Measured {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Measured() {}

    /** What the process has used up to a moment. */
    private record Usage(long nanos, long cpu, long heap) {
        /** Heap of threads that have ended isn't known any more: clients keep theirs while they are measured. */
        static Usage now() {
            long heap = 0;
            for (long octets : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
                heap += Math.max(0, octets);
            }
            return new Usage(System.nanoTime(), PROCESS.getProcessCpuTime(), heap);
        }
    }

    static void run(String[] arguments, Peer.Opener opener) throws Exception {
        Task task = Task.parse(arguments);
        try (Peer peer = opener.open(task)) {
            long warm = repeat(peer, task.warmMails(), task.warmUp());
            Usage before = Usage.now();
            long mails = repeat(peer, task.mails(), task.time());
            Usage after = Usage.now();
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            double nanos = after.nanos - before.nanos;
            figures.put(Figure.RATE, mails / nanos * 1e9);
            figures.put(Figure.MILLIS, nanos / 1e6);
            figures.put(Figure.CPU, (after.cpu - before.cpu) / 1e3 / mails);
            figures.put(Figure.HEAP, (double) (after.heap - before.heap) / mails);
            figures.putAll(peer.figures());
            System.out.println(new Measurement(warm + mails, figures).line());
        }
        System.exit(0); // some clients leave threads behind
    }

    private static long repeat(Peer peer, int batch, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        long sent = 0;
        do {
            peer.send(batch);
            sent += batch;
        } while (System.nanoTime() - end < 0);
        return sent;
    }
}
