package dev.paloma.message;

import dev.paloma.fuzz.Claim;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the MIME writer wrote, by plain means that share nothing with it. Octets are characters of Latin-1 here, so
 * that nothing is lost.
 */
final class ReadMail {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([^=;*\\s]+)(\\*[0-9]+)?(\\*)?=(\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[^;\\s]*+)");
    private static final Pattern ONCE = Pattern.compile(
            "(From|Sender|Reply-To|To|Cc|Subject|Date|Message-ID|In-Reply-To|References|MIME-Version|Content-[-A-Za-z]*):",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("=\\?utf-8\\?([QB])\\?([^?]*)\\?=");

    final Map<String, String> fields = new LinkedHashMap<>();
    private final List<ReadMail> parts = new ArrayList<>();
    private final String body;

    ReadMail(String octets) {
        int end = octets.indexOf("\r\n\r\n");
        Claim.that(end >= 0, "no end of the header");
        for (String line :
                octets.substring(0, end).replaceAll("\r\n(?=[ \t])", "").split("\r\n")) {
            int colon = line.indexOf(':');
            Claim.that(colon > 0, "a line that is no field: " + line);
            String before = fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
            Claim.that(before == null || !ONCE.matcher(line).lookingAt(), "a second " + line.substring(0, colon));
        }
        body = octets.substring(end + 4);
        String boundary = parameters("content-type").get("boundary");
        if (boundary != null) {
            split(boundary);
        }
    }

    private void split(String boundary) {
        String delimiter = "\r\n--" + boundary;
        String[] pieces = ("\r\n" + body).split(Pattern.quote(delimiter), -1);
        Claim.that(pieces[0].isEmpty(), "text before the parts");
        Claim.that(pieces[pieces.length - 1].matches("--(\r\n)?"), "no last boundary");
        Claim.that(pieces.length > 2, "a container without parts");
        for (int i = 1; i < pieces.length - 1; i++) {
            Claim.that(pieces[i].startsWith("\r\n"), "a boundary that goes on");
            parts.add(new ReadMail(pieces[i].substring(2)));
        }
    }

    String type() {
        return fields.getOrDefault("content-type", "text/plain").split(";")[0].strip();
    }

    /** What isn't a container, in order. */
    List<ReadMail> leaves() {
        List<ReadMail> leaves = new ArrayList<>();
        if (parts.isEmpty()) {
            leaves.add(this);
        }
        parts.forEach(part -> leaves.addAll(part.leaves()));
        return leaves;
    }

    boolean isAttachment() {
        return fields.getOrDefault("content-disposition", "").startsWith("attachment");
    }

    /** The body without its transfer encoding. */
    String decoded() {
        String encoding = fields.getOrDefault("content-transfer-encoding", "7bit");
        return switch (encoding) {
            case "base64" -> new String(Base64.getMimeDecoder().decode(checked(body)), StandardCharsets.ISO_8859_1);
            case "quoted-printable" -> unquoted(checked(body));
            default -> body;
        };
    }

    private static String checked(String encoded) {
        for (String line : encoded.split("\r\n")) {
            Claim.that(line.length() <= 76, "an encoded line of " + line.length());
            Claim.that(!line.endsWith(" ") && !line.endsWith("\t"), "space at the end of an encoded line");
        }
        return encoded;
    }

    private static String unquoted(String encoded) {
        String joined = encoded.replace("=\r\n", "");
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < joined.length(); i++) {
            if (joined.charAt(i) == '=') {
                out.append((char) Integer.parseInt(joined, i + 1, i + 3, 16));
                i += 2;
            } else {
                out.append(joined.charAt(i));
            }
        }
        return out.toString();
    }

    /** A field's parameters with RFC 2231 undone, as text. */
    Map<String, String> parameters(String field) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher found = PARAMETER.matcher(fields.getOrDefault(field, ""));
        while (found.find()) {
            String value = found.group(4);
            if (value.startsWith("\"")) {
                value = value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
            }
            if (found.group(3) != null) {
                value = percent(value.startsWith("utf-8''") ? value.substring(7) : value);
            }
            parameters.merge(found.group(1), value, String::concat);
        }
        parameters.replaceAll((name, octets) -> utf8(octets));
        return parameters;
    }

    private static String percent(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean encoded = text.charAt(i) == '%';
            out.append(encoded ? (char) Integer.parseInt(text, i + 1, i + 3, 16) : text.charAt(i));
            i += encoded ? 2 : 0;
        }
        return out.toString();
    }

    /** A field's value with its encoded words read. */
    String words(String field) {
        String value = fields.getOrDefault(field, "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher word = WORD.matcher(value);
        int done = 0;
        while (word.find()) {
            String between = value.substring(done, word.start());
            if (done == 0 || !between.isBlank()) {
                out.writeBytes(octets(between));
            }
            boolean quoted = word.group(1).equals("Q");
            String text = word.group(2);
            out.writeBytes(
                    quoted
                            ? octets(unquoted(text.replace('_', ' ')))
                            : Base64.getDecoder().decode(text));
            done = word.end();
        }
        out.writeBytes(octets(value.substring(done)));
        return out.toString(StandardCharsets.UTF_8);
    }

    static String utf8(String octets) {
        return new String(octets(octets), StandardCharsets.UTF_8);
    }

    private static byte[] octets(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
}
