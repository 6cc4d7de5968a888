package dev.paloma.smtp;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** The reply to EHLO: what is read of it, written again, is read the same; sizes are numbers; nothing is unbounded. */
public final class CapabilitiesTarget {
    private CapabilitiesTarget() {}

    public static void run(Input input) {
        Limits limits = new Limits(4096, 65536, 512, 1 + input.choice(128), 65536);
        List<String> lines = new ArrayList<>(List.of("mail.example.org"));
        for (String line : input.restAsText().split("\n")) {
            lines.add(Printable.escaped(line));
        }
        Capabilities read = Capabilities.of(new Reply(250, lines), limits);
        Claim.that(read.keywords().size() <= limits.capabilities(), "more than the limit");
        for (String keyword : read.keywords()) {
            Claim.that(isWord(keyword), "keyword '" + keyword + "'");
            Claim.that(read.has(keyword), "has " + keyword);
            if (keyword.chars().allMatch(c -> c < 0x80)) {
                Claim.that(read.has(keyword.toLowerCase(Locale.ROOT)), "has " + keyword + " in small letters");
            }
            read.parameters(keyword).forEach(word -> Claim.that(isWord(word), "parameter '" + word + "'"));
        }
        Claim.equal(again(read, limits).toString(), read.toString(), "read again");
        Claim.that(read.parameters("").isEmpty() && !read.has(" "), "no keyword");
        checkSize(read);
        checkStatus(lines.get(lines.size() - 1));
    }

    private static boolean isWord(String word) {
        return !word.isEmpty() && word.indexOf(' ') < 0 && word.equals(word.toUpperCase(Locale.ROOT));
    }

    private static Capabilities again(Capabilities read, Limits limits) {
        List<String> lines = new ArrayList<>(List.of("again"));
        for (String keyword : read.keywords()) {
            lines.add((keyword + " " + String.join(" ", read.parameters(keyword))).trim());
        }
        return Capabilities.of(new Reply(250, lines), limits);
    }

    private static void checkSize(Capabilities read) {
        OptionalLong size = read.maximumSize();
        if (size.isPresent()) {
            long octets = size.getAsLong();
            Claim.that(octets > 0, "size " + octets);
            Claim.that(read.parameters("SIZE").stream().anyMatch(word -> isNumber(word, octets)), "nobody's size");
        }
    }

    private static boolean isNumber(String word, long octets) {
        return word.replaceFirst("^0+", "").equals(Long.toString(octets));
    }

    private static void checkStatus(String text) {
        EnhancedStatus.startOf(text)
                .ifPresent(status -> Claim.that(
                        text.equals(status.toString()) || text.startsWith(status + " "), "status " + status));
    }
}
