/** Compose and send mail, and know what became of it. */
module dev.paloma {
    requires java.naming; // MX records
    requires java.security.sasl; // NTLM and GSSAPI
    requires static org.jspecify;

    exports dev.paloma;
    exports dev.paloma.dkim;
    exports dev.paloma.message;
    exports dev.paloma.sasl;
    exports dev.paloma.smtp;
}
