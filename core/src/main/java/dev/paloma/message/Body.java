package dev.paloma.message;

import java.io.IOException;

/** What stands after the empty line of a part. Immutable; writes the same octets each time. */
interface Body {
    /** The header field that names the transfer encoding chosen where this much is offered; may be empty. */
    String encodingField(Form.Body offered);

    /** The least that must be offered for what is chosen where this much is offered. */
    Form.Body least(Form.Body offered);

    /** Octets {@link #writeTo} writes, or -1 if unknown. */
    long size(Form.Body offered);

    void writeTo(Sink sink, Form.Body offered) throws IOException;

    /** Whether what is written ends in CRLF, or is nothing, or need not end in it. */
    boolean endsLine(Form.Body offered);

    /** Whether octets in memory hold these, so that they can't serve as a boundary. */
    boolean contains(byte[] boundary);

    /** Whether {@link #contains} also knows what messages inside hold; if not, a boundary mustn't be one to be guessed. */
    boolean isSearched();

    /** How many levels of parts there are inside. */
    int depth();
}
