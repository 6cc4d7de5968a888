package dev.paloma.jakarta;

import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.TlsPolicy.Mode;
import dev.paloma.smtp.TlsPolicy.Verification;
import dev.paloma.smtp.Trust;
import java.util.List;

/**
 * When TLS is spoken with a server, and what may go without it.
 *
 * @param policy when and with whom
 * @param loginInClear whether a password may be sent without TLS
 * @param loginToAnybody whether it may be sent within TLS that hasn't proved who listens
 */
record Security(TlsPolicy policy, boolean loginInClear, boolean loginToAnybody) {
    /**
     * @param implicit whether the protocol is TLS by itself
     * @param login whether there is a password to protect
     */
    static Security of(SessionProperties properties, boolean implicit, String host, boolean login) {
        Verification verification = verification(properties, host);
        List<String> protocols = properties.words("ssl.protocols");
        List<String> ciphers = properties.words("ssl.ciphersuites");
        TlsPolicy policy = properties
                .memory()
                .policy(verification + " " + protocols + " " + ciphers, () -> policy(verification, protocols, ciphers));
        boolean local = isLoopback(host) && !Reach.isProxied(properties);
        boolean inClear = local || properties.flag("paloma.cleartext-auth", false);
        return new Security(
                policy.in(mode(properties, implicit, login)), inClear, inClear || verification == Verification.NONE);
    }

    private static TlsPolicy policy(Verification verification, List<String> protocols, List<String> ciphers) {
        TlsPolicy policy = TlsPolicy.of(Mode.NONE, Trust.system().verifying(verification));
        policy = protocols.isEmpty() ? policy : policy.withProtocols(protocols.toArray(String[]::new));
        return ciphers.isEmpty() ? policy : policy.withCiphers(ciphers.toArray(String[]::new));
    }

    /** Jakarta Mail speaks in clear unless it is told otherwise. A password is reason enough to take TLS where it is offered. */
    private static Mode mode(SessionProperties properties, boolean implicit, boolean login) {
        if (isTlsFromTheStart(properties, implicit)) {
            return Mode.IMPLICIT;
        }
        if (properties.flag("starttls.required", false)) {
            return Mode.REQUIRED;
        }
        return properties.flag("starttls.enable", login) ? Mode.OPPORTUNISTIC : Mode.NONE;
    }

    /**
     * Nothing turns a protocol that is TLS by itself into one that isn't.
     *
     * @param implicit whether the protocol is TLS by itself
     */
    static boolean isTlsFromTheStart(SessionProperties properties, boolean implicit) {
        boolean asked = properties.flag("ssl.enable", implicit);
        if (implicit && !asked) {
            properties.memory().warn(properties.full("ssl.enable") + " changes nothing: this protocol is always TLS");
        }
        return implicit || asked || Reach.factoryIsTls(properties);
    }

    private static Verification verification(SessionProperties properties, String host) {
        List<String> trusted = properties.words("ssl.trust");
        if (trusted.contains("*") || trusted.stream().anyMatch(host::equalsIgnoreCase)) {
            properties
                    .memory()
                    .warn(properties.full("ssl.trust") + " takes whoever answers for " + host
                            + ", and shows him mails and passwords");
            return Verification.NONE;
        }
        return properties.flag("ssl.checkserveridentity", true) ? Verification.FULL : Verification.CA;
    }

    /** What is sent there can't be read by others. */
    static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("::1")
                || host.equals("[::1]")
                || host.matches("127(\\.[0-9]{1,3}){3}");
    }
}
