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
        String what = String.valueOf(e.getMessage());
        String where = what.contains("stage ") ? "" : " (stage " + e.stage().label() + ")";
        return new Failure(kind(e), e.stage(), server + ": " + what + where + advice(e), e.reply(), e);
    }

    /** What the server said no to. */
    static Failure said(Stage stage, String what, Reply reply) {
        SendException.Kind kind = refusal(reply);
        return of(kind, stage, what + ": the server said " + reply + advice(kind), reply);
    }

    static Failure of(SendException.Kind kind, Stage stage, String message, @Nullable Reply reply) {
        return new Failure(kind, stage, message, reply, null);
    }

    /** Whether somebody, or the limit for the whole, ended it. */
    boolean isCancelled() {
        return cause instanceof InterruptedException
                || (cause instanceof SmtpException e && e.kind() == SmtpException.Kind.CANCELLED);
    }

    /** The same, where it was the limit for the whole that ended it. */
    Failure late(String server, Duration after) {
        String over = "all the time it had was over, after " + after.toMillis() + " ms";
        String why = kind == SendException.Kind.UNKNOWN
                ? message + ": " + over
                : server + ": " + over + ", at stage " + stage.label() + "; try again later, or allow more time";
        return new Failure(kind, stage, why, reply, cause);
    }

    /** What can be done about it, where the text doesn't say so itself. */
    private static String advice(SmtpException e) {
        String what = String.valueOf(e.getMessage());
        if (e.kind() == SmtpException.Kind.CANCELLED || what.endsWith("?") || what.contains("; ")) {
            return "";
        }
        return switch (e.kind()) {
            case LOCAL -> "; correct the mail, or choose another server";
            case AUTHENTICATION ->
                kind(e) == SendException.Kind.SECURITY ? "; check user and password" : "; try again later";
            case NO_MECHANISM -> "; name mechanisms with auth=, or use TLS";
            case TLS, SECURITY ->
                kind(e) == SendException.Kind.SECURITY ? "; check the server's TLS" : "; try again later";
            default -> advice(kind(e));
        };
    }

    private static String advice(SendException.Kind kind) {
        return switch (kind) {
            case REFUSED -> "; sending it again as it is won't help";
            case TEMPORARY -> "; try again later";
            case UNKNOWN -> "; ask the recipient before sending it again";
            case NO_SUCH_HOST -> "; check the server's name";
            case PROTOCOL -> "; is this an SMTP server, and its port?";
            case SECURITY -> "; log in, or start TLS, as the server asks";
            case CONFIGURATION -> "; send without it, or choose another server";
            case CONTENT -> "; check the content";
        };
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
