package dev.paloma.sasl;

import org.jspecify.annotations.Nullable;

/**
 * Where a login takes place.
 *
 * @param host the server's name as the user knows it
 * @param port the server's port
 * @param binding what identifies the channel; null where it has nothing of the kind
 * @param bindingOffered whether the server offers any mechanism that binds itself to the channel
 */
public record Channel(String host, int port, @Nullable ChannelBinding binding, boolean bindingOffered) {}
