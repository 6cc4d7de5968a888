package dev.paloma.testkit;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a thread behind: {@code @ExtendWith(NoLeaks.class)}. */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    private final Set<Thread> before = new HashSet<>();

    /** Made by JUnit. */
    public NoLeaks() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        before.clear();
        before.addAll(Thread.getAllStackTraces().keySet());
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean ours =
                    thread.getName().startsWith("paloma") || thread.getName().startsWith("fake");
            if (ours && !before.contains(thread)) {
                thread.join(5000);
                if (thread.isAlive()) {
                    throw new AssertionError("thread left behind: " + thread.getName());
                }
            }
        }
    }
}
