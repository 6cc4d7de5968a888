/** A scripted SMTP server and what belongs to it, for tests of anything that sends mail. */
module dev.paloma.testkit {
    requires static org.junit.jupiter.api;
    requires static org.jspecify;

    exports dev.paloma.testkit;
}
