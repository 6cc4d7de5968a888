package dev.paloma;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names no other delivery has: {@code seconds.PpidQcounterRrandom.host}. The random part alone would do; the others
 * tell a person where a file came from.
 */
final class MaildirNames {
    private static final int HOST_LENGTH = 64;

    private final Clock clock;
    private final String host = safe(hostName());
    private final long pid = ProcessHandle.current().pid();
    private final AtomicLong counter = new AtomicLong();
    private final SecureRandom random = new SecureRandom();

    MaildirNames(Clock clock) {
        this.clock = clock;
    }

    String next() {
        byte[] octets = new byte[8];
        random.nextBytes(octets);
        return clock.instant().getEpochSecond() + ".P" + pid + "Q" + counter.incrementAndGet() + "R"
                + HexFormat.of().formatHex(octets) + "." + host;
    }

    /** Only what is harmless in a file name: slashes, and colons, which set off flags in {@code cur}, are replaced. */
    static String safe(String host) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < Math.min(host.length(), HOST_LENGTH); i++) {
            char c = host.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            name.append(plain || c == '-' || c == '.' ? c : '_');
        }
        return name.isEmpty() ? "localhost" : name.toString();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
