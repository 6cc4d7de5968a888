/** Jakarta Mail's Transport for smtp and smtps, carried by Paloma. */
module dev.paloma.jakarta {
    requires dev.paloma;
    requires transitive jakarta.mail;
    requires static org.jspecify;

    exports dev.paloma.jakarta;

    provides jakarta.mail.Provider with
            dev.paloma.jakarta.Providers.Smtp,
            dev.paloma.jakarta.Providers.Smtps,
            dev.paloma.jakarta.Providers.Paloma;
}
