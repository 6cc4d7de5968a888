/** Catches mail on this machine: SMTP in, Maildir out. */
module dev.paloma.inbox {
    requires dev.paloma;
    requires static org.jspecify;

    exports dev.paloma.inbox;
}
