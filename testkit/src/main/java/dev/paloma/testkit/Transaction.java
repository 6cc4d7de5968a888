package dev.paloma.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a mail transaction has come. A pipelining client can't know of refusals yet, so what it tried counts too. */
final class Transaction {
    boolean senderTried;
    boolean recipientTried;
    boolean chunkRefused;

    @Nullable
    PathArgument sender;

    final List<Recipient> recipients = new ArrayList<>();

    @Nullable
    ContentReader content;

    boolean isUtf8() {
        return sender != null && sender.has("SMTPUTF8");
    }

    ContentSink.Body body() {
        if (sender == null) {
            return ContentSink.Body.BINARY; // nothing to hold it against
        }
        if (sender.has("BODY=BINARYMIME")) {
            return ContentSink.Body.BINARY;
        }
        return sender.has("BODY=8BITMIME") ? ContentSink.Body.EIGHT_BIT : ContentSink.Body.SEVEN_BIT;
    }
}
