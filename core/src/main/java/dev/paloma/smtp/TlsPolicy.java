package dev.paloma.smtp;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * When TLS is spoken with a server, and whom it trusts. One policy holds one {@link SSLContext}, so that a resumed
 * session never skips a check that another policy would have made. Immutable.
 */
public final class TlsPolicy {
    private final Mode mode;
    private final Verification verification;
    private final TlsContext context;
    private final String @Nullable [] protocols;
    private final String @Nullable [] ciphers;
    private final @Nullable Decision decision;

    /** When TLS is spoken. */
    public enum Mode {
        /** From the first octet (RFC 8314 §3.3). */
        IMPLICIT,
        /**
         * From the first octet, and once more within that after STARTTLS; where that isn't offered or fails, nothing is
         * sent. For servers that stand behind somebody else's TLS.
         */
        NESTED,
        /** After STARTTLS; where that isn't offered or fails, nothing is sent. */
        REQUIRED,
        /** After STARTTLS where it is offered; what goes wrong then is an error, never a reason to go on in clear. */
        OPPORTUNISTIC,
        /** Never. */
        NONE
    }

    /** What is asked of the server's certificate. */
    public enum Verification {
        /** Trusted, in date, and issued for the name that was asked for (RFC 9525). */
        FULL,
        /** Trusted and in date, whatever its name. */
        CA,
        /** Nothing: whoever answers is taken for the server. */
        NONE
    }

    /** What keeps a line from being secured after STARTTLS. */
    public enum Obstacle {
        /** The server doesn't offer STARTTLS. */
        NOT_OFFERED,
        /** It offers it and then refuses it. */
        REFUSED,
        /** The handshake failed, or was given up. */
        HANDSHAKE,
        /** The handshake came as far as a certificate that isn't trusted. */
        NOT_TRUSTED
    }

    /** What to do about it. */
    public enum Answer {
        /** Stop; the next server may be tried. */
        SECURE,
        /** Go on in clear. A password isn't sent then, unless the server's options let it go in clear. */
        INSECURE
    }

    /** Decides what to do where a line can't be secured. Safe for use by several threads. */
    @FunctionalInterface
    public interface Decision {
        /**
         * Decides. Whatever it throws means {@link Answer#SECURE}.
         *
         * @param failure what happened: its text, the server's reply if there is one, the cause
         */
        Answer decide(Obstacle obstacle, SmtpException failure);
    }

    private TlsPolicy(
            Mode mode,
            Verification verification,
            TlsContext context,
            String @Nullable [] protocols,
            String @Nullable [] ciphers,
            @Nullable Decision decision) {
        this.mode = mode;
        this.verification = verification;
        this.context = context;
        this.protocols = protocols;
        this.ciphers = ciphers;
        this.decision = decision;
    }

    /** The system's trust, the full check. */
    public static TlsPolicy of(Mode mode) {
        return of(mode, Trust.system());
    }

    /** This trust, in this mode. */
    public static TlsPolicy of(Mode mode, Trust trust) {
        return new TlsPolicy(mode, trust.verification(), new TlsContext(trust), null, null, null);
    }

    /**
     * An {@link SSLContext} of the caller's own, which decides what authorities are trusted; that the certificate bears
     * the server's name and is in date is checked here all the same.
     */
    public static TlsPolicy of(Mode mode, SSLContext context) {
        return of(mode, context, Verification.FULL);
    }

    /**
     * The same with another check.
     *
     * @param verification {@link Verification#CA} if the context has looked at the name itself or any name will do, {@link
     *     Verification#NONE} if it trusts everybody; then no password is sent
     */
    public static TlsPolicy of(Mode mode, SSLContext context, Verification verification) {
        return new TlsPolicy(mode, verification, new TlsContext(context), null, null, null);
    }

    /** The same in another mode; the context, and so its sessions, are shared. */
    public TlsPolicy in(Mode other) {
        return new TlsPolicy(other, verification, context, protocols, ciphers, decision);
    }

    /** The same with only these protocol versions, such as {@code TLSv1.3}. */
    public TlsPolicy withProtocols(String... names) {
        return checked(new TlsPolicy(mode, verification, context, names.clone(), ciphers, decision));
    }

    /** The same with only these cipher suites, named as the JDK names them. */
    public TlsPolicy withCiphers(String... names) {
        return checked(new TlsPolicy(mode, verification, context, protocols, names.clone(), decision));
    }

    /**
     * The same, leaving it to a function what to do where STARTTLS isn't offered, is refused, or fails; without one that
     * is an error, and with {@link Mode#OPPORTUNISTIC} what isn't offered isn't missed. With {@link Mode#IMPLICIT} nobody
     * is asked: such a port doesn't speak in clear.
     */
    public TlsPolicy asking(Decision function) {
        return new TlsPolicy(mode, verification, context, protocols, ciphers, function);
    }

    /** Whether a function decides about failures after STARTTLS. */
    boolean asks() {
        return decision != null && (mode == Mode.REQUIRED || mode == Mode.OPPORTUNISTIC);
    }

    /** Whether it would rather go on in clear. */
    boolean prefersClear(Obstacle obstacle, SmtpException failure) {
        if (!asks() || decision == null) {
            return false;
        }
        try {
            return decision.decide(obstacle, failure) == Answer.INSECURE;
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    /**
     * The same without any check, for looking at a certificate that wasn't trusted: whoever answers is taken for the
     * server, is shown no certificate of ours, and is sent no password that TLS was to protect.
     */
    public TlsPolicy unverified() {
        Trust anybody = Trust.system().verifying(Verification.NONE);
        return new TlsPolicy(mode, Verification.NONE, new TlsContext(anybody), protocols, ciphers, null);
    }

    public Mode mode() {
        return mode;
    }

    /** Whether whoever answers has proved to be the server; only then may a password be sent. */
    boolean verifies() {
        return verification != Verification.NONE;
    }

    /** Whether it has proved by its name or its pinned certificate to be the very one that was meant. */
    boolean provesName() {
        return verification == Verification.FULL;
    }

    /**
     * Puts TLS on a socket, for connectors of the caller's own.
     *
     * @param factory decides by itself which authorities are trusted; null for what this policy trusts. The server's name
     *     and the certificate's dates are checked here all the same
     * @throws SSLException if the handshake fails, or the server isn't the one that was asked for
     */
    public SSLSocket handshake(Socket below, String host, @Nullable SSLSocketFactory factory) throws IOException {
        SSLSocketFactory maker = factory != null ? factory : context.get().getSocketFactory();
        Socket made = maker.createSocket(below, host, below.getPort(), true);
        if (!(made instanceof SSLSocket socket)) {
            throw new IOException("the factory for TLS makes sockets without TLS: "
                    + made.getClass().getName());
        }
        configure(socket);
        socket.startHandshake();
        checkServer(socket.getSession(), host);
        return socket;
    }

    private void configure(SSLSocket socket) {
        SSLParameters parameters = socket.getSSLParameters();
        if (protocols != null) {
            parameters.setProtocols(protocols);
        }
        if (ciphers != null) {
            parameters.setCipherSuites(ciphers);
        }
        socket.setSSLParameters(parameters);
        socket.setUseClientMode(true);
    }

    /**
     * What the context's own check leaves open once the handshake is done: cipher suites without any certificate; resumed
     * sessions, of which it isn't asked again; and, in a context that isn't ours, the name and the dates.
     */
    private void checkServer(SSLSession session, String host) throws SSLException {
        if (!verifies()) {
            return;
        }
        Certificate shown = session.getPeerCertificates()[0];
        if (shown instanceof X509Certificate certificate) {
            Trust trust = context.trust();
            try {
                if (trust != null) {
                    trust.recheck(certificate, host);
                } else {
                    CertificateCheck.checkDates(certificate);
                    if (verification == Verification.FULL) {
                        ServerNames.require(certificate, host);
                    }
                }
            } catch (CertificateException e) {
                throw new SSLException(e.getMessage(), e);
            }
        }
    }

    private static TlsPolicy checked(TlsPolicy policy) {
        SSLParameters supported = policy.context.get().getSupportedSSLParameters();
        requireKnown("protocol", policy.protocols, supported.getProtocols());
        requireKnown("cipher suite", policy.ciphers, supported.getCipherSuites());
        return policy;
    }

    private static void requireKnown(String what, String @Nullable [] names, String[] known) {
        if (names != null) {
            for (String name : names) {
                if (!Arrays.asList(known).contains(name)) {
                    throw new IllegalArgumentException(
                            "unknown " + what + " '" + name + "'; this JDK knows " + String.join(", ", known));
                }
            }
        }
    }

    @Override
    public String toString() {
        return mode + " TLS, verification " + verification;
    }
}
