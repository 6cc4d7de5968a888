package dev.paloma.fuzz;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must be true; an {@link AssertionError} is what the fuzzer keeps an input for. */
public final class Claim {
    private static final int SHOWN = 400;

    private Claim() {}

    public static void that(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    public static void equal(@Nullable Object found, @Nullable Object due, String what) {
        if (!Objects.equals(found, due)) {
            throw new AssertionError(what + "\nfound: " + shown(found) + "\n  due: " + shown(due));
        }
    }

    /** What can be shown to a person on one line. */
    public static void oneLine(@Nullable String text, String what) {
        that(text != null && !text.isBlank(), what + " says nothing");
        if (text != null && text.chars().anyMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029')) {
            throw new AssertionError(what + " isn't one line: " + shown(text));
        }
    }

    /** A secret stands nowhere in a text that somebody may see. */
    public static void hides(@Nullable String text, String secret, String what) {
        that(text == null || !text.contains(secret), what + " shows a secret");
    }

    /** Neither in the failure's own words nor in those of its causes. */
    public static void hides(Throwable failure, String secret) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            hides(t.toString(), secret, t.getClass().getSimpleName());
        }
    }

    private static String shown(@Nullable Object value) {
        StringBuilder shown = new StringBuilder();
        String text = String.valueOf(value);
        for (char c : text.substring(0, Math.min(SHOWN, text.length())).toCharArray()) {
            shown.append(c >= ' ' && c < 0x7F ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return shown.append(text.length() > SHOWN ? "…" : "").toString();
    }
}
