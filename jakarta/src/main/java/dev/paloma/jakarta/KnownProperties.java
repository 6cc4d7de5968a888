package dev.paloma.jakarta;

import dev.paloma.sasl.Mechanism;
import java.util.Map;
import java.util.Set;

/**
 * What becomes of each {@code mail.smtp.…} property: it is honoured, or there is a warning, or an error. None is passed
 * over in silence.
 */
final class KnownProperties {
    private static final Set<String> HONOURED = Set.of(
            "host",
            "port",
            "user",
            "from",
            "localhost",
            "localaddress",
            "localport",
            "class",
            "auth",
            "auth.mechanisms",
            "auth.ntlm.domain",
            "sasl.enable",
            "sasl.mechanisms",
            "starttls.enable",
            "starttls.required",
            "ssl.enable",
            "ssl.checkserveridentity",
            "ssl.trust",
            "ssl.protocols",
            "ssl.ciphersuites",
            "ssl.socketFactory",
            "ssl.socketFactory.port",
            "socketFactory",
            "socketFactory.port",
            "connectiontimeout",
            "timeout",
            "writetimeout",
            "proxy.host",
            "proxy.port",
            "proxy.user",
            "proxy.password",
            "socks.host",
            "socks.port",
            "dsn.notify",
            "dsn.ret",
            "submitter",
            "mailextension",
            "sendpartial",
            "reportsuccess",
            "quitwait",
            "noop.strict",
            "chunksize",
            "paloma.cleartext-auth",
            "paloma.finaltimeout");

    /** By name: the value that changes nothing here, and what is to be said of any other. */
    private static final Map<String, String[]> WARNED = Map.ofEntries(
            warning(
                    "allow8bitmime",
                    "false",
                    "8-bit text goes as it is wherever the server takes it, and text that"
                            + " Jakarta Mail has encoded stays so"),
            warning("ehlo", "true", "EHLO is always said first, and HELO only where a server doesn't know it"),
            warning("userset", "false", "NOOP is what a connection is tried with"),
            warning("usesocketchannels", "false", "sockets are made as Paloma needs them"),
            warning("quitonsessionreject", "false", "a server that greets with a refusal is left without QUIT"),
            warning("executor.writetimeout", "", "time limits need no executor"),
            warning("socketFactory.fallback", "false", "there is never another try with an ordinary socket"),
            warning("ssl.socketFactory.fallback", "false", "there is never another try with an ordinary socket"),
            warning("sasl.realm", "", "the realm is the server's"),
            warning("saslrealm", "", "the realm is the server's"),
            warning("sasl.usecanonicalhostname", "false", "mechanisms hear the name that was asked for"),
            warning("auth.ntlm.flags", "", "the JDK chooses them"),
            warning("auth.ntlm.v2", "true", "the JDK's NTLM is of version 2"),
            warning("auth.xoauth2.two.line.authentication.format", "false", "the response goes along with AUTH"));

    /** By name: the value that is fine, and what to do instead. */
    private static final Map<String, String[]> REFUSED = Map.ofEntries(
            warning("sasl.authorizationid", "", "can't be honoured: log in as the user that is to send"),
            warning("ssl.hostnameverifier", "", "can't be honoured: give an ssl.socketFactory that checks by itself"),
            warning(
                    "ssl.hostnameverifier.class",
                    "",
                    "can't be honoured: give an ssl.socketFactory that checks by itself"),
            warning(
                    "socketFactory.class",
                    Reach.JDK_FACTORY,
                    "isn't loaded by its name: put the factory itself into socketFactory"),
            warning(
                    "ssl.socketFactory.class",
                    Reach.JDK_FACTORY,
                    "isn't loaded by its name: put the factory itself into ssl.socketFactory"));

    private KnownProperties() {}

    private static Map.Entry<String, String[]> warning(String name, String fine, String text) {
        return Map.entry(name, new String[] {fine, text});
    }

    /** Whether something is said of it here. */
    static boolean isKnown(String name) {
        return isHonoured(name) || WARNED.containsKey(name) || REFUSED.containsKey(name);
    }

    private static boolean isHonoured(String name) {
        return HONOURED.contains(name)
                || Mechanism.strongestFirst().stream()
                        .anyMatch(
                                mechanism -> Logins.disabling(mechanism.name()).equals(name));
    }

    /**
     * Goes through all that are set.
     *
     * @throws IllegalArgumentException if one can't be honoured that mail mustn't go without
     */
    static void check(SessionProperties properties) {
        for (String name : properties.names()) {
            String text = properties.text(name);
            if (text == null || isHonoured(name)) {
                continue;
            }
            String[] refused = REFUSED.get(name);
            if (refused != null && !refused[0].equalsIgnoreCase(text)) {
                throw new IllegalArgumentException(properties.full(name) + " " + refused[1]);
            }
            String[] warned = WARNED.get(name);
            if (warned != null && !warned[0].equalsIgnoreCase(text)) {
                properties.memory().warn(properties.full(name) + " changes nothing: " + warned[1]);
            }
            if (!isKnown(name)) {
                properties.memory().warn(properties.full(name) + " isn't known and changes nothing");
            }
        }
    }
}
