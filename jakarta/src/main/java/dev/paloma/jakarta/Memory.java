package dev.paloma.jakarta;

import dev.paloma.smtp.TlsPolicy;
import jakarta.mail.Session;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the transports of one session share. Safe for use by several threads. */
final class Memory {
    private static final System.Logger LOGGER = System.getLogger("dev.paloma.jakarta");
    /** Sessions whose properties change all the time shouldn't fill the memory. */
    private static final int MOST = 1_000;

    private static final int MOST_POLICIES = 16;

    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private final Map<String, TlsPolicy> policies = new ConcurrentHashMap<>();
    private final Timekeeper timekeeper = new Timekeeper();

    /** That of the session; one of its own where somebody else's provider made the transport. */
    static Memory of(Session session, String protocol) {
        try {
            return session.getProvider(protocol) instanceof Providers.Remembering ours ? ours.memory() : new Memory();
        } catch (jakarta.mail.NoSuchProviderException e) {
            return new Memory();
        }
    }

    /** Logs a warning, the first time that it is given. */
    void warn(String text) {
        if (warned.size() < MOST && warned.add(text)) {
            LOGGER.log(System.Logger.Level.WARNING, text);
        }
    }

    Timekeeper timekeeper() {
        return timekeeper;
    }

    /** The policy for this description: one made before has its TLS sessions to resume, and its authorities read. */
    TlsPolicy policy(String description, Supplier<TlsPolicy> made) {
        if (policies.size() >= MOST_POLICIES) {
            policies.clear();
        }
        return policies.computeIfAbsent(description, key -> made.get());
    }
}
