package dev.paloma.smtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Replies of one line that were read before: a server says the same few things to every mail, so they need be made only
 * once. Bounded: a new reply takes the place of an older one. Used by one thread.
 */
final class FamiliarReplies {
    private static final int PLACES = 16;
    /** Longer ones say something of their own. */
    private static final int LONGEST = 80;

    private final byte[] @Nullable [] lines = new byte[PLACES][];
    private final @Nullable Reply[] replies = new Reply[PLACES];
    /** Of lines that were read once: only what comes back is worth keeping. */
    private final int[] seen = new int[PLACES];

    private int hash;
    private int missed;

    /** The reply that this line stands for, if it was read lately. */
    @Nullable
    Reply find(byte[] line, int length) {
        hash = hash(line, length);
        missed = (hash ^ (hash >>> 16)) & (PLACES - 1);
        byte[] known = lines[missed];
        boolean same = known != null && Arrays.equals(known, 0, known.length, line, 0, length);
        return same ? replies[missed] : null;
    }

    /** Remembers the reply to the line that was just not found, if it is the second time. */
    void remember(byte[] line, int length, Reply reply) {
        if (seen[missed] != hash) {
            seen[missed] = hash;
        } else if (length <= LONGEST) {
            lines[missed] = Arrays.copyOf(line, length);
            replies[missed] = reply;
        }
    }

    private static int hash(byte[] line, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + line[i];
        }
        return hash;
    }
}
