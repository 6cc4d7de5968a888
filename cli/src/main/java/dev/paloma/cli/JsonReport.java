package dev.paloma.cli;

import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For scripts: one object on one line. The order of its names is part of the contract. */
final class JsonReport implements Report {
    private final Console console;

    JsonReport(Console console) {
        this.console = console;
    }

    @Override
    public void sent(Ending ending) {
        Receipt receipt = ending.receipt();
        SendException failure = ending.failure();
        Json json = new Json().object();
        json.name("outcome").value(outcome(receipt));
        json.name("messageId").value(receipt.messageId());
        json.name("server").value(receipt.server());
        session(json, receipt.session());
        rows(json, receipt.rows());
        if (failure == null) {
            json.name("error").nothing();
        } else {
            error(json, failure.stage(), ending.message(), failure.reply());
        }
        tried(json, receipt.tried());
        millis(json, receipt.session().times(), receipt.session().total());
        console.line(json.endObject().toString());
        String line = Partial.line(ending);
        if (!line.isEmpty()) {
            console.error(line);
        }
    }

    @Override
    public void stopped(Trouble trouble) {
        Json json = new Json().object();
        json.name("outcome").value("refused");
        json.name("messageId").nothing();
        json.name("server").nothing();
        json.name("tls").nothing();
        json.name("queueId").nothing();
        json.name("recipients").array().endArray();
        error(json, trouble.stage(), trouble.line(), null);
        json.name("tried").array().endArray();
        json.name("millis").object().name("connect").value(0).name("total").value(0);
        console.line(json.endObject().endObject().toString());
        console.error(trouble.line());
    }

    /** One word for all rows. */
    static String outcome(Receipt receipt) {
        if (receipt.isAccepted()) {
            return "accepted";
        }
        if (!receipt.with(Outcome.UNKNOWN).isEmpty()) {
            return "unknown";
        }
        if (!receipt.with(Outcome.ACCEPTED).isEmpty()) {
            return "partial";
        }
        return receipt.with(Outcome.REFUSED).isEmpty() ? "deferred" : "refused";
    }

    private static void session(Json json, Receipt.Session session) {
        json.name("tls");
        if (session.tls() == null) {
            json.nothing();
        } else {
            json.object();
            json.name("protocol").value(session.tls().protocol());
            json.name("cipher").value(session.tls().cipher()).endObject();
        }
        json.name("queueId").value(session.queueId());
    }

    private static void rows(Json json, List<Receipt.Row> rows) {
        json.name("recipients").array();
        for (Receipt.Row row : rows) {
            json.object();
            json.name("address").value(row.recipient().address());
            json.name("outcome").value(row.outcome().name().toLowerCase(Locale.ROOT));
            codes(json, row.reply());
            json.name("text").value(row.text()).endObject();
        }
        json.endArray();
    }

    static void error(Json json, Stage stage, String message, @Nullable Reply reply) {
        json.name("error").object();
        json.name("stage").value(stage.label());
        json.name("message").value(message);
        codes(json, reply);
        json.endObject();
    }

    static void codes(Json json, @Nullable Reply reply) {
        json.name("code");
        if (reply == null) {
            json.nothing().name("enhanced").nothing();
        } else {
            json.value(reply.code());
            json.name("enhanced")
                    .value(
                            reply.enhanced().isEmpty()
                                    ? null
                                    : reply.enhanced().get().toString());
        }
    }

    static void tried(Json json, List<Receipt.Tried> all) {
        json.name("tried").array();
        for (Receipt.Tried tried : all) {
            json.object();
            json.name("server").value(tried.server());
            json.name("error").value(tried.error()).endObject();
        }
        json.endArray();
    }

    static void millis(Json json, Map<Stage, Duration> times, Duration total) {
        json.name("millis").object();
        json.name("connect")
                .value(times.getOrDefault(Stage.CONNECT, Duration.ZERO).toMillis());
        for (Stage stage : Stage.values()) {
            Duration spent = times.get(stage);
            if (spent != null && stage != Stage.CONNECT) {
                json.name(stage.label()).value(spent.toMillis());
            }
        }
        json.name("total").value(total.toMillis()).endObject();
    }
}
