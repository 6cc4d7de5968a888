/** The paloma command. */
module dev.paloma.cli {
    requires dev.paloma;
    requires dev.paloma.inbox;
    requires info.picocli;
    requires static org.jspecify;
}
