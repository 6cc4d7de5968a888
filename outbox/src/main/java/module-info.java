/** A durable queue of mail, and the workers that deliver it. */
module dev.paloma.outbox {
    requires transitive dev.paloma;
    requires transitive java.sql;
    requires static org.jspecify;

    exports dev.paloma.outbox;
}
