package dev.paloma.message;

/** How the octets of a part are put on the wire (RFC 2045 §6). */
public enum TransferEncoding {
    /** As they are: ASCII in lines of at most 998 octets. */
    SEVEN_BIT("7bit", Form.Body.SEVEN_BIT),
    /** As they are: any octets but NUL, in lines of at most 998. */
    EIGHT_BIT("8bit", Form.Body.EIGHT_BIT),
    /** Readable where the octets are mostly ASCII. */
    QUOTED_PRINTABLE("quoted-printable", Form.Body.SEVEN_BIT),
    /** Four octets for three. */
    BASE64("base64", Form.Body.SEVEN_BIT),
    /** As they are, without lines; only where BINARYMIME is offered. */
    BINARY("binary", Form.Body.BINARY);

    private final String field;
    private final Form.Body needs;

    TransferEncoding(String token, Form.Body needs) {
        this.field = "Content-Transfer-Encoding: " + token + "\r\n";
        this.needs = needs;
    }

    /** The whole header field. */
    String field() {
        return field;
    }

    /** What must be offered for it. */
    Form.Body needs() {
        return needs;
    }
}
