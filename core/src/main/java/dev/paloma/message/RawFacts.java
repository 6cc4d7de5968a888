package dev.paloma.message;

import dev.paloma.message.Form.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

    private final long preface;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private final RawFields fields = new RawFields();
    private int field;
    /** By entity: what its body needs; for a container, what its header says. */
    private byte[] needs = new byte[8];
    /** What leaves need, and what is needed where nothing can be re-encoded. */
    private boolean eightBitLeaf;

    private Body leaves = Body.SEVEN_BIT;
    private Body fixed = Body.SEVEN_BIT;
    private boolean signed;
    private boolean sealed;
    private boolean binaryPart;
    private long size;
    private long lineLength;
    private boolean bareEnd;
    private int leaf = -1;
    private boolean lineOpen;

    private RawFacts(long preface) {
        this.preface = preface;
    }

    static RawFacts of(Octets octets) throws IOException {
        refuseMark(octets);
        RawFacts facts = new RawFacts(Preface.length(octets));
        facts.walk(octets, facts);
        facts.settle();
        return facts;
    }

    /** Goes through the message again. */
    void walk(Octets octets, MimeVisitor visitor) throws IOException {
        try (InputStream in = octets.open()) {
            in.skipNBytes(preface);
            MimeWalk.walk(new LinePieces(in), visitor);
        }
    }

    private void settle() {
        fix(fields.settle(signed, sealed));
        sealed |= signed;
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
    public void header(int entity, String name, LinePieces piece) {
        if (piece.startsField()) {
            fields.end(field++);
        }
        if (entity == 0) {
            keep(piece);
            signed |= SIGNATURES.contains(name);
        }
        if (isHidden(entity, name)) {
            return;
        }
        Body need = need(piece);
        // In a line that is no field an octet beyond ASCII is as good as in a body.
        if (!name.isEmpty()) {
            fields.add(entity, name, piece);
            need = need == Body.EIGHT_BIT ? Body.SEVEN_BIT : need;
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
        fields.end(field);
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

    /** What the message's body needs as it is. */
    Body need() {
        return max(fixed, leaves);
    }

    /** What it needs when all that needs more than this, and can be re-encoded, has been. */
    Form need(Form most) {
        boolean utf8 = fields.needUtf8(most.utf8());
        if (sealed || need().compareTo(most.body()) <= 0) {
            return new Form(need(), utf8);
        }
        boolean eightBit = most.body() != Body.SEVEN_BIT && eightBitLeaf;
        return new Form(max(fixed, eightBit ? Body.EIGHT_BIT : Body.SEVEN_BIT), utf8);
    }

    /** The fields that hold octets beyond ASCII; the first field in the message has number 1, hidden or not. */
    RawFields fields() {
        return fields;
    }

    /** Octets with every line end as CRLF and nothing re-encoded. */
    long size() {
        return size;
    }

    /** Whether there is a part in which line ends are data. */
    boolean hasBinaryPart() {
        return binaryPart;
    }

    /** The fields at the top. */
    Headers headers() {
        return Headers.of(HeaderParser.lenient(RawFields.text(header.toByteArray())));
    }
}
