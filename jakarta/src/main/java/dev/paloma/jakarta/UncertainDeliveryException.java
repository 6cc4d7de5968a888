package dev.paloma.jakarta;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import org.jspecify.annotations.Nullable;

/**
 * The connection died between the end of the content and the server's answer: the mail may have been delivered or not. On
 * purpose no {@link jakarta.mail.SendFailedException}, whose unsent addresses programs send to again without a thought.
 */
public final class UncertainDeliveryException extends MessagingException {
    private final Address[] addresses;

    UncertainDeliveryException(String message, @Nullable Exception cause, Address[] addresses) {
        super(message, cause);
        this.addresses = addresses.clone();
    }

    /** Who may have the mail; a copy. */
    public Address[] getAddresses() {
        return addresses.clone();
    }
}
