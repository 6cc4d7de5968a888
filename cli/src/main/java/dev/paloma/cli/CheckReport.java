package dev.paloma.cli;

import dev.paloma.ServerReport;

/** How the end of a check is told. */
interface CheckReport {
    /**
     * What was found out.
     *
     * @param error what is wrong with the server, in one line; empty if nothing is
     */
    void checked(ServerReport report, String error);

    /** Why no server was asked. */
    void stopped(Trouble trouble);
}
