package dev.paloma;

import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SmtpException;
import dev.paloma.smtp.Stage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a mail didn't go, before it is known whether that is the caller's last word. */
record Failure(
        SendException.Kind kind,
        Stage stage,
        String message,
        @Nullable Reply reply,
        @Nullable Throwable cause) {

    static Failure of(String server, SmtpException e) {
        return new Failure(kind(e), e.stage(), server + ": " + e.getMessage(), e.reply(), e);
    }

    static Failure of(SendException.Kind kind, Stage stage, String message, @Nullable Reply reply) {
        return new Failure(kind, stage, message, reply, null);
    }

    /** The same, where it was the limit for the whole that cancelled it. */
    Failure late(Duration after) {
        boolean cancelled = cause instanceof SmtpException e && e.kind() == SmtpException.Kind.CANCELLED;
        String why = message + ": all the time it had was over, after " + after.toMillis() + " ms";
        return cancelled ? new Failure(kind, stage, why, reply, cause) : this;
    }

    /** What a fact of the connection means for a mail. */
    static SendException.Kind kind(SmtpException e) {
        return switch (e.kind()) {
            case CONNECTION, TIMEOUT, CANCELLED -> SendException.Kind.TEMPORARY;
            case PROTOCOL -> SendException.Kind.PROTOCOL;
            case TLS, SECURITY, AUTHENTICATION, NO_MECHANISM ->
                e.reply() != null && e.reply().isTransient()
                        ? SendException.Kind.TEMPORARY
                        : SendException.Kind.SECURITY;
            case LOCAL -> SendException.Kind.REFUSED;
            case MISSING -> SendException.Kind.CONFIGURATION;
            case CONTENT -> SendException.Kind.CONTENT;
            case REPLY ->
                e.stage() == Stage.GREETING || e.stage() == Stage.EHLO || e.reply() == null
                        ? SendException.Kind.TEMPORARY
                        : refusal(e.reply());
        };
    }

    /** 530 and its like don't speak of the mail but of how we came (RFC 4954 §6). */
    static SendException.Kind refusal(Reply reply) {
        if (reply.code() == 530 || reply.code() == 534 || reply.code() == 535 || reply.code() == 538) {
            return SendException.Kind.SECURITY;
        }
        return reply.isPermanent() ? SendException.Kind.REFUSED : SendException.Kind.TEMPORARY;
    }
}
