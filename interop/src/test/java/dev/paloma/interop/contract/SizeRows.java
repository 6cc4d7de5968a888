package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import org.jspecify.annotations.Nullable;

/** Mails that are larger than the server takes. */
final class SizeRows {
    private SizeRows() {}

    static void add(Plan plan) {
        plan.row("SIZE exceeded: refused before its content", plan.subject().offers("SIZE"), SizeRows::declared);
    }

    /** Postfix calls it a warning. */
    static void addUndeclared(Plan plan) {
        plan.row("SIZE exceeded, not known beforehand", plan.subject().offers("SIZE"), SizeRows::undeclared);
    }

    private static @Nullable String declared(Desk desk) {
        LongContent large = desk.letters().lengthy(tooMuch(desk));
        try (Mailer mailer = desk.mailer().build()) {
            long connection =
                    desk.deliver(mailer, desk.letters().small()).session().connection();
            desk.transcript().clear();
            Receipt receipt = desk.send(mailer, desk.letters().toBob(large));
            desk.expect(!desk.transcript().said("MAIL"), "was tried");
            refused(desk, receipt);
            String text = receipt.rows().get(0).text();
            desk.expect(text.contains(String.valueOf(desk.subject().limit())), "says only: " + text);
            Receipt after = desk.deliver(mailer, desk.letters().small());
            desk.expectSame(connection, after.session().connection(), "connection of the mail after it");
        }
        return null;
    }

    private static @Nullable String undeclared(Desk desk) {
        LongContent large = desk.letters().lengthy(tooMuch(desk)).unsized();
        try (Mailer mailer = desk.mailer().build()) {
            refused(desk, desk.send(mailer, desk.letters().toBob(large)));
            desk.deliver(mailer, desk.letters().small());
        }
        return null;
    }

    /** By more than the line ends: some count them once. */
    private static long tooMuch(Desk desk) {
        return desk.subject().limit() / 20 * 21;
    }

    private static void refused(Desk desk, Receipt receipt) {
        desk.expectSame(Outcome.REFUSED, receipt.rows().get(0).outcome(), "outcome of " + receipt.rows());
    }
}
