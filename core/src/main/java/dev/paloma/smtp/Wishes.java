package dev.paloma.smtp;

import dev.paloma.message.DeliverBy;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DeliveryOptions.Returned;
import dev.paloma.message.Xtext;
import dev.paloma.smtp.SmtpException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The parameters of MAIL that say how a mail is to be delivered. Every one of them was asked for, so a server that
 * doesn't know one doesn't get the mail.
 */
final class Wishes {
    private final Terms.Offer offer;
    private final DeliveryOptions options;
    private final StringBuilder text = new StringBuilder();

    Wishes(Terms.Offer offer, DeliveryOptions options) {
        this.offer = offer;
        this.options = options;
    }

    /** Each with a space before it. */
    String parameters() throws SmtpException {
        reports();
        requiredTls();
        priority();
        deliverBy();
        release();
        submitter();
        return text.toString();
    }

    /** RFC 3461 §4.3, §4.4. */
    private void reports() throws SmtpException {
        String id = options.envelopeId();
        Returned returned = options.returned();
        if (id != null || returned != null) {
            require("DSN", "a delivery report");
        }
        if (returned != null) {
            add("RET", returned == Returned.FULL ? "FULL" : "HDRS");
        }
        if (id != null) {
            add("ENVID", Xtext.encode(id));
        }
    }

    /** RFC 8689 §4.2.1: only inside TLS, and only to a server that has proved who it is. */
    private void requiredTls() throws SmtpException {
        if (!options.requiresTls()) {
            return;
        }
        if (!offer.capabilities().has("REQUIRETLS")) {
            String what = "TLS on the whole way";
            throw offer.proven()
                    ? missing("REQUIRETLS", what)
                    : missing("REQUIRETLS", what + ", which is only offered inside TLS,");
        }
        if (!offer.proven()) {
            throw SmtpException.of(
                    Kind.TLS,
                    Stage.MAIL,
                    "TLS on the whole way was asked for, but this connection isn't TLS with a server that has proved"
                            + " its name; use tls=required and verify=full");
        }
        text.append(" REQUIRETLS");
    }

    /** RFC 6710 §4. */
    private void priority() throws SmtpException {
        if (options.priority().isPresent()) {
            require("MT-PRIORITY", "a priority");
            add("MT-PRIORITY", String.valueOf(options.priority().getAsInt()));
        }
    }

    /** RFC 2852 §4; the least time that a server names counts where a late mail is to come back (§3). */
    private void deliverBy() throws SmtpException {
        DeliverBy by = options.deliverBy();
        if (by == null) {
            return;
        }
        require("DELIVERBY", "a time to deliver in");
        boolean returns = by.late() == DeliverBy.Late.RETURN;
        long seconds = by.within().toSeconds();
        long least = number("DELIVERBY", 0);
        if (returns && seconds < least) {
            throw outOfReach("DELIVERBY", "delivery within " + seconds + " s", "takes at least " + least + " s");
        }
        add("BY", seconds + (returns ? ";R" : ";N") + (by.traced() ? "T" : ""));
    }

    /** RFC 4865 §4; the server names the longest interval and the last date that it takes. */
    private void release() throws SmtpException {
        Duration interval = options.holdFor();
        Instant date = options.holdUntil();
        if (interval == null && date == null) {
            return;
        }
        require("FUTURERELEASE", "a later release");
        if (interval != null) {
            long most = number("FUTURERELEASE", Long.MAX_VALUE);
            if (interval.toSeconds() > most) {
                String wish = "holding the mail for " + interval.toSeconds() + " s";
                throw outOfReach("FUTURERELEASE", wish, "takes at most " + most + " s");
            }
            add("HOLDFOR", String.valueOf(interval.toSeconds()));
        }
        if (date != null) {
            Instant last = lastRelease();
            if (date.isAfter(last)) {
                throw outOfReach("FUTURERELEASE", "holding the mail until " + date, "takes nothing later than " + last);
            }
            add("HOLDUNTIL", date.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    private Instant lastRelease() {
        List<String> said = offer.capabilities().parameters("FUTURERELEASE");
        try {
            return said.size() < 2
                    ? Instant.MAX
                    : OffsetDateTime.parse(said.get(1)).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.MAX; // the server will say itself what it takes
        }
    }

    /** RFC 4954 §5. */
    private void submitter() throws SmtpException {
        String submitter = options.submitter();
        if (submitter != null) {
            require("AUTH", "a submitter");
            add("AUTH", Xtext.encode(submitter));
        }
    }

    /** The number behind a keyword, or another where there is none. */
    private long number(String keyword, long otherwise) {
        List<String> said = offer.capabilities().parameters(keyword);
        return said.isEmpty() || !said.get(0).matches("[0-9]{1,18}") ? otherwise : Long.parseLong(said.get(0));
    }

    private void add(String keyword, String value) {
        text.append(' ').append(keyword).append('=').append(value);
    }

    private void require(String keyword, String what) throws SmtpException {
        if (!offer.capabilities().has(keyword)) {
            throw missing(keyword, what);
        }
    }

    static SmtpException missing(String keyword, String what) {
        return SmtpException.of(
                Kind.MISSING,
                Stage.MAIL,
                what + " was asked for, and the server's answer to EHLO has no line " + keyword
                        + "; send without that wish, or by a server that offers it");
    }

    private static SmtpException outOfReach(String keyword, String wish, String limit) {
        return SmtpException.of(
                Kind.MISSING,
                Stage.MAIL,
                wish + " was asked for, and the server " + limit + " (" + keyword
                        + " in its answer to EHLO); ask for what it takes, or another server");
    }
}
