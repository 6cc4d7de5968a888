package dev.paloma.bench;

import dev.paloma.Mailer;
import dev.paloma.message.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** {@link Mailer#send} from a thousand threads at once, each of which sends one mail after the other. */
final class PalomaCallers implements Peer {
    private static final int CALLERS = 1000;

    private final Mailer mailer;
    private final Message message;
    private final ExecutorService threads;
    private long[] waited = {};

    private PalomaCallers(Task task) throws Exception {
        mailer = PalomaSend.mailer(task).build();
        message = PalomaSend.message(task);
        threads = task.manner() == Manner.VIRTUAL_CALLERS ? virtual() : Executors.newFixedThreadPool(CALLERS);
    }

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, PalomaCallers::new);
    }

    /** Not there before JDK 21, while this is compiled for 17. */
    private static ExecutorService virtual() throws Exception {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("no virtual threads in this JDK", e);
        }
    }

    @Override
    public void send(int mails) throws Exception {
        long[] nanos = new long[mails];
        AtomicInteger next = new AtomicInteger();
        Callable<Void> caller = () -> {
            for (int i = next.getAndIncrement(); i < mails; i = next.getAndIncrement()) {
                long began = System.nanoTime();
                mailer.send(message);
                nanos[i] = System.nanoTime() - began;
            }
            return null;
        };
        for (Future<Void> done : threads.invokeAll(Collections.nCopies(CALLERS, caller))) {
            done.get();
        }
        waited = nanos;
    }

    @Override
    public Map<Figure, Double> figures() {
        Arrays.sort(waited);
        return Map.of(
                Figure.P99,
                waited[waited.length * 99 / 100] / 1e6,
                Figure.MEAN,
                Arrays.stream(waited).average().orElse(0) / 1e6);
    }

    @Override
    public void close() {
        threads.shutdown();
        mailer.close();
    }
}
