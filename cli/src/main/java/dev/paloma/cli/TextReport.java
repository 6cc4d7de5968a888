package dev.paloma.cli;

import dev.paloma.Outcome;
import dev.paloma.Receipt;
import java.util.List;
import java.util.Locale;

/** For people: a line for each recipient, then where the mail is. */
final class TextReport implements Report {
    private static final int OUTCOME_WIDTH = 10;
    private static final int WIDEST_ADDRESS = 40;

    private final Console console;

    TextReport(Console console) {
        this.console = console;
    }

    @Override
    public void sent(Ending ending) {
        Receipt receipt = ending.receipt();
        boolean failed = ending.failure() != null;
        if (!failed || receipt.rows().size() > 1) {
            rows(receipt.rows());
        }
        for (Receipt.Tried tried : receipt.tried()) {
            console.line(padded("left", OUTCOME_WIDTH) + tried.error());
        }
        if (!failed) {
            console.line(where(receipt));
        }
        if (ending.file() != null && !receipt.with(Outcome.ACCEPTED).isEmpty()) {
            console.line("mail lies in " + ending.file());
        }
        String line = Partial.line(ending);
        if (!line.isEmpty()) {
            console.error(line);
        }
    }

    @Override
    public void stopped(Trouble trouble) {
        console.error(trouble.line());
    }

    private void rows(List<Receipt.Row> rows) {
        int width = 0;
        for (Receipt.Row row : rows) {
            width = Math.max(width, row.recipient().address().length());
        }
        for (Receipt.Row row : rows) {
            String outcome = row.outcome().name().toLowerCase(Locale.ROOT);
            String address = padded(row.recipient().address(), Math.min(width, WIDEST_ADDRESS) + 2);
            String said = row.reply() == null ? row.text() : row.reply().toString();
            console.line(padded(outcome, OUTCOME_WIDTH) + address + said);
        }
    }

    private static String where(Receipt receipt) {
        Receipt.Session session = receipt.session();
        StringBuilder line = new StringBuilder("by ").append(receipt.server());
        if (session.tls() != null) {
            line.append(" (").append(session.tls().protocol()).append(')');
        }
        if (session.queueId() != null && !String.valueOf(receipt.server()).startsWith("maildir:")) {
            line.append(", queued as ").append(session.queueId());
        }
        return line.append(", in ")
                .append(session.total().toMillis())
                .append(" ms")
                .toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(text.isEmpty() ? 0 : 1, width - text.length()));
    }
}
