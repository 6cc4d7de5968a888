package dev.paloma;

import dev.paloma.smtp.Capabilities;
import dev.paloma.smtp.Reply;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.Stage;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a server said of itself to a {@link Probe}. Immutable; all text in it is safe to show.
 *
 * @param server {@code host:port}
 * @param reached how it was reached
 * @param session what it said
 * @param answers what it answered to further questions
 * @param problems why mail can't be sent to it as it is set up, the first first; none if it can
 */
public record ServerReport(String server, Reached reached, Session session, Answers answers, List<Problem> problems) {
    public ServerReport {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is in the way of mail. */
    public boolean isOk() {
        return problems.isEmpty();
    }

    /**
     * How it was reached.
     *
     * @param address where somebody answered; else the last one that was tried, null if the name led to none
     * @param tried addresses that didn't answer, in their order
     * @param times how long each stage took on the connection that is reported
     * @param total all of it, with further connections
     */
    public record Reached(
            @Nullable InetAddress address, List<Receipt.Tried> tried, Map<Stage, Duration> times, Duration total) {
        public Reached {
            tried = List.copyOf(tried);
            times = Map.copyOf(times);
        }
    }

    /**
     * What it said by itself.
     *
     * @param greeting null if it didn't get so far
     * @param inClear what it offered before TLS; null if TLS was on from the start
     * @param tls what was agreed; null where there is none
     * @param verified whether the certificate was checked and found good
     * @param inTls what it offered once TLS was on; null where it wasn't
     */
    public record Session(
            @Nullable Reply greeting,
            @Nullable Capabilities inClear,
            SecureWire.@Nullable Tls tls,
            boolean verified,
            @Nullable Capabilities inTls) {

        /** What it offers in the end; null if it never said. */
        public @Nullable Capabilities capabilities() {
            return inTls != null ? inTls : inClear;
        }

        /** Octets a message may have (RFC 1870); empty where it names no limit. */
        public OptionalLong maximumSize() {
            Capabilities offered = capabilities();
            return offered == null ? OptionalLong.empty() : offered.maximumSize();
        }

        /**
         * A limit that the server names in LIMITS (RFC 9422); empty where it doesn't.
         *
         * @param name such as {@code RCPTMAX}, upper case
         */
        public OptionalLong limit(String name) {
            Capabilities offered = capabilities();
            OptionalInt limit = offered == null ? OptionalInt.empty() : offered.limit(name);
            return limit.isPresent() ? OptionalLong.of(limit.getAsInt()) : OptionalLong.empty();
        }
    }

    /**
     * What it answered.
     *
     * @param login how one logs in
     * @param help the reply to HELP; null if it wasn't asked, or didn't answer
     * @param rehearsal what it says to a mail; null if that wasn't asked
     */
    public record Answers(
            Login login, @Nullable Reply help, @Nullable Rehearsal rehearsal) {}

    /**
     * How one logs in.
     *
     * @param mechanisms those that a login would try here, in their order: offered, known, and safe on this connection
     * @param tried whether there were credentials and a server to trust with them
     * @param used the mechanism by which the login succeeded; null if none did
     */
    public record Login(
            List<String> mechanisms,
            boolean tried,
            @Nullable String used) {
        public Login {
            mechanisms = List.copyOf(mechanisms);
        }
    }

    /**
     * A mail that ended before its content.
     *
     * @param mail the reply to MAIL
     * @param rcpt the reply to RCPT; null if MAIL was refused
     */
    public record Rehearsal(Reply mail, @Nullable Reply rcpt) {}

    /**
     * Something that would keep a mail from being sent.
     *
     * @param kind as a mail's failure would say it
     * @param stage where
     * @param message what happened, where, what to do, in one line
     * @param reply what the server said; null if it isn't a reply that went wrong
     */
    public record Problem(
            SendException.Kind kind,
            Stage stage,
            String message,
            @Nullable Reply reply) {}
}
