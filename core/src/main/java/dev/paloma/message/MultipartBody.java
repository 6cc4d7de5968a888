package dev.paloma.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts between boundaries (RFC 2046 §5.1.1). */
final class MultipartBody implements Body {
    private static final byte[] CRLF = {'\r', '\n'};

    private final List<Part> parts;
    private final byte[] delimiter;
    private final int depth;

    private MultipartBody(List<Part> parts, String boundary) {
        this.parts = List.copyOf(parts);
        this.delimiter = ("--" + boundary).getBytes(StandardCharsets.US_ASCII);
        int deepest = 0;
        for (Part part : parts) {
            deepest = Math.max(deepest, part.body().depth());
        }
        depth = deepest + 1;
    }

    /** Null if the boundary can't serve, because it stands in one of the parts. */
    static @Nullable MultipartBody of(List<Part> parts, String boundary) {
        byte[] octets = boundary.getBytes(StandardCharsets.US_ASCII);
        for (Part part : parts) {
            if (part.body().contains(octets)) {
                return null;
            }
        }
        return new MultipartBody(parts, boundary);
    }

    /** A container is as wide as the widest thing in it (RFC 2045 §6.4). */
    @Override
    public Form.Body least(Form.Body offered) {
        Form.Body widest = Form.Body.SEVEN_BIT;
        for (Part part : parts) {
            Form.Body need = part.body().least(offered);
            widest = need.compareTo(widest) > 0 ? need : widest;
        }
        return widest;
    }

    @Override
    public String encodingField(Form.Body offered) {
        return container(least(offered));
    }

    /** No field for 7bit, which is what the lack of one means. */
    static String container(Form.Body level) {
        return switch (level) {
            case SEVEN_BIT -> "";
            case EIGHT_BIT -> TransferEncoding.EIGHT_BIT.field();
            case BINARY -> TransferEncoding.BINARY.field();
        };
    }

    @Override
    public long size(Form.Body offered) {
        long total = delimiter.length + 2L;
        for (Part part : parts) {
            long size = part.size(offered);
            if (size < 0) {
                return -1;
            }
            total += delimiter.length + 4 + size;
        }
        return total;
    }

    /** The line end before a delimiter belongs to it, so nothing is added to the part. */
    @Override
    public void writeTo(Sink sink, Form.Body offered) throws IOException {
        for (Part part : parts) {
            sink.put(delimiter);
            sink.put(CRLF);
            part.writeTo(sink, offered);
            sink.put(CRLF);
        }
        sink.put(delimiter);
        sink.put('-');
        sink.put('-');
    }

    @Override
    public boolean endsLine(Form.Body offered) {
        return false;
    }

    @Override
    public boolean contains(byte[] boundary) {
        if (Lines.contains(delimiter, boundary)) {
            return true;
        }
        for (Part part : parts) {
            if (part.body().contains(boundary)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isSearched() {
        return parts.stream().allMatch(part -> part.body().isSearched());
    }

    @Override
    public int depth() {
        return depth;
    }
}
