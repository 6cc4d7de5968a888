package dev.paloma;

/** Why there is no connection to a server. */
final class ConnectFailure extends Exception {
    private final transient Failure failure;
    private final boolean elsewhere;
    private final transient Receipt.Session session;

    /**
     * @param elsewhere whether another server may be tried
     */
    ConnectFailure(Failure failure, boolean elsewhere) {
        this(failure, elsewhere, Receipt.Session.none());
    }

    /**
     * @param session how far it had come
     */
    ConnectFailure(Failure failure, boolean elsewhere, Receipt.Session session) {
        super(failure.message(), failure.cause());
        this.failure = failure;
        this.elsewhere = elsewhere;
        this.session = session;
    }

    Receipt.Session session() {
        return session;
    }

    Failure failure() {
        return failure;
    }

    boolean isElsewhere() {
        return elsewhere;
    }
}
