package dev.paloma.smtp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/** How a server's name becomes addresses. Safe for use by several threads. */
@FunctionalInterface
public interface Resolver {
    /**
     * Looks a name up.
     *
     * @return at least one address, in the order to try
     * @throws NoSuchNameException if the name certainly doesn't exist
     * @throws UnknownHostException if it can't be looked up for now
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** A name that certainly doesn't exist, as against one that can't be looked up for now. */
    final class NoSuchNameException extends UnknownHostException {
        /**
         * @param host the name
         */
        public NoSuchNameException(String host) {
            super(host);
        }
    }

    /**
     * The system's resolver. It tells a name that doesn't exist from a failed look-up only where the C library's words do;
     * names under {@code .invalid} never exist (RFC 6761 §6.4).
     */
    static Resolver system() {
        return host -> {
            String name = host.toLowerCase(Locale.ROOT);
            if (name.equals("invalid") || name.endsWith(".invalid") || name.endsWith(".invalid.")) {
                throw new NoSuchNameException(host);
            }
            try {
                return List.of(InetAddress.getAllByName(host));
            } catch (UnknownHostException e) {
                String words = String.valueOf(e.getMessage());
                if (words.endsWith("Name or service not known")
                        || words.endsWith("nodename nor servname provided, or not known")) {
                    throw new NoSuchNameException(host);
                }
                throw e;
            }
        };
    }
}
