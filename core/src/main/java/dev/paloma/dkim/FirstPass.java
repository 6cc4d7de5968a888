package dev.paloma.dkim;

import dev.paloma.dkim.DkimSigner.Canonicalization;
import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.MessageException;
import dev.paloma.message.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;

/** What content is, found out by letting it write itself once: its header, the hashes of its body, its size. */
final class FirstPass extends Sink {
    private static final int LONGEST_HEADER = 1 << 24;

    private final ByteArrayOutputStream header = new ByteArrayOutputStream(1024);
    private final Map<Canonicalization, BodyHash> hashes = new EnumMap<>(Canonicalization.class);
    /** The same as an array: going through it makes no garbage for every buffer. */
    private final BodyHash[] running;

    private final CRC32C checksum = new CRC32C();
    private long size;
    private boolean inBody;
    private int lineLength;
    private byte last;

    private FirstPass(Collection<Canonicalization> bodies) {
        super(8192);
        bodies.forEach(how -> hashes.computeIfAbsent(how, BodyHash::new));
        running = hashes.values().toArray(BodyHash[]::new);
    }

    /**
     * What is known afterwards.
     *
     * @param fields of the header
     * @param bodyHashes by the body's canonical form
     * @param size in octets
     * @param checksum CRC-32C of all of it, by which it is known again
     */
    record Facts(HeaderFields fields, Map<Canonicalization, byte[]> bodyHashes, long size, long checksum) {
        byte[] bodyHash(Canonicalization how) {
            return Objects.requireNonNull(bodyHashes.get(how));
        }
    }

    /**
     * @param bodies the canonical forms to hash
     * @throws IOException if the content can't be read
     * @throws MessageException if its header can't be taken apart, or is over 16 MiB
     */
    static Facts of(Content content, Form form, Collection<Canonicalization> bodies) throws IOException {
        FirstPass pass = new FirstPass(bodies);
        content.writeTo(pass, form);
        pass.flush();
        return pass.facts();
    }

    private Facts facts() {
        Map<Canonicalization, byte[]> ends = new EnumMap<>(Canonicalization.class);
        hashes.forEach((how, hash) -> ends.put(how, hash.end()));
        byte[] fields = Arrays.copyOf(header.toByteArray(), header.size() - (inBody ? 2 : 0));
        return new Facts(new HeaderFields(fields), ends, size, checksum.getValue());
    }

    @Override
    protected void drain(byte[] octets, int length) {
        checksum.update(octets, 0, length);
        size += length;
        int body = inBody ? 0 : header(octets, length);
        for (BodyHash hash : running) {
            hash.add(octets, body, length);
        }
    }

    /** Takes what belongs to the header, the empty line too; where the body begins. */
    private int header(byte[] octets, int length) {
        int end = 0;
        while (end < length && !inBody) {
            byte octet = octets[end++];
            lineLength++;
            boolean endsLine = octet == '\n' && last == '\r';
            inBody = endsLine && lineLength == 2;
            lineLength = endsLine ? 0 : lineLength;
            last = octet;
        }
        if (header.size() + end > LONGEST_HEADER) {
            throw new MessageException("header over " + (LONGEST_HEADER >> 20) + " MiB");
        }
        header.write(octets, 0, end);
        return end;
    }
}
