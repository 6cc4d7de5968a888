package dev.paloma.cli;

import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.Outcome;
import dev.paloma.SendException;
import dev.paloma.Sent;
import dev.paloma.Server;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Acceptance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code paloma bench}. */
final class BenchCommand {
    private static final Pattern LOCAL = Pattern.compile("(?i)^(maildir|sendmail|lmtp\\+unix):");

    private final Arguments arguments;
    private final Environment environment;
    private final Console console;
    private final Load load;
    private final @Nullable Duration timeout;

    /**
     * @throws UsageException if options contradict each other or have values that mean nothing
     */
    BenchCommand(Arguments arguments, Environment environment, Console console) {
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
        arguments.exclude("--password-file", "--password-command");
        String tls = arguments.value("--tls");
        if (tls != null && !tls.matches("required|opportunistic|none")) {
            throw new UsageException("--tls is required, opportunistic or none, not '" + tls + "'");
        }
        load = Load.of(arguments);
        timeout = Delivery.timeout(arguments);
    }

    /** Sends, and reports. */
    int run() {
        try (LocalInbox inbox = new LocalInbox(environment.inbox())) {
            return run(mail(), servers(inbox));
        } catch (UsageException e) {
            throw e;
        } catch (RuntimeException e) {
            Trouble trouble = Trouble.of(e);
            if (arguments.has("--json")) {
                json(new Tally(), null, 1, trouble);
            }
            console.error(trouble.line());
            return trouble.exitCode();
        }
    }

    private int run(Mail mail, List<Server> servers) {
        MailerBuilder builder = Mailer.builder()
                .acceptance(Acceptance.AT_LEAST_ONE)
                .connections(load.connections())
                .window(load.batch());
        servers.forEach(builder::server);
        if (arguments.has("--transcript")) {
            builder.trace(new Transcript(console));
        }
        Tally tally = new Tally();
        long began = System.nanoTime();
        long nanos;
        try (Mailer mailer = builder.build()) {
            mailer.sendAll(new Repeated(mail, tally, began), tally::add);
            nanos = System.nanoTime() - began;
        }
        report(tally, servers.get(0).toString(), nanos);
        return exitCode(tally);
    }

    private Mail mail() {
        String from = arguments.value("--from");
        if (from == null) {
            from = environment.get("PALOMA_FROM");
        }
        String to = arguments.value("--to");
        return load.mail(
                Mailbox.parse(from == null ? "bench@example.org" : from),
                Mailbox.parse(to == null ? "bench@example.org" : to));
    }

    private List<Server> servers(LocalInbox inbox) {
        String operand = arguments.value("URL");
        List<String> names =
                operand == null ? Servers.named(arguments, environment) : List.of(Servers.named(operand, environment));
        List<Server> servers = new ArrayList<>();
        for (String name : names) {
            servers.add(Servers.parse(withTls(Servers.isInbox(name) ? inbox.url() : name)));
        }
        return Servers.withPasswords(servers, arguments, environment);
    }

    /** A plain form becomes a URL; what isn't spoken to over a network stays as it is. */
    private String withTls(String name) {
        String tls = arguments.value("--tls");
        if (tls == null || name.contains("tls=") || LOCAL.matcher(name).find()) {
            return name;
        }
        String url = name.contains("://") ? name : "smtp://" + Servers.parse(name);
        return url + (url.indexOf('?') < 0 ? "?" : "&") + "tls=" + tls;
    }

    private void report(Tally tally, String server, long nanos) {
        if (arguments.has("--json")) {
            json(tally, server, nanos, null);
        } else {
            text(tally, server, nanos);
        }
        Sent failed = tally.firstFailure();
        if (failed != null && failed.failure() != null) {
            console.error("the first failure: " + failed.failure().getMessage());
        }
        console.flush();
    }

    private void text(Tally tally, String server, long nanos) {
        StringBuilder out = new StringBuilder();
        out.append(String.format(
                Locale.ROOT,
                "%d mails to %s, %d at most on each of %d connections at most%n",
                tally.mails(),
                server,
                load.batch(),
                load.connections()));
        out.append("recipients:");
        for (Outcome outcome : Outcome.values()) {
            out.append(' ').append(label(outcome)).append(' ').append(tally.count(outcome));
        }
        out.append(String.format(
                Locale.ROOT,
                "%n%d mails/s, %.1f MB/s, in %.2f s%n",
                rate(tally, nanos),
                tally.octets() * 1e3 / nanos,
                nanos / 1e9));
        out.append(String.format(
                Locale.ROOT,
                "waited for the server: %s in the middle, %s for 90 %%, %s for 99 %%, %s at most%n",
                millis(tally.percentile(50)),
                millis(tally.percentile(90)),
                millis(tally.percentile(99)),
                millis(tally.percentile(100))));
        console.out().print(out);
    }

    private void json(Tally tally, @Nullable String server, long nanos, @Nullable Trouble trouble) {
        Json json = new Json().object();
        json.name("server").value(server).name("messages").value(tally.mails());
        json.name("octets").value(tally.octets());
        json.name("connections").value(load.connections()).name("batch").value(load.batch());
        for (Outcome outcome : Outcome.values()) {
            json.name(label(outcome)).value(tally.count(outcome));
        }
        json.name("millis").value(nanos / 1_000_000).name("perSecond").value(rate(tally, nanos));
        json.name("micros").object();
        json.name("p50").value(tally.percentile(50)).name("p90").value(tally.percentile(90));
        json.name("p99").value(tally.percentile(99)).name("max").value(tally.percentile(100));
        json.endObject();
        error(json, tally.firstFailure(), trouble);
        console.line(json.endObject().toString());
    }

    private static void error(Json json, @Nullable Sent failed, @Nullable Trouble trouble) {
        SendException failure = failed == null ? null : failed.failure();
        if (trouble != null) {
            JsonReport.error(json, trouble.stage(), trouble.line(), null);
        } else if (failure != null) {
            JsonReport.error(json, failure.stage(), String.valueOf(failure.getMessage()), failure.reply());
        } else {
            json.name("error").nothing();
        }
    }

    private static long rate(Tally tally, long nanos) {
        return Math.round(tally.mails() * 1e9 / nanos);
    }

    private static String label(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros / 1e3);
    }

    private static int exitCode(Tally tally) {
        if (tally.count(Outcome.UNKNOWN) > 0) {
            return ExitCode.UNKNOWN;
        }
        Sent failed = tally.firstFailure();
        SendException failure = failed == null ? null : failed.failure();
        if (failed != null && failure != null) {
            return ExitCode.of(failed.receipt(), failure);
        }
        return tally.count(Outcome.REFUSED) > 0
                ? ExitCode.REFUSED
                : tally.count(Outcome.DEFERRED) > 0 ? ExitCode.TEMPORARY : ExitCode.OK;
    }

    /** The same mail as often as it is asked for, while there is hope and time. */
    private final class Repeated implements Iterator<Mail> {
        private final Iterator<Mail> mails;
        private final Tally tally;
        private final long began;

        Repeated(Mail mail, Tally tally, long began) {
            this.mails = Collections.nCopies(load.messages(), mail).iterator();
            this.tally = tally;
            this.began = began;
        }

        @Override
        public boolean hasNext() {
            boolean late = timeout != null && System.nanoTime() - began > timeout.toNanos();
            return mails.hasNext() && !late && !tally.isHopeless();
        }

        @Override
        public Mail next() {
            if (!mails.hasNext()) {
                throw new NoSuchElementException();
            }
            return mails.next();
        }
    }
}
