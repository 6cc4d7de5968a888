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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A check for people: a line for each thing, its name in front. */
final class CheckText implements CheckReport {
    private static final int NAME_WIDTH = 13;

    private final Console console;

    CheckText(Console console) {
        this.console = console;
    }

    @Override
    public void checked(ServerReport report, String error) {
        for (Receipt.Tried tried : report.reached().tried()) {
            line("left", tried.error());
        }
        InetAddress address = report.reached().address();
        ServerReport.Session session = report.session();
        if (session.greeting() != null) {
            line("server", report.server() + (address == null ? "" : " at " + address.getHostAddress()));
            reply("greeting", session.greeting());
        }
        if (session.capabilities() != null) {
            boolean atTls = report.problems().stream().anyMatch(problem -> problem.stage() == Stage.STARTTLS);
            tls(session.tls(), session.verified(), atTls);
            offer("before TLS", session.inClear());
            offer("after TLS", session.inTls());
            auth(session, report.answers().login(), atTls);
            limits(session);
            answers(report.answers());
            line("time", times(report.reached()));
        }
        if (!error.isEmpty()) {
            console.error(error);
        }
    }

    @Override
    public void stopped(Trouble trouble) {
        console.error(trouble.line());
    }

    private void tls(SecureWire.@Nullable Tls tls, boolean verified, boolean refused) {
        if (tls == null) {
            line("TLS", "none");
            return;
        }
        String trust = verified ? "certificate trusted" : "certificate " + (refused ? "NOT TRUSTED" : "not checked");
        line("TLS", tls.protocol() + ", " + tls.cipher() + ", " + trust);
        for (SecureWire.Tls.Certificate certificate : tls.certificates()) {
            line("certificate", certificate.subject());
            line("  issued by", certificate.issuer());
            if (!certificate.names().isEmpty()) {
                line("  for", String.join(", ", certificate.names()));
            }
            line("  valid", certificate.notBefore() + " to " + certificate.notAfter() + ", " + left(certificate));
            line("  pin", "sha256:" + certificate.sha256());
        }
    }

    private static String left(SecureWire.Tls.Certificate certificate) {
        Instant now = Instant.now();
        if (now.isAfter(certificate.notAfter())) {
            return "EXPIRED";
        }
        return certificate.daysLeft(now) + " days left";
    }

    private void offer(String name, @Nullable Capabilities offered) {
        List<String> lines = CheckJson.lines(offered);
        if (lines != null) {
            line(name, lines.isEmpty() ? "no extensions" : String.join(", ", lines));
        }
    }

    private void auth(ServerReport.Session session, ServerReport.Login login, boolean refused) {
        List<String> said = new ArrayList<>();
        if (session.inClear() != null) {
            said.add("before TLS " + words(session.inClear().parameters("AUTH")));
        }
        if (session.inTls() != null) {
            said.add("after TLS " + words(session.inTls().parameters("AUTH")));
        }
        if (!refused) {
            said.add("to be used: "
                    + (login.mechanisms().isEmpty()
                            ? "none"
                            : login.mechanisms().get(0)));
        }
        line("AUTH", String.join("; ", said));
        if (login.tried()) {
            line("login", login.used() == null ? "failed" : "accepted with " + login.used());
        }
    }

    private static String words(List<String> words) {
        return words.isEmpty() ? "none" : String.join(" ", words);
    }

    private void limits(ServerReport.Session session) {
        List<String> limits = new ArrayList<>();
        add(limits, session.maximumSize(), " octets in a message");
        add(limits, session.limit("MAILMAX"), " messages in a connection");
        add(limits, session.limit("RCPTMAX"), " recipients of a message");
        add(limits, session.limit("RCPTDOMAINMAX"), " domains of recipients in a connection");
        line("limits", limits.isEmpty() ? "none named" : String.join(", ", limits));
    }

    private static void add(List<String> limits, OptionalLong limit, String of) {
        if (limit.isPresent()) {
            limits.add(limit.getAsLong() + of);
        }
    }

    private void answers(ServerReport.Answers answers) {
        if (answers.help() != null) {
            reply("HELP", answers.help());
        }
        ServerReport.Rehearsal rehearsal = answers.rehearsal();
        if (rehearsal != null) {
            reply("MAIL", rehearsal.mail());
            if (rehearsal.rcpt() != null) {
                reply("RCPT", rehearsal.rcpt());
            }
        }
    }

    private static String times(ServerReport.Reached reached) {
        List<String> times = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            Duration spent = reached.times().get(stage);
            if (spent != null) {
                times.add(stage.label() + " " + spent.toMillis() + " ms");
            }
        }
        times.add(reached.total().toMillis() + " ms in all");
        return String.join(", ", times);
    }

    /** Every line of it. */
    private void reply(String name, Reply reply) {
        String before = name;
        for (String text : reply.lines()) {
            line(before, reply.code() + " " + text);
            before = "";
        }
    }

    private void line(String name, String text) {
        console.line(name + " ".repeat(Math.max(1, NAME_WIDTH - name.length())) + text);
    }
}
