package dev.paloma.sasl;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a login takes place.
 *
 * @param host the server's name as the user knows it
 * @param port the server's port
 * @param binding what identifies the channel; null where it has nothing of the kind
 * @param bindingOffered whether the server offers any mechanism that binds itself to the channel
 * @param wanted asked now and then by what takes long: false ends it
 */
public record Channel(
        String host, int port, @Nullable ChannelBinding binding, boolean bindingOffered, BooleanSupplier wanted) {
    /** Where nobody minds how long it takes. */
    public Channel(String host, int port, @Nullable ChannelBinding binding, boolean bindingOffered) {
        this(host, port, binding, bindingOffered, () -> true);
    }
}
