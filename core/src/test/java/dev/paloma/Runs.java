package dev.paloma;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test method its {@link Case}, counts the runs, and says at the end how many there were. {@code
 * -Dpaloma.suite=full} makes all of them; {@code -Dpaloma.seed=N} makes the same choice again.
 */
final class Runs implements AutoCloseable {
    /** One combination of so many is run where not all are. */
    static final int QUICK_SHARE = 16;

    private static final int MOST_TEXT = 6_000;

    private final AtomicInteger cases = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();
    private final long began = System.nanoTime();
    private final boolean full = "full".equals(System.getProperty("paloma.suite"));
    private final long seed = Long.getLong("paloma.seed", System.nanoTime() & 0xFFFF_FFFFL);

    boolean isFull() {
        return full;
    }

    /** Where this combination stands in the order that the seed gives. */
    long lot(String combination) {
        return new Random(seed ^ ((long) combination.hashCode() << 20)).nextLong();
    }

    void made(int number) {
        cases.incrementAndGet();
        count.addAndGet(number);
    }

    void madeAgain() {
        repeated.incrementAndGet();
    }

    String seedHint() {
        return full ? "-Dpaloma.suite=full" : "-Dpaloma.seed=" + seed;
    }

    /** Called by JUnit after the last test. */
    @Override
    public void close() {
        System.out.printf(
                "fault suite: %,d runs of %d cases within %d s (%s)%n",
                count.get(), cases.get(), (System.nanoTime() - began) / 1_000_000_000, seedHint());
        if (repeated.get() > 0) {
            System.out.printf("fault suite: the machine stood still in %d runs that were made again%n", repeated.get());
        }
    }

    static String told(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return shortened(text.toString());
    }

    static String shortened(String text) {
        return text.length() <= MOST_TEXT
                ? text
                : text.substring(0, MOST_TEXT / 2) + "\n[...]\n" + text.substring(text.length() - MOST_TEXT / 2);
    }

    /** For {@code @ExtendWith}. */
    static final class Resolver implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Case.class;
        }

        @Override
        public Case resolveParameter(ParameterContext parameter, ExtensionContext context) {
            Runs runs = context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(Runs.class, key -> new Runs(), Runs.class);
            return new Case(context.getRequiredTestMethod().getName(), runs);
        }
    }
}
