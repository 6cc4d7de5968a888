package dev.paloma.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads header fields from text (RFC 5322 §2.2, §3.5), continuation lines of the obsolete sort too. */
final class HeaderParser {
    private final String text;
    private final boolean strict;
    private final List<Headers.Field> fields = new ArrayList<>();
    private final StringBuilder value = new StringBuilder();
    private @Nullable String name;
    private int line;
    private boolean skipping;

    private HeaderParser(String text, boolean strict) {
        this.text = text;
        this.strict = strict;
    }

    /** All fields up to the empty line; the first bad line is an error. */
    static List<Headers.Field> strict(String text) {
        return new HeaderParser(text, true).parse();
    }

    /** What can be read of mail that others made: bad lines left out, controls replaced by U+FFFD. */
    static List<Headers.Field> lenient(String text) {
        return new HeaderParser(text, false).parse();
    }

    private List<Headers.Field> parse() {
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            int bare = feed > start && text.charAt(feed - 1) == '\r' ? feed - 1 : end;
            if (bare == start) {
                break;
            }
            line++;
            line(start, bare);
            start = end + 1;
        }
        finish();
        return fields;
    }

    private void line(int start, int end) {
        if (EncodedWords.isSpace(text.charAt(start))) {
            continuation(start, end);
            return;
        }
        finish();
        skipping = false;
        int colon = start;
        while (colon < end && text.charAt(colon) != ':') {
            colon++;
        }
        if (colon == end) {
            fault("no colon after a field name");
            return;
        }
        String found = text.substring(start, colon);
        // The obsolete syntax has white space before the colon (RFC 5322 §4.5.3); what others wrote is read so.
        String fault = FieldRules.nameFault(strict ? found : FieldRules.trim(found));
        if (fault != null) {
            fault(fault);
            return;
        }
        name = strict ? found : FieldRules.trim(found);
        value.setLength(0);
        add(colon + 1, end);
    }

    private void continuation(int start, int end) {
        if (skipping) {
            return;
        }
        if (name == null) {
            fault("continuation line before any field");
            return;
        }
        add(start, end);
    }

    private void add(int start, int end) {
        int lone = strict ? FieldRules.loneSurrogate(text.substring(start, end)) : -1;
        if (lone >= 0) {
            fault(FieldRules.nameOf(text.charAt(start + lone)));
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (FieldRules.isControl(c)) {
                if (strict) {
                    fault(FieldRules.nameOf(c));
                }
                c = '\uFFFD';
            }
            value.append(c);
        }
    }

    private void fault(String what) {
        if (strict) {
            throw new MessageException("header line " + line + ": " + what);
        }
        skipping = true;
    }

    private void finish() {
        if (name != null) {
            fields.add(new Headers.Field(name, value.toString()));
            name = null;
        }
    }
}
