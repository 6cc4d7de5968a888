package dev.paloma.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Goes through a message of any size once, from top to bottom, and tells a visitor what it meets (RFC 2046 §5.1). Parts
 * in parts are followed to a limited depth, without recursion; memory doesn't grow with the message.
 */
final class MimeWalk {
    /** Depth to which parts are followed; a part below is one block. */
    static final int DEEPEST = 100;

    private static final int LONGEST_FIELD = 1 << 14;

    private enum State {
        HEADER,
        BODY,
        BETWEEN
    }

    private final LinePieces piece;
    private final MimeVisitor visitor;
    /** The containers around the present place, outermost first. */
    private final List<MimeEntity> path = new ArrayList<>();

    private State state = State.HEADER;
    private MimeEntity entity = MimeEntity.opaque(0);
    private boolean headerBegun;
    private LinePieces.End before = LinePieces.End.NONE;
    private String field = "";
    private final FieldCatcher contentType = new FieldCatcher("content-type", LONGEST_FIELD);
    private final FieldCatcher encoding = new FieldCatcher("content-transfer-encoding", LONGEST_FIELD);

    private MimeWalk(LinePieces piece, MimeVisitor visitor) {
        this.piece = piece;
        this.visitor = visitor;
    }

    static void walk(LinePieces pieces, MimeVisitor visitor) throws IOException {
        new MimeWalk(pieces, visitor).walk();
    }

    private void walk() throws IOException {
        while (piece.next()) {
            if (!piece.startsLine()) {
                rest();
            } else if (!boundary()) {
                line();
            }
            before = piece.end();
        }
        if (state == State.HEADER) {
            headerEnd();
        }
        visitor.end();
    }

    private void rest() throws IOException {
        switch (state) {
            case HEADER -> header();
            case BODY -> visitor.body(entity, piece);
            case BETWEEN -> visitor.between(piece);
        }
    }

    private void line() throws IOException {
        if (state != State.HEADER) {
            rest();
        } else if (piece.length() == 0) {
            refuseDoubledEnd();
            headerEnd();
            visitor.between(piece);
            enter();
        } else if (headerBegun || beginsHeader()) {
            headerBegun = true;
            field = piece.startsWithSpace() ? field : fieldName(piece);
            contentType.line(field, !piece.startsWithSpace());
            encoding.line(field, !piece.startsWithSpace());
            header();
        } else {
            // No header at all: nothing may be added to it, so nothing can be done with the body.
            entity = MimeEntity.opaque(entity.index());
            visitor.headerEnd(entity);
            state = State.BODY;
            visitor.body(entity, piece);
        }
    }

    private void header() throws IOException {
        contentType.add(piece);
        encoding.add(piece);
        visitor.header(entity.index(), field, piece);
    }

    private boolean beginsHeader() {
        return !fieldName(piece).isEmpty() || (entity.index() == 0 && Preface.isPostmark(piece));
    }

    /** CR CR LF, which comes of converting line ends twice, would end the header after its first line. */
    private void refuseDoubledEnd() {
        if (headerBegun && entity.index() == 0 && before == LinePieces.End.CR && piece.end() == LinePieces.End.CRLF) {
            throw new MessageException("lines of the header end in CR CR LF, which hides what stands below them:"
                    + " save the message with CR LF or LF");
        }
    }

    /** The name before the colon, in lower case; empty if this is no field. White space before the colon is obsolete. */
    static String fieldName(LinePieces piece) {
        int end = 0;
        while (end < piece.length() && piece.at(end) > ' ' && piece.at(end) != 0x7F && piece.at(end) != ':') {
            end++;
        }
        int colon = end;
        while (colon < piece.length() && EncodedWords.isSpace((char) piece.at(colon))) {
            colon++;
        }
        // White space up to the end of a piece: the colon may come in the next one, and Bcc mustn't slip through.
        boolean cut = colon == piece.length() && colon > end && piece.end() == LinePieces.End.NONE;
        boolean isField = end > 0 && (cut || (colon < piece.length() && piece.at(colon) == ':'));
        return isField ? piece.text(Math.min(end, 998)).toLowerCase(Locale.ROOT) : "";
    }

    private void headerEnd() throws IOException {
        String usual = path.isEmpty() ? "text/plain" : path.get(path.size() - 1).usualPart();
        boolean tooDeep = path.size() >= DEEPEST;
        entity = MimeEntity.of(entity.index(), contentType.value(), encoding.valueOrEmpty(), usual, tooDeep);
        visitor.headerEnd(entity);
    }

    /** Goes from the end of a header into the body. */
    private void enter() {
        switch (entity.kind()) {
            case MULTIPART -> {
                path.add(entity);
                state = State.BETWEEN;
            }
            case MESSAGE -> {
                path.add(entity);
                begin();
            }
            default -> state = State.BODY;
        }
    }

    private void begin() {
        entity = MimeEntity.opaque(entity.index() + 1);
        state = State.HEADER;
        headerBegun = false;
        field = "";
        contentType.reset();
        encoding.reset();
    }

    /** Whether this line is a boundary of one of the containers; it ends all that is inside that one. */
    private boolean boundary() throws IOException {
        if (path.isEmpty() || !piece.startsWith("--") || piece.length() > LONGEST_FIELD) {
            return false;
        }
        for (int i = path.size() - 1; i >= 0; i--) {
            String boundary = path.get(i).boundary();
            if (!boundary.isEmpty() && path.get(i).kind() == MimeEntity.Kind.MULTIPART && isBoundary(boundary)) {
                boundary(i, isClosing(boundary));
                return true;
            }
        }
        return false;
    }

    private void boundary(int container, boolean closing) throws IOException {
        if (state == State.HEADER) {
            headerEnd();
        }
        visitor.boundary(piece);
        path.subList(closing ? container : container + 1, path.size()).clear();
        if (closing) {
            state = State.BETWEEN;
        } else {
            begin();
        }
    }

    private boolean isBoundary(String boundary) {
        int after = 2 + boundary.length();
        if (piece.length() < after) {
            return false;
        }
        for (int i = 0; i < boundary.length(); i++) {
            if ((piece.at(2 + i) & 0xFF) != boundary.charAt(i)) {
                return false;
            }
        }
        return isPadding(isClosing(boundary) ? after + 2 : after);
    }

    private boolean isClosing(String boundary) {
        int after = 2 + boundary.length();
        return piece.length() >= after + 2 && piece.at(after) == '-' && piece.at(after + 1) == '-';
    }

    private boolean isPadding(int from) {
        for (int i = from; i < piece.length(); i++) {
            if (!EncodedWords.isSpace((char) piece.at(i))) {
                return false;
            }
        }
        return true;
    }
}
