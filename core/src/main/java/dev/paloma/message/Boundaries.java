package dev.paloma.message;

import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Boundaries that can't be guessed and differ from each other. An equals sign before an underscore never stands in
 * quoted-printable or base64, and no boundary is the beginning of another, since the number before the second underscore
 * differs. Not for several threads.
 */
final class Boundaries {
    private final @Nullable RandomGenerator random;
    private @Nullable String secret;
    private int count;

    /** @param random for tests that must come out the same; null for a source that an attacker can't foresee */
    Boundaries(@Nullable RandomGenerator random) {
        this.random = random;
    }

    String next() {
        if (secret == null) {
            UUID chance = random == null ? UUID.randomUUID() : new UUID(random.nextLong(), random.nextLong());
            secret = Long.toUnsignedString(chance.getMostSignificantBits(), 36)
                    + Long.toUnsignedString(chance.getLeastSignificantBits(), 36);
        }
        return "=_" + Integer.toString(count++, 36) + "_" + secret;
    }
}
