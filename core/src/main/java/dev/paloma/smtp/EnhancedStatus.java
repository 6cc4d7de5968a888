package dev.paloma.smtp;

import java.util.Optional;

/**
 * An enhanced status code (RFC 3463): {@code 5.7.8}. Where its class differs from the reply code's, the reply code
 * counts.
 *
 * @param category 2 success, 4 for now, 5 for good
 * @param subject 0–999
 * @param detail 0–999
 */
public record EnhancedStatus(int category, int subject, int detail) {
    /** Reads the code at the start of a reply's text, if one stands there (RFC 2034 §4). */
    static Optional<EnhancedStatus> startOf(String text) {
        int[] numbers = new int[3];
        int at = 0;
        for (int i = 0; i < 3; i++) {
            int start = at;
            while (at < text.length() && at - start < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                numbers[i] = numbers[i] * 10 + text.charAt(at++) - '0';
            }
            boolean ends = i == 2
                    ? at == text.length() || text.charAt(at) == ' '
                    : at < text.length() && text.charAt(at) == '.';
            boolean padded = at > start + 1 && text.charAt(start) == '0'; // RFC 3463 §2: no leading zeros
            if (at == start || padded || !ends) {
                return Optional.empty();
            }
            at++;
        }
        boolean known = numbers[0] == 2 || numbers[0] == 4 || numbers[0] == 5;
        return known ? Optional.of(new EnhancedStatus(numbers[0], numbers[1], numbers[2])) : Optional.empty();
    }

    @Override
    public String toString() {
        return category + "." + subject + "." + detail;
    }
}
