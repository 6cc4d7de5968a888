/** The paloma command. */
module dev.paloma.cli {
    requires com.fasterxml.jackson.core;
    requires dev.paloma;
    requires dev.paloma.inbox;
    requires dev.paloma.outbox;
    requires info.picocli;
    requires static org.jspecify;
}
