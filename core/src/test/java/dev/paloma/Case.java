package dev.paloma;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a catalogue, by the name of its test method: run for every variant with every shape of mail in every
 * setting, or for a choice of those that the seed makes.
 */
final class Case {
    private static final int THREADS = 2 * Runtime.getRuntime().availableProcessors() + 2;
    private static final int LEAST = 6;
    private static final int DETAILED = 2;
    private static final int LISTED = 40;
    private static final int MOST_SECONDS = 120;
    private static final int MOST_TRIES = 3;

    private final String name;
    private final Runs runs;
    private List<Setting> settings = Setting.all().toList();
    private List<Shape> shapes = Shape.usual();

    Case(String name, Runs runs) {
        this.name = name;
        this.runs = runs;
    }

    /** What is done in each run; it fails if it throws. */
    interface Body<V> {
        void run(Run run, V variant) throws Exception;
    }

    private record Combination<V>(Setting setting, Shape shape, V variant) {
        @Override
        public String toString() {
            return setting + ", " + shape + ", " + variant;
        }
    }

    /** Only where it makes sense. */
    Case in(Predicate<Setting> sensible) {
        settings = settings.stream().filter(sensible).toList();
        return this;
    }

    /** Before MAIL it is all one what is offered, and what the mail is like. */
    Case beforeMail() {
        settings = Setting.lines().toList();
        return with(Shape.ONE);
    }

    Case with(Shape... few) {
        return with(List.of(few));
    }

    Case with(List<Shape> few) {
        shapes = few;
        return this;
    }

    void run(Body<String> body) throws InterruptedException {
        each(List.of(""), body);
    }

    <V> void each(List<V> variants, Body<V> body) throws InterruptedException {
        List<Combination<V>> chosen = chosen(variants);
        List<String> failures = new ArrayList<>();
        StallWatch watch = new StallWatch();
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(THREADS, chosen.size()));
        try {
            List<Future<@Nullable String>> all = new ArrayList<>();
            for (Combination<V> combination : chosen) {
                all.add(pool.submit(() -> failure(combination, body, watch)));
            }
            for (int i = 0; i < all.size(); i++) {
                String failure = outcome(all.get(i), chosen.get(i));
                if (failure != null) {
                    failures.add(failure);
                }
            }
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(MOST_SECONDS, TimeUnit.SECONDS);
            watch.end();
        }
        runs.made(chosen.size());
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " of " + chosen.size() + " runs of " + name + " failed, "
                    + runs.seedHint() + "\n" + report(failures));
        }
    }

    /** The first ones whole, of the others how they begin. */
    private static String report(List<String> failures) {
        StringBuilder report = new StringBuilder();
        for (int i = 0; i < Math.min(failures.size(), LISTED); i++) {
            String failure = failures.get(i);
            report.append('\n').append(i < DETAILED ? failure : failure.substring(0, Math.min(300, failure.length())));
        }
        return report.toString();
    }

    private <V> List<Combination<V>> chosen(List<V> variants) {
        List<Combination<V>> all = new ArrayList<>();
        for (V variant : variants) {
            for (Shape shape : shapes) {
                for (Setting setting : settings) {
                    all.add(new Combination<>(setting, shape, variant));
                }
            }
        }
        if (runs.isFull()) {
            return all;
        }
        all.sort(Comparator.comparingLong(combination -> runs.lot(name + combination)));
        return all.subList(0, Math.min(all.size(), Math.max(LEAST, all.size() / Runs.QUICK_SHARE)));
    }

    /** Of the last try: a run in which the machine stood still says nothing, and is made again. */
    private <V> @Nullable String failure(Combination<V> combination, Body<V> body, StallWatch watch) {
        for (int tries = 1; ; tries++) {
            long began = System.nanoTime();
            Run run = new Run(combination.setting(), combination.shape());
            try {
                body.run(run, combination.variant());
                return null;
            } catch (Exception | AssertionError e) {
                if (tries == MOST_TRIES || !watch.since(began)) {
                    return name + " [" + combination + "]: " + Runs.told(e) + '\n' + Runs.shortened(run.transcript());
                }
                runs.madeAgain();
            }
        }
    }

    private static @Nullable String outcome(Future<@Nullable String> run, Object combination)
            throws InterruptedException {
        try {
            return run.get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "[" + combination + "]: still running after " + MOST_SECONDS + " s";
        } catch (ExecutionException e) {
            return "[" + combination + "]: " + Runs.told(e);
        }
    }
}
