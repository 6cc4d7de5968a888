package dev.paloma;

/** Why there is no connection to a server. */
final class ConnectFailure extends Exception {
    private final transient Failure failure;
    private final boolean elsewhere;

    /**
     * @param elsewhere whether another server may be tried
     */
    ConnectFailure(Failure failure, boolean elsewhere) {
        super(failure.message(), failure.cause());
        this.failure = failure;
        this.elsewhere = elsewhere;
    }

    Failure failure() {
        return failure;
    }

    boolean isElsewhere() {
        return elsewhere;
    }
}
