package dev.paloma.cli;

/** How the end of a send is told. */
interface Report {
    /** What became of a mail that came as far as a server. */
    void sent(Ending ending);

    /** Why no server was asked. */
    void stopped(Trouble trouble);
}
