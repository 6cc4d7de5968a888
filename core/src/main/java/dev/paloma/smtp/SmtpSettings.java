package dev.paloma.smtp;

import dev.paloma.sasl.Credentials;
import dev.paloma.sasl.Mechanism;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection needs to know beforehand.
 *
 * @param host the server's name, which its certificate must bear
 * @param clientName what EHLO says of this end: a domain; null for the address literal of the socket (RFC 5321 §4.1.4)
 * @param tls when and how TLS is spoken
 * @param login how to log in; null for not at all
 * @param timing how long things may take, and how much the server may say
 * @param protocol what is spoken
 */
public record SmtpSettings(
        String host,
        @Nullable String clientName,
        TlsPolicy tls,
        @Nullable Login login,
        Timing timing,
        Protocol protocol) {

    /** SMTP with all that the server offers. */
    public SmtpSettings(String host, @Nullable String clientName, TlsPolicy tls, @Nullable Login login, Timing timing) {
        this(host, clientName, tls, login, timing, Protocol.smtp());
    }

    /**
     * What is spoken.
     *
     * @param lmtp LMTP (RFC 2033) instead of SMTP
     * @param pipelining whether PIPELINING is used where it is offered
     * @param chunking whether CHUNKING is used where it is offered
     */
    public record Protocol(boolean lmtp, boolean pipelining, boolean chunking) {
        /** SMTP with all that the server offers. */
        public static Protocol smtp() {
            return new Protocol(false, true, true);
        }
    }

    /** The same for another server, whose certificate must bear its own name. */
    public SmtpSettings at(String other) {
        return new SmtpSettings(other, clientName, tls, login, timing, protocol);
    }

    /** The same without TLS. */
    SmtpSettings inClear() {
        return new SmtpSettings(host, clientName, tls.in(TlsPolicy.Mode.NONE), login, timing, protocol);
    }

    /**
     * How to log in.
     *
     * @param credentials who, and the proof
     * @param mechanisms names of the only mechanisms that may be used, in this order; empty for the strongest offered
     * @param inClear whether a mechanism that reveals the password, or makes it easy to find out, may be used without
     *     verified TLS
     */
    public record Login(Credentials credentials, List<String> mechanisms, boolean inClear) {
        public Login {
            mechanisms = List.copyOf(mechanisms);
        }

        /** Whether a password or token is missing: it is unless only mechanisms are named that do without. */
        public boolean needsSecret() {
            boolean without = !mechanisms.isEmpty()
                    && chosen().stream().allMatch(mechanism -> mechanism.secret() == Mechanism.Secret.NONE);
            return !without && !credentials.hasSecret();
        }

        /** The mechanisms that are named, as far as they are known. */
        List<Mechanism> chosen() {
            return mechanisms.stream()
                    .flatMap(name -> Mechanism.named(name).stream())
                    .toList();
        }
    }

    /**
     * Time and size.
     *
     * @param timeouts for each stage
     * @param limits on what the server says
     */
    public record Timing(Timeouts timeouts, Limits limits) {
        /** The defaults. */
        public static Timing standard() {
            return new Timing(Timeouts.standard(), Limits.standard());
        }
    }
}
