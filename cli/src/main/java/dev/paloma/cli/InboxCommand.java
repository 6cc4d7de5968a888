package dev.paloma.cli;

import dev.paloma.inbox.CaughtMail;
import dev.paloma.inbox.Inbox;
import dev.paloma.smtp.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** {@code paloma inbox}: runs until its thread is interrupted, which the process's end does. */
final class InboxCommand {
    private final Arguments arguments;
    private final Environment environment;
    private final Console console;
    private final boolean json;
    private final int port;
    private final long maxSize;

    /**
     * @throws UsageException if a value means nothing
     */
    InboxCommand(Arguments arguments, Environment environment, Console console) {
        this.arguments = arguments;
        this.environment = environment;
        this.console = console;
        json = arguments.has("--json");
        port = port(arguments.value("--port"));
        maxSize = size(arguments.value("--max-size"));
    }

    private static int port(@Nullable String given) {
        if (given == null) {
            return Inbox.DEFAULT_PORT;
        }
        int port = given.length() > 5 ? -1 : number(given);
        if (port < 0 || port > 65535) {
            throw new UsageException("--port is a number from 0 to 65535, not '" + given + "'");
        }
        return port;
    }

    /** Octets, or thousands and so on of 1,024 with k, M or G; at least 1. */
    private static long size(@Nullable String given) {
        if (given == null) {
            return 64L << 20;
        }
        String digits = given.isEmpty() ? "" : given.substring(0, given.length() - 1);
        int shift = switch (given.toLowerCase(Locale.ROOT).replace(digits, "")) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        int number = number(shift == 0 ? given : digits);
        if (number < 1) {
            throw new UsageException(
                    "--max-size is a number of octets such as 1000000, 500k or 64M, not '" + given + "'");
        }
        return (long) number << shift;
    }

    /** -1 if it isn't a number of at most nine digits. */
    private static int number(String text) {
        int number = text.isEmpty() || text.length() > 9 ? -1 : 0;
        for (int i = 0; i < text.length() && number >= 0; i++) {
            char c = text.charAt(i);
            number = c < '0' || c > '9' ? -1 : number * 10 + (c - '0');
        }
        return number;
    }

    /** Runs until the thread is interrupted. */
    int run() {
        try (Inbox inbox = start()) {
            console.note(
                    "paloma inbox at " + inbox.url() + ", mail is kept in " + inbox.maildir() + "; Ctrl-C ends it");
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.interrupted(); // this is how it ends
        } catch (IOException e) {
            console.error("the inbox can't start: " + e.getMessage()
                    + "; choose another port with --port, or another folder with --maildir");
            return ExitCode.TEMPORARY;
        } catch (Trouble e) {
            console.error(e.line());
            return e.exitCode();
        }
        return ExitCode.OK;
    }

    private Inbox start() throws IOException {
        Inbox.Builder builder = Inbox.builder()
                .port(port)
                .maxSize(maxSize)
                .onMail(this::caught)
                .onError(fault -> console.error("inbox: " + fault.getMessage()));
        String maildir = arguments.value("--maildir");
        builder.maildir(maildir == null ? environment.inbox() : Environment.path(maildir));
        String bind = arguments.value("--bind");
        if (bind != null) {
            builder.bind(address(bind));
        }
        return builder.start();
    }

    private static InetAddress address(String given) {
        try {
            return InetAddress.getByName(given);
        } catch (UnknownHostException e) {
            throw new Trouble(ExitCode.CONFIGURATION, Stage.RESOLVE, "--bind: '" + given + "' is no address here", e);
        }
    }

    private void caught(CaughtMail mail) {
        if (json) {
            console.line(object(mail));
            return;
        }
        LocalTime time =
                LocalTime.ofInstant(mail.received(), ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
        console.line(time + "  " + mail.id() + "  <" + mail.sender() + "> -> " + String.join(", ", mail.recipients())
                + "  " + Progress.amount(mail.size()) + "  " + mail.path());
    }

    private static String object(CaughtMail mail) {
        Json line = new Json().object();
        line.name("time").value(mail.received().toString());
        line.name("id").value(mail.id());
        line.name("sender").value(mail.sender());
        line.name("recipients").array();
        mail.recipients().forEach(line::value);
        line.endArray();
        line.name("size").value(mail.size());
        line.name("path").value(mail.path().toString());
        return line.endObject().toString();
    }
}
