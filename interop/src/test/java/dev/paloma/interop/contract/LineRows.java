package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.message.Mail;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A line to the server that breaks. */
final class LineRows {
    /** It takes a moment until it is noticed; and a connection used in the last 20 ms isn't looked at before it is used. */
    private static final Duration NOTICED = Duration.ofMillis(60);

    private LineRows() {}

    static void add(Plan plan) {
        boolean possible = plan.subject().mainWay().isTcp();
        plan.row("line cut between two mails: the second goes by another", possible, LineRows::between);
        plan.row("line cut in the middle of a mail: deferred", possible, LineRows::middle);
        plan.row("answer to a mail lost: unknown, and stored once", possible, LineRows::unanswered);
    }

    private static @Nullable String between(Desk desk) throws IOException {
        try (Relay relay = new Relay();
                Mailer mailer = desk.mailer().connector(relay.connector()).build()) {
            Receipt first = desk.deliver(mailer, desk.letters().small());
            cut(relay);
            Receipt second = desk.deliver(mailer, desk.letters().small());
            desk.expect(
                    first.session().connection() != second.session().connection(), "the same connection: " + second);
        }
        return null;
    }

    private static @Nullable String middle(Desk desk) throws IOException {
        try (Relay relay = new Relay();
                Mailer mailer = desk.mailer().connector(relay.connector()).build()) {
            LongContent content = desk.letters().lengthy(5_000_000).halfway(() -> cut(relay));
            Receipt receipt = desk.send(mailer, desk.letters().toBob(content));
            desk.expectSame(Outcome.DEFERRED, receipt.rows().get(0).outcome(), "outcome of " + receipt.rows());
        }
        return null;
    }

    private static void cut(Relay relay) {
        try {
            relay.cut();
            Thread.sleep(NOTICED.toMillis());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the line can't be cut", e);
        }
    }

    /** By DATA: once the end mark is about to leave, there is only one reply to come. */
    private static @Nullable String unanswered(Desk desk) throws IOException {
        Mail mail = desk.letters().small();
        String url = Way.with(desk.subject().url(desk.subject().mainWay()), "chunking=false");
        try (Relay relay = new Relay();
                Mailer mailer = desk.mailer(url).connector(relay.connector()).build()) {
            mailer.send(mail, relay::loseNextAnswer);
        } catch (SendException e) {
            desk.note(mail, Letters.BOB);
            desk.expect(e.isUnknown() && !e.isTransient(), "was said to be " + e.kind());
            desk.expectSame(Outcome.UNKNOWN, e.receipt().rows().get(0).outcome(), "outcome");
            return null;
        }
        throw new AssertionError("was accepted without an answer");
    }
}
