package dev.paloma.interop.seeds;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message as it arrived, read without the library: fields, and the body with its transfer encoding undone. */
final class Arrived {
    private static final Pattern INTEREST = Pattern.compile(
            "(from|to|cc|bcc|sender|subject|reply-to|\\..*|x-(?!mailer).*|resent-(?!date|message-id).*):.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ONCE =
            Pattern.compile("from|sender|to|cc|bcc|subject|date|message-id|mime-version|content-.*");
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([-\\w]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))", Pattern.CASE_INSENSITIVE);

    private final List<String> fields = new ArrayList<>();
    private final String body;

    /** ISO-8859-1 stands for octets here. */
    Arrived(byte[] content) {
        this(new String(content, ISO_8859_1));
    }

    private Arrived(String text) {
        int end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
        String header = end < 0 ? text : text.substring(0, end);
        for (String line : header.split("\r\n")) {
            if (line.matches("[ \t].*") && !fields.isEmpty()) {
                fields.set(fields.size() - 1, fields.get(fields.size() - 1) + line);
            } else if (!line.isEmpty()) {
                fields.add(line);
            }
        }
        body = end < 0 ? "" : text.substring(end == 0 ? 2 : end + 4);
    }

    private static String utf8(String octets) {
        return new String(octets.getBytes(ISO_8859_1), UTF_8);
    }

    /** The fields that a user gave, by name; what is wrong with the header is added to the faults. */
    List<String> fields(Collection<String> faults) {
        Collection<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<String> seen = new ArrayList<>();
        for (String field : fields) {
            String name = field.replaceAll("(?s):.*", "").toLowerCase(Locale.ROOT);
            if (!field.matches("[!-9;-~]+:[^\\x00\\r]*")) {
                faults.add("a header line that is no field");
            } else if (seen.contains(name) && ONCE.matcher(name).matches()) {
                faults.add("two " + field.replaceAll("(?s):.*", "") + " fields");
            }
            seen.add(name);
            if (INTEREST.matcher(field).matches()) {
                String decoded = Words.decode(utf8(field).replaceAll("\\s+", " "), faults);
                found.add(name + decoded.substring(name.length()).stripTrailing());
            }
        }
        return List.copyOf(found);
    }

    private String field(String name) {
        return fields.stream()
                .filter(field -> field.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(field -> field.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Text with LF; of a multipart, its parts. */
    String text() {
        return body().replace("\r\n", "\n");
    }

    private String body() {
        Matcher boundary = BOUNDARY.matcher(field("content-type"));
        if (boundary.find()) {
            String between = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
            return parts("\r\n" + body, "\r\n--" + between);
        }
        return switch (field("content-transfer-encoding").toLowerCase(Locale.ROOT)) {
            case "base64" -> text(Base64.getMimeDecoder().decode(body));
            case "quoted-printable" -> text(Words.quoted(body.replaceAll("[ \t]*=\r\n", "")));
            default -> text(body.getBytes(ISO_8859_1));
        };
    }

    private String text(byte[] octets) {
        if (field("content-type").startsWith("application/octet-stream")) {
            return octets.length + " octets, hash " + Arrays.hashCode(octets);
        }
        Matcher charset = CHARSET.matcher(field("content-type"));
        return new String(octets, charset.find() ? Charset.forName(charset.group(1)) : UTF_8);
    }

    private static String parts(String body, String delimiter) {
        List<String> texts = new ArrayList<>();
        String[] pieces = body.split(Pattern.quote(delimiter));
        for (String piece : Arrays.asList(pieces).subList(1, Math.max(1, pieces.length - 1))) {
            texts.add(new Arrived(piece.substring(2)).body());
        }
        return String.join(" + ", texts);
    }
}
