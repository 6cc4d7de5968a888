package dev.paloma.message;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Octets in memory that are lines: text, or anything a caller wants in an encoding that shows its lines. */
final class TextBody implements Body {
    private final Lines lines;
    private final @Nullable TransferEncoding wanted;
    private final boolean breaks;
    /** -1 until it is needed, which it rarely is; two threads may both find out, and find the same. */
    private volatile long quotedSize = -1;

    /**
     * @param wanted the encoding to take wherever it is offered; null for the best
     * @param breaks whether CRLF may stay a line end in quoted-printable
     * @throws MessageException if the octets can't be put in the encoding wanted
     */
    TextBody(Lines lines, @Nullable TransferEncoding wanted, boolean breaks) {
        if ((wanted == TransferEncoding.SEVEN_BIT && !lines.fitsSevenBit())
                || (wanted == TransferEncoding.EIGHT_BIT && !lines.fitsEightBit())) {
            throw new MessageException("content doesn't fit " + wanted + ": lines over " + Lines.LONGEST
                    + " octets, or octets that encoding can't hold; leave the encoding to be chosen");
        }
        this.lines = lines;
        this.wanted = wanted;
        this.breaks = breaks;
    }

    /** The same answer for the least form as for the one offered: each encoding is taken wherever it may be. */
    private TransferEncoding encoding(Form.Body offered) {
        if (wanted != null && offered.compareTo(wanted.needs()) >= 0) {
            return wanted;
        }
        if (lines.fitsSevenBit()) {
            return TransferEncoding.SEVEN_BIT;
        }
        if (offered != Form.Body.SEVEN_BIT && lines.fitsEightBit()) {
            return TransferEncoding.EIGHT_BIT;
        }
        boolean readable = quotedSize() <= Base64Encoder.size(lines.octets.length);
        return readable ? TransferEncoding.QUOTED_PRINTABLE : TransferEncoding.BASE64;
    }

    private long quotedSize() {
        long size = quotedSize;
        if (size < 0) {
            size = QuotedPrintable.size(lines.octets, breaks);
            quotedSize = size;
        }
        return size;
    }

    @Override
    public String encodingField(Form.Body offered) {
        return encoding(offered).field();
    }

    @Override
    public Form.Body least(Form.Body offered) {
        return encoding(offered).needs();
    }

    @Override
    public long size(Form.Body offered) {
        return switch (encoding(offered)) {
            case QUOTED_PRINTABLE -> quotedSize();
            case BASE64 -> Base64Encoder.size(lines.octets.length);
            default -> lines.octets.length;
        };
    }

    @Override
    public void writeTo(Sink sink, Form.Body offered) throws IOException {
        switch (encoding(offered)) {
            case QUOTED_PRINTABLE -> QuotedPrintable.write(lines.octets, breaks, sink);
            case BASE64 -> new Base64Encoder().encode(lines.octets, 0, lines.octets.length, sink);
            default -> sink.put(lines.octets);
        }
    }

    @Override
    public boolean endsLine(Form.Body offered) {
        return switch (encoding(offered)) {
            case QUOTED_PRINTABLE -> !breaks || lines.endsLine();
            case BASE64 -> lines.octets.length == 0;
            case BINARY -> true;
            default -> lines.endsLine();
        };
    }

    @Override
    public boolean contains(byte[] boundary) {
        return lines.contains(boundary);
    }

    @Override
    public boolean isSearched() {
        return true;
    }

    @Override
    public int depth() {
        return 0;
    }
}
