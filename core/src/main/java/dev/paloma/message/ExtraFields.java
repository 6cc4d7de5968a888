package dev.paloma.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The header fields of a message that are neither addresses nor about its body, in the order they were given. */
final class ExtraFields {
    /** At most one of each (RFC 5322 §3.6, RFC 3834 §5, RFC 2369, RFC 8058). */
    private static final Set<String> SINGULAR = Set.of(
            "in-reply-to",
            "references",
            "auto-submitted",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "list-id",
            "importance",
            "x-priority");

    /** It can't be folded, and lines are limited. */
    private static final int MOST_OF_A_URI = 900;

    private record Line(String name, List<String> tokens, String text) {}

    private final List<Line> lines = new ArrayList<>(0);
    private boolean oneClick;

    /** @throws MessageException if the builder makes this field itself, or there may be only one and there is one */
    void add(String name, String value) {
        String lower = Checks.fieldName(name).toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-") || lower.equals("mime-version")) {
            throw new MessageException(name + " can't be given: it is made from what the message holds");
        }
        if (lower.startsWith("resent-") || lower.equals("return-path")) {
            throw new MessageException(name + " can't be given to a new message: it belongs to one that has travelled");
        }
        claim(name, lower);
        lines.add(new Line(name, List.of(), FieldRules.text(name, value)));
    }

    private void claim(String name, String lower) {
        if (SINGULAR.contains(lower) && has(name)) {
            throw new MessageException(name + " is there already, and a message has only one");
        }
    }

    private boolean has(String name) {
        for (Line line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private void tokens(String name, List<String> tokens) {
        claim(name, name.toLowerCase(Locale.ROOT));
        lines.add(new Line(name, tokens, ""));
    }

    void inReplyTo(Headers original) {
        List<String> self = MessageIds.read(original.get("Message-ID"));
        if (self.isEmpty()) {
            return;
        }
        tokens("In-Reply-To", self.subList(0, 1));
        tokens("References", MessageIds.references(original));
    }

    void listUnsubscribe(String... uris) {
        if (uris.length == 0) {
            throw new MessageException("List-Unsubscribe needs a URI");
        }
        List<String> tokens = new ArrayList<>(uris.length);
        for (int i = 0; i < uris.length; i++) {
            tokens.add("<" + uri(uris[i]) + (i + 1 < uris.length ? ">," : ">"));
        }
        tokens("List-Unsubscribe", tokens);
    }

    private static String uri(String uri) {
        boolean good = uri.length() <= MOST_OF_A_URI
                && (hasScheme(uri, "https:") || hasScheme(uri, "http:") || hasScheme(uri, "mailto:"));
        for (int i = 0; good && i < uri.length(); i++) {
            char c = uri.charAt(i);
            good = c > ' ' && c < 0x7F && c != ',' && c != '<' && c != '>';
        }
        if (!good) {
            throw new MessageException("not an https, http or mailto URI in ASCII: " + FieldRules.shown(uri));
        }
        return uri;
    }

    private static boolean hasScheme(String uri, String scheme) {
        return uri.regionMatches(true, 0, scheme, 0, scheme.length()) && uri.length() > scheme.length();
    }

    void oneClick() {
        if (!oneClick) {
            add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            oneClick = true;
        }
    }

    void autoSubmitted(String how) {
        tokens("Auto-Submitted", List.of(Checks.token("Auto-Submitted", how)));
    }

    /** @throws MessageException if one-click was asked for without an https URI (RFC 8058 §3.1) */
    void check() {
        if (oneClick && lines.stream().noneMatch(ExtraFields::hasHttps)) {
            throw new MessageException("one-click needs a List-Unsubscribe with an https URI (RFC 8058 section 3.1)");
        }
    }

    private static boolean hasHttps(Line line) {
        return line.name().equals("List-Unsubscribe")
                && line.tokens().stream().anyMatch(token -> hasScheme(token.substring(1), "https:"));
    }

    /** Whether an address in one of them needs UTF-8; all other text is encoded. */
    boolean utf8() {
        for (Line line : lines) {
            if (!FieldRules.isAscii(line.text())) {
                return true;
            }
        }
        return false;
    }

    void writeTo(Sink sink) throws IOException {
        for (Line line : lines) {
            if (line.tokens().isEmpty()) {
                FieldWriter.unstructured(sink, line.name(), line.text());
            } else {
                FieldWriter.write(sink, line.name(), line.tokens());
            }
        }
    }
}
