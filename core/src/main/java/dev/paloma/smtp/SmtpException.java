package dev.paloma.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a connection can't be used, or a transaction didn't come to its end: a fact, not a verdict on the mail. */
public final class SmtpException extends IOException {
    private final Kind kind;
    private final Stage stage;
    private final @Nullable Reply reply;
    private transient SecureWire.@Nullable Tls tls;
    private transient Map<Stage, Duration> times = Map.of();

    /** What kind of trouble it is. */
    public enum Kind {
        /** No connection, or it broke, or the name can't be looked up for now. */
        CONNECTION,
        /** A limit of {@link Timeouts} ran out. */
        TIMEOUT,
        /** Whoever sends gave up: cancelled, interrupted, or the limit of the whole send ran out. */
        CANCELLED,
        /** The server broke the protocol. */
        PROTOCOL,
        /** TLS isn't offered where it is required, or failed. */
        TLS,
        /** The certificate isn't trusted, or something spoke inside the handshake that mustn't. */
        SECURITY,
        /** The server doesn't accept these credentials. */
        AUTHENTICATION,
        /** No way of logging in that both sides know and that is safe here. */
        NO_MECHANISM,
        /** The server said no, for good or for now: see the reply. */
        REPLY,
        /** Refused here, before the server was asked: too large, or in need of what isn't offered. */
        LOCAL,
        /** Refused here, because an extension that was asked for isn't offered, or not as far as was asked. */
        MISSING,
        /** The content couldn't be read. */
        CONTENT
    }

    SmtpException(Kind kind, Stage stage, String message, @Nullable Reply reply, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.stage = stage;
        this.reply = reply;
    }

    static SmtpException of(Kind kind, Stage stage, String message) {
        return new SmtpException(kind, stage, message, null, null);
    }

    static SmtpException of(Kind kind, Stage stage, String message, Throwable cause) {
        return new SmtpException(kind, stage, message, null, cause);
    }

    static SmtpException refused(Stage stage, String what, Reply reply) {
        return new SmtpException(Kind.REPLY, stage, what + ": the server said " + reply, reply, null);
    }

    public Kind kind() {
        return kind;
    }

    /** Where it happened. */
    public Stage stage() {
        return stage;
    }

    /** What the server said, if that is what went wrong. */
    public @Nullable Reply reply() {
        return reply;
    }

    /** What TLS was agreed on a connection that failed while it was opened; null where there was none. */
    public SecureWire.@Nullable Tls tls() {
        return tls;
    }

    /** How long each stage of its opening took; empty where it didn't fail then. */
    public Map<Stage, Duration> times() {
        return times;
    }

    /** It happened while a connection was opened that had come so far. */
    void during(SecureWire.@Nullable Tls agreed, Map<Stage, Duration> opening) {
        tls = agreed;
        times = opening;
    }
}
