package dev.paloma.message;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message or a part of one (RFC 2045 §2.4), as far as its header tells what may be done with its body. */
final class MimeEntity {
    /** How a body may be put in another transfer encoding. */
    enum Kind {
        /** Line by line, as quoted-printable. */
        TEXT,
        /** As base64. */
        OTHER,
        /** Not itself, only its parts (RFC 2045 §6.4). */
        MULTIPART,
        /** Not itself, only the message in it. */
        MESSAGE,
        /** Not at all: encoded already, or its structure isn't known. */
        OPAQUE
    }

    private static final Set<String> SEALED = Set.of(
            "multipart/signed",
            "multipart/encrypted",
            "application/pkcs7-mime",
            "application/x-pkcs7-mime",
            "application/pgp-encrypted");
    private static final Set<String> IDENTITY = Set.of("", "7bit", "8bit", "binary");
    /** RFC 2046 §5.1.1 has 70; some writers go beyond. */
    private static final int LONGEST_BOUNDARY = 200;

    private final int index;
    private final String type;
    private final String boundary;
    private final String encoding;
    private final Kind kind;

    private MimeEntity(int index, String type, String boundary, String encoding, Kind kind) {
        this.index = index;
        this.type = type;
        this.boundary = boundary;
        this.encoding = encoding;
        this.kind = kind;
    }

    /** An entity of which nothing can be known. */
    static MimeEntity opaque(int index) {
        return new MimeEntity(index, "text/plain", "", "", Kind.OPAQUE);
    }

    /**
     * @param contentType the field's value; null if there was none
     * @param usual the type that goes without saying here
     * @param leaf whether parts in this one won't be looked at
     */
    static MimeEntity of(int index, @Nullable String contentType, String transferEncoding, String usual, boolean leaf) {
        Map<String, String> read = Parameters.parse(contentType == null ? usual : contentType);
        String type = read.getOrDefault("", "").toLowerCase(Locale.ROOT);
        String encoding =
                Parameters.parse(transferEncoding).getOrDefault("", "").toLowerCase(Locale.ROOT);
        String boundary = read.getOrDefault("boundary", "");
        boolean fits = !leaf && IDENTITY.contains(encoding);
        Kind kind = kind(type, boundary, encoding, fits);
        // Such text has no lines to be mended: their ends are other octets.
        boolean wide = kind == Kind.TEXT && encoding.equals("binary") && isWide(read.getOrDefault("charset", ""));
        return new MimeEntity(index, type, boundary, encoding, wide ? Kind.OTHER : kind);
    }

    private static boolean isWide(String charset) {
        Charset known = WordDecoder.find(charset);
        return known != null && known.canEncode() && !Lines.hasAsciiLineEnds(known);
    }

    private static Kind kind(String type, String boundary, String encoding, boolean fits) {
        if (type.startsWith("multipart/")) {
            return fits && !boundary.isEmpty() && boundary.length() <= LONGEST_BOUNDARY ? Kind.MULTIPART : Kind.OPAQUE;
        }
        if (type.equals("message/rfc822") || type.equals("message/news")) {
            return fits ? Kind.MESSAGE : Kind.OPAQUE;
        }
        // RFC 2046 §5.2: no other message type may be encoded but message/global (RFC 6532 §3.7).
        if (!IDENTITY.contains(encoding) || (type.startsWith("message/") && !type.equals("message/global"))) {
            return Kind.OPAQUE;
        }
        return type.startsWith("text/") ? Kind.TEXT : Kind.OTHER;
    }

    /** Its place in the message, from 0, in the order of the headers. */
    int index() {
        return index;
    }

    Kind kind() {
        return kind;
    }

    String boundary() {
        return boundary;
    }

    boolean isContainer() {
        return kind == Kind.MULTIPART || kind == Kind.MESSAGE;
    }

    /** Whether a signature or a key depends on every octet. */
    boolean isSealed() {
        return SEALED.contains(type);
    }

    /** Whether CR and LF in the body are data and not line ends. */
    boolean isBinary() {
        return kind == Kind.OTHER && encoding.equals("binary");
    }

    /** The type of parts that don't say theirs (RFC 2046 §5.1.5). */
    String usualPart() {
        return type.equals("multipart/digest") ? "message/rfc822" : "text/plain";
    }

    /** What the header says the body may hold. */
    Form.Body declared() {
        return switch (encoding) {
            case "8bit" -> Form.Body.EIGHT_BIT;
            case "binary" -> Form.Body.BINARY;
            default -> Form.Body.SEVEN_BIT;
        };
    }
}
