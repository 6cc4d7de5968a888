package dev.paloma.message;

import dev.paloma.message.Form.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** What one look at a ready-made message finds out, so that each sending needs only one more. */
final class RawFacts implements MimeVisitor {
    /** Parts of which the needs are kept; a message with more isn't re-encoded. */
    private static final int PARTS = 100_000;

    private static final int LONGEST_HEADER = 1 << 24;
    private static final int LONGEST_LINE = 998;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Body[] BODIES = Body.values();
    private static final Set<String> SIGNATURES = Set.of("dkim-signature", "arc-seal", "arc-message-signature");

    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    /** By entity: what its body needs; for a container, what its header says. */
    private byte[] needs = new byte[8];
    /** What leaves need, and what is needed where nothing can be re-encoded. */
    private boolean eightBitLeaf;

    private Body leaves = Body.SEVEN_BIT;
    private Body fixed = Body.SEVEN_BIT;
    private boolean utf8;
    private boolean sealed;
    private boolean binaryPart;
    private long size;
    private long lineLength;
    private boolean bareEnd;
    private int leaf = -1;
    private boolean lineOpen;

    private RawFacts() {}

    static RawFacts of(Octets octets) throws IOException {
        refuseMark(octets);
        RawFacts facts = new RawFacts();
        try (InputStream in = octets.open()) {
            MimeWalk.walk(new LinePieces(in), facts);
        }
        return facts;
    }

    /** With a byte order mark before it the first line is no field, and then nothing is a header: not even Bcc. */
    private static void refuseMark(Octets octets) throws IOException {
        try (InputStream in = octets.open()) {
            byte[] first = in.readNBytes(MARK.length);
            if (Arrays.equals(first, MARK)) {
                throw new MessageException(
                        "the message begins with a byte order mark, which hides its header: save it without one");
            }
        }
    }

    /** Fields that are for the sender's eyes only (RFC 5322 §3.6.3, §3.6.6). */
    static boolean isHidden(int entity, String field) {
        return entity == 0 && (field.equals("bcc") || field.equals("resent-bcc"));
    }

    @Override
    public void header(int entity, String field, LinePieces piece) {
        if (entity == 0) {
            keep(piece);
            sealed |= SIGNATURES.contains(field);
        }
        if (isHidden(entity, field)) {
            return;
        }
        Body need = need(piece);
        // UTF-8 in a field is SMTPUTF8's business; in a line that is no field it is as good as in a body.
        if (need == Body.EIGHT_BIT && !field.isEmpty()) {
            utf8 = true;
            need = Body.SEVEN_BIT;
        }
        fix(need);
        count(piece);
    }

    private void keep(LinePieces piece) {
        if (header.size() + piece.length() > LONGEST_HEADER) {
            throw new MessageException("header over " + (LONGEST_HEADER >> 20) + " MiB");
        }
        for (int i = 0; i < piece.length(); i++) {
            header.write(piece.at(i));
        }
        if (piece.end() != LinePieces.End.NONE) {
            header.write('\n');
        }
    }

    @Override
    public void headerEnd(MimeEntity entity) {
        sealed |= entity.isSealed();
        binaryPart |= entity.isBinary();
        if (entity.isContainer()) {
            keep(entity.index(), entity.declared());
        }
    }

    @Override
    public void body(MimeEntity entity, LinePieces piece) {
        Body need = need(piece);
        if (entity.isBinary()) {
            // A bare line end is data there, unless it is the one before the boundary.
            need = bareEnd && leaf == entity.index() ? Body.BINARY : need;
            bareEnd = piece.end() == LinePieces.End.LF || piece.end() == LinePieces.End.CR;
        }
        leaf = entity.index();
        if (entity.kind() == MimeEntity.Kind.OPAQUE || leaf >= PARTS) {
            fix(need);
        } else if (need != Body.SEVEN_BIT) {
            keep(leaf, need);
            leaves = max(leaves, need);
            eightBitLeaf |= need == Body.EIGHT_BIT;
        }
        count(piece);
    }

    @Override
    public void between(LinePieces piece) {
        fix(need(piece));
        count(piece);
    }

    @Override
    public void boundary(LinePieces piece) {
        between(piece);
    }

    @Override
    public void end() {
        size += lineOpen ? 2 : 0;
    }

    private void count(LinePieces piece) {
        lineOpen = piece.end() == LinePieces.End.NONE;
        size += piece.length() + (lineOpen ? 0 : 2);
    }

    private Body need(LinePieces piece) {
        lineLength = piece.startsLine() ? piece.length() : lineLength + piece.length();
        Body need = lineLength > LONGEST_LINE ? Body.BINARY : Body.SEVEN_BIT;
        for (int i = 0; i < piece.length(); i++) {
            byte octet = piece.at(i);
            if (octet <= 0) {
                need = octet == 0 ? Body.BINARY : max(need, Body.EIGHT_BIT);
            }
        }
        return need;
    }

    private void fix(Body need) {
        fixed = max(fixed, need);
    }

    private void keep(int entity, Body need) {
        if (entity < PARTS) {
            if (entity >= needs.length) {
                needs = Arrays.copyOf(needs, Math.max(entity + 1, Math.min(PARTS, needs.length * 2)));
            }
            needs[entity] = (byte) Math.max(needs[entity], Arrays.binarySearch(BODIES, need));
        }
    }

    private static Body max(Body a, Body b) {
        return a.compareTo(b) < 0 ? b : a;
    }

    /** What this entity's body needs as it is, or its header says; never more than can be mended. */
    Body need(int entity) {
        return entity < needs.length ? BODIES[needs[entity]] : Body.SEVEN_BIT;
    }

    /** What the message needs as it is. */
    Form need() {
        return new Form(max(fixed, leaves), utf8);
    }

    /** What it needs when every leaf that needs more than this has been re-encoded. */
    Form need(Body most) {
        if (sealed || need().body().compareTo(most) <= 0) {
            return need();
        }
        boolean eightBit = most != Body.SEVEN_BIT && eightBitLeaf;
        return new Form(max(fixed, eightBit ? Body.EIGHT_BIT : Body.SEVEN_BIT), utf8);
    }

    /** Octets with every line end as CRLF and nothing re-encoded. */
    long size() {
        return size;
    }

    /** Whether there is a part in which line ends are data. */
    boolean hasBinaryPart() {
        return binaryPart;
    }

    /** The fields at the top; lines that can't be read as UTF-8 as Latin-1, whatever stands in the others. */
    Headers headers() {
        byte[] octets = header.toByteArray();
        StringBuilder text = new StringBuilder(octets.length);
        for (int start = 0; start < octets.length; ) {
            int end = start;
            while (end < octets.length && octets[end++] != '\n') {} // up to LF, or to the end
            text.append(line(octets, start, end));
            start = end;
        }
        return Headers.of(HeaderParser.lenient(text.toString()));
    }

    private static CharSequence line(byte[] octets, int start, int end) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, start, end - start));
        } catch (CharacterCodingException e) {
            return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
        }
    }
}
