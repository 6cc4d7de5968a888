package dev.paloma;

import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.Stage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Waiting for a name's addresses, and what a name that leads nowhere means. */
final class LookUp {
    private LookUp() {}

    /**
     * A resolver with a thread of its own for each look-up, so that a thread that is interrupted while it waits goes on at
     * once. What the system's resolver does can't be ended: the thread lives on until it has its answer.
     */
    static Resolver interruptible(Resolver slow) {
        return host -> {
            FutureTask<List<InetAddress>> task = new FutureTask<>(() -> slow.resolve(host));
            Thread thread = new Thread(task, "paloma-look-up");
            thread.setDaemon(true);
            thread.start();
            try {
                return task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UnknownHostException(host);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof UnknownHostException unknown) {
                    throw unknown;
                }
                throw new IllegalStateException(e.getCause());
            }
        };
    }

    static Failure failure(Server server, UnknownHostException e) {
        if (e instanceof Resolver.NoSuchNameException) {
            return Failure.of(
                    SendException.Kind.NO_SUCH_HOST,
                    Stage.RESOLVE,
                    server + ": there is no host '" + server.host() + "': check the server's name",
                    null);
        }
        return Failure.of(
                SendException.Kind.TEMPORARY,
                Stage.RESOLVE,
                server + ": the name '" + server.host() + "' can't be looked up now; try again later",
                null);
    }
}
