package dev.paloma.testkit;

import java.io.IOException;

/** Leaves the dialogue because the connection is over, on purpose or because the client went. */
final class ConnectionEnded extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionEnded(String why) {
        super(why);
    }
}
