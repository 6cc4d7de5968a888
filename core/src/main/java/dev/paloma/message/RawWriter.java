package dev.paloma.message;

import java.io.IOException;

/** Writes a ready-made message: line ends made CRLF, Bcc left out, and re-encoded what this form can't carry. */
final class RawWriter implements MimeVisitor {
    private final Sink sink;
    private final RawFacts facts;
    private final Form form;
    private final Form.Body body;
    /** Whether any body is re-encoded. */
    private final boolean recoding;

    private int field;

    private boolean hasVersion;
    private boolean lineOpen;
    /** A line end in a binary part, kept until it is known whether a boundary follows. */
    private LinePieces.End pending = LinePieces.End.NONE;

    private int leaf = -1;
    private RawEncoder encoder = RawEncoder.NONE;

    RawWriter(Sink sink, RawFacts facts, Form form) {
        this.sink = sink;
        this.facts = facts;
        this.form = form;
        this.body = form.body();
        this.recoding = form.body().compareTo(facts.need()) < 0;
    }

    private boolean isRecoded(int entity) {
        return recoding && facts.need(entity).compareTo(body) > 0;
    }

    @Override
    public void header(int entity, String name, LinePieces piece) throws IOException {
        field += piece.startsField() ? 1 : 0;
        if (RawFacts.isHidden(entity, name)) {
            return;
        }
        hasVersion |= entity == 0 && name.equals("mime-version");
        if (name.equals("content-transfer-encoding") && isRecoded(entity)) {
            return;
        }
        byte[] encoded = facts.fields().encoded(field, form.utf8());
        if (encoded == null) {
            copy(piece);
        } else if (piece.startsField()) {
            sink.put(encoded);
        }
    }

    @Override
    public void headerEnd(MimeEntity entity) throws IOException {
        if (!isRecoded(entity.index())) {
            return;
        }
        endLine();
        if (entity.index() == 0 && !hasVersion) {
            sink.ascii("MIME-Version: 1.0\r\n");
        }
        sink.ascii("Content-Transfer-Encoding: " + encoding(entity) + "\r\n");
    }

    private String encoding(MimeEntity entity) {
        return switch (entity.kind()) {
            case TEXT -> "quoted-printable";
            case OTHER -> "base64";
            default -> body == Form.Body.SEVEN_BIT ? "7bit" : "8bit";
        };
    }

    @Override
    public void body(MimeEntity entity, LinePieces piece) throws IOException {
        if (entity.index() != leaf) {
            leaf = entity.index();
            encoder = isRecoded(leaf) ? RawEncoder.of(entity, sink) : RawEncoder.NONE;
        }
        if (encoder != RawEncoder.NONE) {
            encoder.add(piece);
        } else if (body == Form.Body.BINARY && entity.isBinary()) {
            RawEncoder.putEnd(sink, pending);
            piece.writeTo(sink);
            pending = piece.end();
        } else {
            copy(piece);
        }
    }

    @Override
    public void between(LinePieces piece) throws IOException {
        copy(piece);
    }

    @Override
    public void boundary(LinePieces piece) throws IOException {
        encoder.end(false);
        encoder = RawEncoder.NONE;
        if (pending != LinePieces.End.NONE) {
            pending = LinePieces.End.NONE;
            sink.ascii("\r\n");
        }
        endLine();
        copy(piece);
    }

    @Override
    public void end() throws IOException {
        encoder.end(true);
        RawEncoder.putEnd(sink, pending);
        endLine();
    }

    private void copy(LinePieces piece) throws IOException {
        piece.writeTo(sink);
        lineOpen = piece.end() == LinePieces.End.NONE;
        if (!lineOpen) {
            sink.ascii("\r\n");
        }
    }

    private void endLine() throws IOException {
        if (lineOpen) {
            sink.ascii("\r\n");
            lineOpen = false;
        }
    }
}
