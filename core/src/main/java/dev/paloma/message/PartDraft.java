package dev.paloma.message;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link Part.Builder} has been told, and the making of the part from it. */
final class PartDraft {
    /** Nesting is bounded because it is written, and read by everybody else, by recursion. */
    static final int DEEPEST = 100;

    private static final Set<String> OWNED = Set.of(
            "content-type", "content-transfer-encoding", "content-disposition", "content-id", "content-description");

    @Nullable
    Charset charset;

    @Nullable
    TransferEncoding encoding;

    @Nullable
    String disposition;

    @Nullable
    String name;

    @Nullable
    String id;

    @Nullable
    String description;

    private @Nullable String typeName;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<Headers.Field> fields = new ArrayList<>();
    private @Nullable String boundary;
    private @Nullable String text;
    private @Nullable Source source;
    private @Nullable Path file;
    private @Nullable List<Part> subparts;
    private @Nullable Content content;

    void type(MediaType type) {
        typeName = type.name();
        type.parameters().forEach(this::parameter);
    }

    void header(String field, String value) {
        String lower = Checks.fieldName(field).toLowerCase(Locale.ROOT);
        if (OWNED.contains(lower)) {
            throw new MessageException(field + " can't be given as a header field: it is made from what the part is");
        }
        if (!lower.startsWith("content-") && !lower.startsWith("x-")) {
            throw new MessageException(field + " has no meaning in a part: its fields begin with Content- or X-");
        }
        fields.add(new Headers.Field(field, FieldRules.text(field, value)));
    }

    void parameter(String key, String value) {
        String lower = Checks.token("parameter name", key).toLowerCase(Locale.ROOT);
        if (lower.equals("boundary")) {
            throw new MessageException(
                    "the boundary can't be given as a parameter of the type: it is chosen so that no part holds it");
        }
        parameters.put(lower, Checks.text("parameter " + key, value));
    }

    /** RFC 2046 §5.1.1, but for the space, which gains nothing and gets lost. */
    void boundary(String given) {
        boolean good = !given.isEmpty() && given.length() <= 70;
        for (int i = 0; good && i < given.length(); i++) {
            char c = given.charAt(i);
            boolean letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            good = letter || "'()+_,-./:=?".indexOf(c) >= 0;
        }
        if (!good) {
            throw new MessageException("not a boundary: " + FieldRules.shown(given));
        }
        boundary = given;
    }

    void text(String given) {
        claim();
        text = given;
    }

    void source(Source given) {
        claim();
        source = given;
    }

    void subparts(List<Part> given) {
        claim();
        if (given.isEmpty()) {
            throw new MessageException("a container needs at least one part");
        }
        subparts = List.copyOf(given);
    }

    void content(Content given) {
        claim();
        content = given;
    }

    void stream(InputStream in) {
        try {
            Octets octets = Octets.spool(in);
            source(Source.of(octets, 0, octets.size(), "stream"));
        } catch (IOException e) {
            throw new UncheckedIOException("can't read the stream: " + e.getMessage(), e);
        }
    }

    /** @param end -1 for the end of the file */
    void file(Path path, long start, long end) {
        String shown = FieldRules.shown(path.toString());
        try {
            Octets octets = Octets.of(path);
            if (end > octets.size()) {
                throw new MessageException(shown + " has " + octets.size() + " octets, fewer than " + end);
            }
            source(Source.of(octets, start, end < 0 ? octets.size() : end, shown));
            file = path;
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("can't read " + shown + ": no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + shown + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        String reason = e.getMessage();
        return e instanceof AccessDeniedException ? "permission denied" : reason == null ? "unknown" : reason;
    }

    /** The last element of a path written in either manner: where a file lay is nobody's business. */
    static String fileName(String given) {
        Checks.text("file name", given);
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        if (last.isBlank() || last.equals(".") || last.equals("..") || last.length() > 255) {
            throw new MessageException("not a file name: " + FieldRules.shown(given));
        }
        return last;
    }

    static String nameOf(Path path) {
        return fileName(String.valueOf(path.getFileName()));
    }

    static Part.Builder attachment(String name, String type) {
        return Part.builder().name(name).contentType(type).attachment();
    }

    private void claim() {
        if (text != null || source != null || subparts != null || content != null) {
            throw new MessageException("a part has one content: text, bytes, a file, a stream, parts or a message");
        }
    }

    Part build() {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        Part part;
        if (text != null) {
            part = ofText(text, all);
        } else if (source != null) {
            part = ofSource(source, all);
        } else if (subparts != null) {
            part = ofParts(subparts, all);
        } else if (content != null) {
            part = ofContent(content, all);
        } else {
            throw new MessageException("a part needs content: text, bytes, a file, a stream, parts or a message");
        }
        if (part.body().depth() > DEEPEST) {
            throw new MessageException("parts are nested more than " + DEEPEST + " deep");
        }
        return part;
    }

    private Part ofText(String given, Map<String, String> all) {
        String type = simpleType("text/plain");
        if (isNeverEncoded(type)) {
            return asItIs(type, all, given);
        }
        Charset wanted = charset(all);
        Lines lines = Lines.of(given, wanted);
        if (charset != null || all.containsKey("charset") || type.startsWith("text/")) {
            boolean ascii = wanted.equals(StandardCharsets.UTF_8) && lines.ascii();
            all.put("charset", ascii ? "us-ascii" : wanted.name().toLowerCase(Locale.ROOT));
        }
        if (!Lines.hasAsciiLineEnds(wanted)) {
            return part(type, all, new OctetBody(Source.of(lines.octets), true));
        }
        return part(type, all, new TextBody(lines, encoding, true));
    }

    /** Reports and the like (RFC 2046 §5.2, RFC 3464 §2.1), but not those of RFC 6532 and RFC 6533. */
    private static boolean isNeverEncoded(String type) {
        return type.startsWith("message/") && !type.startsWith("message/global");
    }

    private Part asItIs(String type, Map<String, String> all, String given) {
        Lines lines = Lines.of(given);
        if (!lines.fitsSevenBit() || (encoding != null && encoding != TransferEncoding.SEVEN_BIT)) {
            throw new MessageException(type + " can't be encoded, so it takes only lines of ASCII, of at most 998"
                    + " characters (RFC 2046 section 5.2)");
        }
        return part(type, all, new TextBody(lines, TransferEncoding.SEVEN_BIT, true));
    }

    private Charset charset(Map<String, String> all) {
        String named = all.get("charset");
        if (charset != null || named == null) {
            return charset == null ? StandardCharsets.UTF_8 : charset;
        }
        try {
            return Charset.forName(named);
        } catch (IllegalArgumentException e) {
            throw new MessageException("no such charset: " + FieldRules.shown(named));
        }
    }

    private Part ofSource(Source given, Map<String, String> all) {
        String type = simpleType(sourceType());
        if (isNeverEncoded(type)) {
            return asItIs(type, all, new String(given.inMemory(), StandardCharsets.ISO_8859_1));
        }
        if (charset != null) {
            all.put("charset", charset.name().toLowerCase(Locale.ROOT));
        } else if (type.startsWith("text/") && !all.containsKey("charset")) {
            String found = given.charset();
            if (found != null) {
                all.put("charset", found);
            }
        }
        if (encoding == null || encoding == TransferEncoding.BASE64 || encoding == TransferEncoding.BINARY) {
            return part(type, all, new OctetBody(given, encoding == TransferEncoding.BASE64));
        }
        Lines lines = new Lines(given.inMemory());
        return part(type, all, new TextBody(lines, encoding, type.startsWith("text/")));
    }

    private String sourceType() {
        if (file != null) {
            return MediaTypes.of(file, name != null ? name : nameOf(file));
        }
        String known = name == null ? null : MediaTypes.of(name);
        return known == null ? MediaTypes.OCTETS : known;
    }

    private Part ofParts(List<Part> given, Map<String, String> all) {
        String type = typeName == null ? "multipart/mixed" : typeName;
        if (!type.startsWith("multipart/")) {
            throw new MessageException("parts go into multipart/..., not into " + type);
        }
        refuseEncoding(type);
        Boundaries boundaries = new Boundaries(null);
        String chosen = boundary == null ? boundaries.next() : boundary;
        MultipartBody body = MultipartBody.of(given, chosen);
        if (body == null) {
            throw new MessageException("the boundary stands in what it should bound: choose another");
        }
        if (boundary != null && !body.isSearched()) {
            throw new MessageException("a boundary of one's own can't go around a ready-made message, which isn't"
                    + " searched for it: leave it to be chosen");
        }
        all.put("boundary", chosen);
        return part(type, all, body);
    }

    private Part ofContent(Content given, Map<String, String> all) {
        ContentBody body = new ContentBody(given);
        // RFC 6532 §3.7: header fields in UTF-8 don't make a message/rfc822.
        String usual = body.isUtf8() ? "message/global" : "message/rfc822";
        String type = typeName == null ? usual : typeName;
        if (!type.equals(usual) && !type.equals("message/global")) {
            throw new MessageException("this message goes as " + usual + ", not as " + type);
        }
        refuseEncoding(type);
        return part(type, all, body);
    }

    private void refuseEncoding(String type) {
        if (encoding != null) {
            throw new MessageException(
                    "the encoding of " + type + " follows from what it holds (RFC 2045 section 6.4)");
        }
    }

    private String simpleType(String otherwise) {
        String type = typeName == null ? otherwise : typeName;
        if (type.startsWith("multipart/")) {
            throw new MessageException(type + " holds parts: give them as subparts");
        }
        if (type.equals("message/rfc822") || type.equals("message/global")) {
            throw new MessageException(type + " holds a message: give it as content");
        }
        return type;
    }

    private Part part(String type, Map<String, String> all, Body body) {
        PartHead head = new PartHead();
        head.structured("Content-Type", type, all);
        if (disposition != null || name != null) {
            String suggested = name;
            Map<String, String> parameter = suggested == null ? Map.of() : Map.of("filename", suggested);
            head.structured("Content-Disposition", disposition == null ? "inline" : disposition, parameter);
        }
        if (id != null) {
            head.structured("Content-ID", "<" + id + ">", Map.of());
        }
        if (description != null) {
            head.unstructured("Content-Description", Headers.encode(description));
        }
        fields.forEach(field -> head.unstructured(field.name(), field.value()));
        return new Part(type, id, head.octets(), body);
    }
}
