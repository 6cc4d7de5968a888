package dev.paloma.dkim;

import dev.paloma.dkim.DkimSigner.Canonicalization;
import java.security.MessageDigest;

/**
 * The hash of a canonical body (RFC 6376 §3.4.3, §3.4.4), taken while the body passes by in pieces of any size. What may
 * turn out to be nothing, white space at the end of a line and empty lines at the end of the body, is counted and not
 * kept. A CR or LF by itself ends no line.
 */
final class BodyHash {
    private final boolean relaxed;
    private final MessageDigest digest = SigningKey.sha256();
    /** Canonical octets on their way to the digest, which is slow with single ones. */
    private final byte[] staged = new byte[4096];

    private int count;
    private boolean hasContent;
    private long lineEnds;
    private boolean space;
    private boolean afterReturn;

    BodyHash(Canonicalization canonicalization) {
        relaxed = canonicalization == Canonicalization.RELAXED;
    }

    void add(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            byte octet = octets[i];
            if (afterReturn) {
                afterReturn = false;
                if (octet == '\n') {
                    space = false;
                    lineEnds++;
                    continue;
                }
                content((byte) '\r');
            }
            if (octet == '\r') {
                afterReturn = true;
            } else if (relaxed && (octet == ' ' || octet == '\t')) {
                space = true;
            } else {
                content(octet);
            }
        }
    }

    private void content(byte octet) {
        while (lineEnds > 0) {
            lineEnds--;
            put('\r');
            put('\n');
        }
        if (space) {
            space = false;
            put(' ');
        }
        put(octet);
        hasContent = true;
    }

    private void put(int octet) {
        if (count == staged.length) {
            digest.update(staged);
            count = 0;
        }
        staged[count++] = (byte) octet;
    }

    /** The hash of all of it; nothing may be added any more. A simple body is never empty, a relaxed one may be. */
    byte[] end() {
        if (afterReturn) {
            content((byte) '\r');
        }
        if (hasContent || !relaxed) {
            put('\r');
            put('\n');
        }
        digest.update(staged, 0, count);
        return digest.digest();
    }
}
