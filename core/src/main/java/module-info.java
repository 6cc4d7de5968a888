/** Compose and send mail, and know what became of it. */
module dev.paloma {
    requires static org.jspecify;

    exports dev.paloma;
    exports dev.paloma.message;
}
