package dev.paloma.message;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Ready-made mail of any kind: lines as promised, no Bcc, nothing lost, and what was written is written as it is. */
public final class RawTarget {
    private static final Set<String> HIDDEN = Set.of("bcc", "resent-bcc");
    private static final Set<String> ADDED = Set.of("content-transfer-encoding", "mime-version");

    private RawTarget() {}

    public static void run(Input input) {
        byte[] octets = input.rest();
        RawContent content;
        try {
            content = Content.of(octets);
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
            return;
        }
        checkEnvelope(content);
        for (Form offered : WrittenLines.OFFERS) {
            Form form = content.form(offered);
            if (offered.covers(form)) {
                check(content, form);
            }
        }
    }

    private static void checkEnvelope(RawContent content) {
        try {
            Claim.that(!content.envelope().recipients().isEmpty(), "nobody");
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
        }
    }

    private static void check(RawContent content, Form form) {
        byte[] written = WrittenLines.of(content, form);
        RawContent again;
        try {
            again = Content.of(written);
        } catch (MessageException e) { // what stood before it was a Bcc field
            Claim.that(hasHidden(content), "unreadable");
            return;
        }
        again.headers().fields().forEach(field -> Claim.that(!isOneOf(HIDDEN, field), "Bcc is written"));
        if (again.headers().fields().isEmpty() && hasHidden(content)) {
            return; // behind it was a line without a colon, so that now there is nothing but a body
        }
        compare(others(again.headers()), others(content.headers()));
        if (form.body() != Form.Body.BINARY) {
            Claim.that(form.covers(again.form(form)), "what fitted needs more");
            String text = new String(WrittenLines.of(again, again.form(form)), StandardCharsets.ISO_8859_1);
            Claim.equal(text, new String(written, StandardCharsets.ISO_8859_1), "written as it is");
        }
    }

    /** What holds letters beyond ASCII may be encoded now; everything else is as it was. */
    private static void compare(List<Headers.Field> now, List<Headers.Field> before) {
        Claim.equal(names(now), names(before), "header fields");
        for (int i = 0; i < now.size(); i++) {
            String value = now.get(i).value();
            if (isAscii(before.get(i).value()) || !isAscii(value)) {
                Claim.equal(
                        value, before.get(i).value(), "the field " + now.get(i).name());
            }
        }
    }

    private static List<String> names(List<Headers.Field> fields) {
        return fields.stream().map(Headers.Field::name).toList();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean hasHidden(RawContent content) {
        return content.headers().fields().stream().anyMatch(field -> isOneOf(HIDDEN, field));
    }

    private static List<Headers.Field> others(Headers headers) {
        return headers.fields().stream()
                .filter(field -> !isOneOf(HIDDEN, field) && !isOneOf(ADDED, field))
                .toList();
    }

    private static boolean isOneOf(Set<String> names, Headers.Field field) {
        return names.contains(field.name().toLowerCase(Locale.ROOT));
    }
}
