package dev.paloma;

import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.Stage;
import java.net.UnknownHostException;

/** What a name that leads nowhere means. */
final class LookUp {
    private LookUp() {}

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
