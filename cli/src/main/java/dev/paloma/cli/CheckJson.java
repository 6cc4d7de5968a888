package dev.paloma.cli;

import dev.paloma.Receipt;
import dev.paloma.ServerReport;
import dev.paloma.smtp.Capabilities;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.Stage;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A check for scripts: one object on one line, which always has the same names in the same order. */
final class CheckJson implements CheckReport {
    private final Console console;

    CheckJson(Console console) {
        this.console = console;
    }

    @Override
    public void checked(ServerReport report, String error) {
        InetAddress address = report.reached().address();
        Json json = new Json().object();
        json.name("outcome").value(report.isOk() ? "ok" : "failed");
        json.name("server").value(report.server());
        json.name("address").value(address == null ? null : address.getHostAddress());
        session(json, report.session());
        answers(json, report);
        if (report.isOk()) {
            json.name("error").nothing();
        } else {
            ServerReport.Problem problem = report.problems().get(0);
            JsonReport.error(json, problem.stage(), error, problem.reply());
        }
        end(
                json,
                report.reached().tried(),
                report.reached().times(),
                report.reached().total());
        if (!error.isEmpty()) {
            console.error(error);
        }
    }

    @Override
    public void stopped(Trouble trouble) {
        Json json = new Json().object();
        json.name("outcome").value("failed");
        json.name("server").nothing();
        json.name("address").nothing();
        session(json, new ServerReport.Session(null, null, null, false, null));
        json.name("auth").nothing();
        json.name("help").nothing();
        json.name("mail").nothing();
        JsonReport.error(json, trouble.stage(), trouble.line(), null);
        end(json, List.of(), Map.of(), Duration.ZERO);
        console.error(trouble.line());
    }

    private void end(Json json, List<Receipt.Tried> tried, Map<Stage, Duration> times, Duration total) {
        JsonReport.tried(json, tried);
        JsonReport.millis(json, times, total);
        console.line(json.endObject().toString());
    }

    private static void session(Json json, ServerReport.Session session) {
        json.name("greeting");
        reply(json, session.greeting());
        json.name("tls");
        if (session.tls() == null) {
            json.nothing();
        } else {
            tls(json, session.tls(), session.verified());
        }
        json.name("capabilities").object();
        json.name("beforeTls");
        list(json, lines(session.inClear()));
        json.name("afterTls");
        list(json, lines(session.inTls()));
        json.endObject();
        json.name("limits").object();
        limit(json, "size", session.maximumSize());
        limit(json, "mailMax", session.limit("MAILMAX"));
        limit(json, "rcptMax", session.limit("RCPTMAX"));
        limit(json, "rcptDomainMax", session.limit("RCPTDOMAINMAX"));
        json.endObject();
    }

    private static void tls(Json json, SecureWire.Tls tls, boolean verified) {
        json.object();
        json.name("protocol").value(tls.protocol());
        json.name("cipher").value(tls.cipher());
        json.name("verified").value(verified);
        json.name("certificates").array();
        for (SecureWire.Tls.Certificate certificate : tls.certificates()) {
            json.object();
            json.name("subject").value(certificate.subject());
            json.name("issuer").value(certificate.issuer());
            json.name("names");
            list(json, certificate.names());
            json.name("notBefore").value(certificate.notBefore().toString());
            json.name("notAfter").value(certificate.notAfter().toString());
            json.name("daysLeft").value(certificate.daysLeft(Instant.now()));
            json.name("sha256").value(certificate.sha256()).endObject();
        }
        json.endArray().endObject();
    }

    private static void answers(Json json, ServerReport report) {
        ServerReport.Session session = report.session();
        ServerReport.Login login = report.answers().login();
        json.name("auth").object();
        json.name("beforeTls");
        list(json, mechanisms(session.inClear()));
        json.name("afterTls");
        list(json, mechanisms(session.inTls()));
        json.name("choice")
                .value(login.mechanisms().isEmpty() ? null : login.mechanisms().get(0));
        json.name("login").value(login.tried() ? (login.used() != null ? "accepted" : "failed") : null);
        json.name("mechanism").value(login.used()).endObject();
        json.name("help");
        reply(json, report.answers().help());
        json.name("mail");
        ServerReport.Rehearsal rehearsal = report.answers().rehearsal();
        if (rehearsal == null) {
            json.nothing();
        } else {
            json.object().name("mail");
            reply(json, rehearsal.mail());
            json.name("rcpt");
            reply(json, rehearsal.rcpt());
            json.endObject();
        }
    }

    private static void reply(Json json, @Nullable Reply reply) {
        if (reply == null) {
            json.nothing();
            return;
        }
        json.object();
        JsonReport.codes(json, reply);
        json.name("text").value(reply.text()).endObject();
    }

    private static void limit(Json json, String name, OptionalLong limit) {
        json.name(name);
        if (limit.isPresent()) {
            json.value(limit.getAsLong());
        } else {
            json.nothing();
        }
    }

    private static void list(Json json, @Nullable List<String> all) {
        if (all == null) {
            json.nothing();
            return;
        }
        json.array();
        all.forEach(json::value);
        json.endArray();
    }

    private static @Nullable List<String> mechanisms(@Nullable Capabilities offered) {
        return offered == null ? null : offered.parameters("AUTH");
    }

    /** The lines of an EHLO reply, upper case; null if there was none. */
    static @Nullable List<String> lines(@Nullable Capabilities offered) {
        if (offered == null) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        for (String keyword : offered.keywords()) {
            List<String> words = new ArrayList<>(List.of(keyword));
            words.addAll(offered.parameters(keyword));
            lines.add(String.join(" ", words));
        }
        return lines;
    }
}
