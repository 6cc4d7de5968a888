package dev.paloma.interop.contract;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of a mail to the octet, but for how its lines end. */
final class Fingerprint extends OutputStream {
    private final Digest exact = new Digest();
    private final Digest blind = new Digest();
    private boolean afterCarriageReturn;
    private boolean afterUnsure;
    private boolean eightBit;

    /** Takes octets one by one. */
    private static final class Digest {
        private final MessageDigest digest;
        private final byte[] waiting = new byte[8192];
        private int count;

        Digest() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every JDK has it
            }
        }

        void put(byte octet) {
            if (count == waiting.length) {
                flush();
            }
            waiting[count++] = octet;
        }

        private void flush() {
            digest.update(waiting, 0, count);
            count = 0;
        }

        String value() {
            flush();
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    static Fingerprint of(byte[] octets, int from) {
        Fingerprint print = new Fingerprint();
        print.write(octets, from, octets.length - from);
        return print;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(octets[i]);
        }
    }

    @Override
    public void write(int octet) {
        byte value = (byte) octet;
        if (afterCarriageReturn && value != '\n') {
            put((byte) '\r');
        }
        afterCarriageReturn = value == '\r';
        if (!afterCarriageReturn) {
            put(value);
        }
    }

    private void put(byte octet) {
        exact.put(octet);
        eightBit |= octet < 0;
        boolean unsure = octet < 0 || octet == '?';
        if (!unsure || !afterUnsure) {
            blind.put(unsure ? (byte) '?' : octet);
        }
        afterUnsure = unsure;
    }

    boolean hasEightBit() {
        return eightBit;
    }

    /** The same for the same octets; can be asked for only once. */
    String exact() {
        return exact.value();
    }

    /** The same, blind to letters beyond ASCII and whatever a store put in their place; only once too. */
    String blind() {
        return blind.value();
    }
}
