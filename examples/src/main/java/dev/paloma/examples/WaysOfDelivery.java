package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.message.DeliverBy;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** What can be asked of a server besides taking a mail. */
final class WaysOfDelivery {
    private WaysOfDelivery() {}

    static Receipt reported(Mailer mailer, Message message) {
        // <example reports>
        DeliveryOptions options = DeliveryOptions.none()
                .withDsn(DsnRequest.on(DsnRequest.Event.SUCCESS, DsnRequest.Event.FAILURE))
                .withReturned(DeliveryOptions.Returned.HEADERS)
                .withEnvelopeId("invoice 42");
        return mailer.send(message.envelope().with(options), message);
        // </example>
    }

    static Receipt forwarded(Mailer mailer, Message message, Map<String, Mailbox> originals) {
        // <example each>
        Envelope envelope = message.envelope().withDsn(recipient -> {
            Mailbox original = originals.get(recipient.address());
            return original == null ? null : DsnRequest.usual().originally(original);
        });
        // </example>
        return mailer.send(envelope, message);
    }

    static Receipt timed(Mailer mailer, Message message, Instant monday) {
        // <example times>
        DeliveryOptions options = DeliveryOptions.none()
                .withHoldUntil(monday)
                .withDeliverBy(DeliverBy.orReturn(Duration.ofDays(7)))
                .withPriority(-3);
        // </example>
        return mailer.send(message.envelope().with(options), message);
    }

    static String secret(Mailer mailer, Message message) {
        // <example required>
        Envelope envelope = message.envelope().with(DeliveryOptions.none().withRequiredTls());
        try {
            mailer.send(envelope, message);
            return "sent";
        } catch (SendException e) {
            if (e.kind() == SendException.Kind.CONFIGURATION) {
                return "this server can't promise it: " + e.getMessage();
            }
            throw e;
        }
        // </example>
    }
}
