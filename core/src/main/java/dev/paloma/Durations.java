package dev.paloma;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 1d}, or ISO 8601. */
public final class Durations {
    private Durations() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it isn't one, or isn't above zero
     */
    public static Duration parse(String text) {
        Duration duration = read(text.trim().toLowerCase(Locale.ROOT));
        if (duration.isNegative() || duration.isZero()) {
            throw bad(text);
        }
        return duration;
    }

    private static Duration read(String text) {
        try {
            if (text.startsWith("p")) {
                return Duration.parse(text);
            }
            if (text.matches("[0-9]{1,9}ms")) {
                return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
            }
            if (text.matches("[0-9]{1,9}[smhd]")) {
                long number = Long.parseLong(text.substring(0, text.length() - 1));
                return switch (text.charAt(text.length() - 1)) {
                    case 's' -> Duration.ofSeconds(number);
                    case 'm' -> Duration.ofMinutes(number);
                    case 'h' -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                };
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'" + text + "' isn't a duration: write 30s, 5m, 2h or PT30S", e);
        }
        throw bad(text);
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("'" + text + "' isn't a duration above zero: write 30s, 5m, 2h or PT30S");
    }
}
