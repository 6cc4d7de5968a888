package dev.paloma.inbox;

import java.io.IOException;

/** The client gave the mail up between two chunks, by RSET, EHLO or QUIT, and has had its reply. */
final class Abandoned extends IOException {
    Abandoned() {
        super("given up by the client");
    }
}
