package dev.paloma.cli;

import dev.paloma.Outcome;
import dev.paloma.Receipt;
import java.util.ArrayList;
import java.util.List;

/** The line for a mail that some have and others haven't. */
final class Partial {
    private static final int MOST_NAMED = 5;

    private Partial() {}

    /** The error line of a send: what failed, and whom the mail didn't reach although it reached others; or empty. */
    static String line(Ending ending) {
        Receipt receipt = ending.receipt();
        if (receipt.with(Outcome.ACCEPTED).isEmpty() || receipt.isAccepted()) {
            return ending.message();
        }
        List<String> parts = new ArrayList<>();
        if (!ending.message().isEmpty()) {
            parts.add(ending.message());
        }
        for (Outcome outcome : List.of(Outcome.REFUSED, Outcome.DEFERRED)) {
            String names = names(receipt, outcome);
            if (!names.isEmpty()) {
                parts.add((outcome == Outcome.REFUSED ? "refused: " : "deferred: ") + names);
            }
        }
        if (!receipt.with(Outcome.DEFERRED).isEmpty()) {
            parts.add("try again for the deferred ones only, each with --recipient, or the others get it twice");
        }
        return String.join("; ", parts);
    }

    private static String names(Receipt receipt, Outcome outcome) {
        List<String> names = new ArrayList<>();
        int more = 0;
        for (Receipt.Row row : receipt.rows()) {
            if (row.outcome() == outcome && names.size() < MOST_NAMED) {
                String said = row.reply() == null ? row.text() : row.reply().toString();
                names.add(row.recipient().address() + " (" + said + ")");
            } else if (row.outcome() == outcome) {
                more++;
            }
        }
        return String.join(", ", names) + (more == 0 ? "" : " and " + more + " more");
    }
}
