package dev.paloma;

import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.Stage;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Waiting for a name's addresses, and what a name that leads nowhere means. */
final class LookUp {
    /** So many servers of one domain are tried. */
    private static final int MOST_EXCHANGERS = 10;

    private LookUp() {}

    /**
     * A resolver with a thread of its own for each look-up, so that a thread that is interrupted while it waits goes on at
     * once. What the system's resolver does can't be ended: the thread lives on until it has its answer.
     */
    static Resolver interruptible(Resolver slow) {
        return host -> await(host, () -> slow.resolve(host));
    }

    /** The same for MX records: the JDK's provider can't be interrupted either. */
    static MailExchangers interruptibly(MailExchangers slow) {
        return domain -> await(domain, () -> slow.of(domain));
    }

    private static <T> T await(String name, Callable<T> lookUp) throws UnknownHostException {
        FutureTask<T> task = new FutureTask<>(lookUp);
        Thread thread = new Thread(task, "paloma-look-up");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(name);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** A domain's mail exchangers in the order to try: preferred ones first, equal ones by chance (RFC 5321 §5.1). */
    static List<String> exchangers(Server server, MailExchangers records) throws ConnectFailure {
        List<MailExchangers.Exchanger> found;
        try {
            found = new ArrayList<>(records.of(server.host()));
        } catch (UnknownHostException e) {
            throw new ConnectFailure(failure(server.toString(), server.host(), e), true);
        }
        if (found.isEmpty()) {
            return List.of(server.host());
        }
        if (found.stream().allMatch(MailExchangers.Exchanger::isNull)) {
            String why = server + ": the domain takes no mail: its MX record says so (RFC 7505)";
            throw new ConnectFailure(Failure.of(SendException.Kind.REFUSED, Stage.RESOLVE, why, null), false);
        }
        Collections.shuffle(found);
        return found.stream()
                .filter(exchanger -> !exchanger.isNull())
                .sorted(Comparator.comparingInt(MailExchangers.Exchanger::preference))
                .map(MailExchangers.Exchanger::host)
                .distinct()
                .limit(MOST_EXCHANGERS)
                .toList();
    }

    static Failure failure(String server, String host, UnknownHostException e) {
        if (e instanceof Resolver.NoSuchNameException) {
            return Failure.of(
                    SendException.Kind.NO_SUCH_HOST,
                    Stage.RESOLVE,
                    server + ": there is no host '" + host + "': check the server's name",
                    null);
        }
        return Failure.of(
                SendException.Kind.TEMPORARY,
                Stage.RESOLVE,
                server + ": the name '" + host + "' can't be looked up now; try again later",
                null);
    }
}
