package dev.paloma.message;

import java.io.IOException;

/** Takes a message piece by piece, in order, from a {@link MimeWalk}. */
interface MimeVisitor {
    /**
     * A piece of a header line.
     *
     * @param entity whose header it is, by its index
     * @param field the field's name in lower case, on its continuation lines too; empty for a line that is no field
     */
    void header(int entity, String field, LinePieces piece) throws IOException;

    /** After the last line of a header, before the empty line if there is one. */
    void headerEnd(MimeEntity entity) throws IOException;

    /** A piece of a body without parts. */
    void body(MimeEntity entity, LinePieces piece) throws IOException;

    /** A piece of what belongs to no part: an empty line after a header, text before the first and after the last part. */
    void between(LinePieces piece) throws IOException;

    /** A boundary line, always in one piece; the line end before it belongs to it. */
    void boundary(LinePieces piece) throws IOException;

    /** After the last piece. */
    void end() throws IOException;
}
