package dev.paloma.smtp;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The one {@link SSLContext} of a TLS policy and those derived from it. It is made when it is first needed: reading the
 * system's authorities takes longer than a whole mail to a server in reach. The lock guards the making.
 */
final class TlsContext {
    private final @Nullable Trust trust;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable SSLContext context;

    /** One that trusts as told. */
    TlsContext(Trust trust) {
        this.trust = trust;
    }

    /** One that a caller has made. */
    TlsContext(SSLContext context) {
        this.trust = null;
        this.context = context;
    }

    /** The trust it is made of; null where a caller has made it, so that nobody has told it what name to look for. */
    @Nullable
    Trust trust() {
        return trust;
    }

    SSLContext get() {
        SSLContext made = context;
        if (made != null) {
            return made;
        }
        lock.lock();
        try {
            made = context;
            if (made == null) {
                made = Objects.requireNonNull(trust).context();
                context = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }
}
