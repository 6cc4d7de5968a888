package dev.paloma.testkit;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves a thread or a TCP socket behind: {@code @ExtendWith(NoLeaks.class)}. What a class opens once
 * before all its tests is left alone. See {@link LeakChecker} for what it can't see.
 */
public final class NoLeaks implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(NoLeaks.class);
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** For JUnit. */
    public NoLeaks() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(OURS).put(LeakChecker.class, LeakChecker.start());
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        LeakChecker checker = context.getStore(OURS).remove(LeakChecker.class, LeakChecker.class);
        if (checker != null) {
            checker.check(GRACE);
        }
    }
}
