package dev.paloma.testkit;

import java.util.List;

/**
 * A recipient the server accepted.
 *
 * @param address what stood between the angle brackets of RCPT, untouched
 * @param parameters what followed, one {@code KEYWORD=value} each, untouched
 */
public record Recipient(String address, List<String> parameters) {
    /** Copies the parameters. */
    public Recipient {
        parameters = List.copyOf(parameters);
    }
}
