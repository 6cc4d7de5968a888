package dev.paloma.outbox;

import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.outbox.MailStatus.Result;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From what the mailer said to what becomes of a job and its recipients: the only place where that is decided. */
final class Judge {
    private final BackOff backOff;
    private final boolean holdDoubtful;

    Judge(BackOff backOff, boolean holdDoubtful) {
        this.backOff = backOff;
        this.holdDoubtful = holdDoubtful;
    }

    /**
     * Whether it was the way that failed, not this mail: then no other would have fared better. A server that has heard of
     * the recipients may say 421 because of them.
     */
    static boolean isRouteFailure(@Nullable SendException failure) {
        if (failure == null || failure.isUnknown() || failure.getCause() instanceof RuntimeException) {
            return false; // a RuntimeException is a bug that this mail meets, and others may not
        }
        for (Receipt.Row row : failure.receipt().rows()) {
            if (row.outcome() != Outcome.DEFERRED) {
                return false;
            }
        }
        Reply reply = failure.reply();
        return failure.kind() == SendException.Kind.SECURITY
                || failure.kind() == SendException.Kind.NO_SUCH_HOST
                || (reply != null && reply.code() == 421 && failure.stage() == Stage.MAIL)
                || (failure.stage() != Stage.COMPOSE && failure.stage().compareTo(Stage.MAIL) < 0);
    }

    /**
     * @param expires whether it may expire now if it has to wait
     */
    Finish judge(Flight flight, Receipt receipt, @Nullable SendException failure, boolean expires) {
        boolean routeFailed = isRouteFailure(failure);
        List<Finish.Row> rows = new ArrayList<>();
        for (int i = 0; i < flight.loaded().numbers().size(); i++) {
            Receipt.Row said = i < receipt.rows().size() ? receipt.rows().get(i) : null;
            rows.add(row(flight.loaded().numbers().get(i), said, routeFailed, expires));
        }
        String text = failure == null ? null : Replies.line(String.valueOf(failure.getMessage()));
        Finish.Told told = new Finish.Told(receipt.server(), receipt.session().queueId(), text);
        return finish(flight, rows, told);
    }

    /** The mailer failed in a way that nobody foresaw: nothing is known of it. */
    Finish unforeseen(Flight flight) {
        String why = "the mailer failed in an unforeseen way; it may have been delivered";
        MailState state = holdDoubtful ? MailState.HELD : MailState.QUEUED;
        List<Finish.Row> rows = flight.loaded().numbers().stream()
                .map(number -> new Finish.Row(number, Result.UNKNOWN, state, 0, why))
                .toList();
        return finish(flight, rows, new Finish.Told(null, null, why));
    }

    /** It couldn't be put together: somebody must look at it, unless that passes. It isn't the mail's time that is over. */
    Finish broken(Flight flight, Loaded.Trouble trouble) {
        String why = trouble.why();
        MailState state = trouble.passes() ? MailState.QUEUED : MailState.HELD;
        List<Finish.Row> rows = flight.loaded().numbers().stream()
                .map(number -> new Finish.Row(number, Result.DEFERRED, state, 0, why))
                .toList();
        return finish(flight, rows, new Finish.Told(null, null, why));
    }

    private Finish.Row row(int number, Receipt.@Nullable Row said, boolean routeFailed, boolean expires) {
        if (said == null) {
            return new Finish.Row(number, Result.DEFERRED, MailState.QUEUED, 0, "nothing was said of it");
        }
        Result result = routeFailed ? Result.NOT_TRIED : result(said.outcome());
        MailState state = switch (result) {
            case ACCEPTED -> MailState.ACCEPTED;
            case REFUSED -> MailState.REFUSED;
            case UNKNOWN, ABANDONED -> holdDoubtful ? MailState.HELD : expires ? MailState.EXPIRED : MailState.QUEUED;
            case DEFERRED, NOT_TRIED -> expires ? MailState.EXPIRED : MailState.QUEUED;
        };
        return new Finish.Row(number, result, state, said.code().orElse(0), said.text());
    }

    private static Result result(Outcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> Result.ACCEPTED;
            case REFUSED -> Result.REFUSED;
            case DEFERRED -> Result.DEFERRED;
            case UNKNOWN -> Result.UNKNOWN;
        };
    }

    private Finish finish(Flight flight, List<Finish.Row> rows, Finish.Told told) {
        Result result = worst(rows);
        boolean queued = rows.stream().anyMatch(row -> row.state() == MailState.QUEUED);
        boolean held = rows.stream().anyMatch(row -> row.state() == MailState.HELD);
        Finish.Next next = queued ? again(flight, result) : ended(flight, held);
        return new Finish(flight.loaded().job(), flight.worker(), result, rows, next, told, flight.span(), null);
    }

    private Finish.Next again(Flight flight, Result result) {
        int deferrals = flight.loaded().job().deferrals();
        return result == Result.NOT_TRIED
                ? new Finish.Next(JobState.READY, flight.ended(), deferrals)
                : new Finish.Next(JobState.WAITING, flight.ended() + backOff.delay(deferrals), deferrals + 1);
    }

    private static Finish.Next ended(Flight flight, boolean held) {
        return new Finish.Next(
                held ? JobState.HELD : Finish.Next.DONE,
                flight.ended(),
                flight.loaded().job().deferrals());
    }

    /** What is told of the attempt as a whole: doubt first, then what is still to come, then refusals. */
    private static Result worst(List<Finish.Row> rows) {
        for (Result result : List.of(Result.UNKNOWN, Result.NOT_TRIED, Result.DEFERRED, Result.REFUSED)) {
            if (rows.stream().anyMatch(row -> row.result() == result)) {
                return result;
            }
        }
        return Result.ACCEPTED;
    }
}
