package dev.paloma.sasl;

/**
 * What identifies a secure channel to both of its ends (RFC 5056): a mechanism that signs it notices somebody who sits
 * between two channels. Immutable.
 */
public final class ChannelBinding {
    private final String type;
    private final byte[] data;

    private ChannelBinding(String type, byte[] data) {
        this.type = type;
        this.data = data;
    }

    /**
     * A binding.
     *
     * @param type its registered name, such as {@code tls-server-end-point} (RFC 5929 §4)
     * @param data what both ends see alike; copied
     */
    public static ChannelBinding of(String type, byte[] data) {
        return new ChannelBinding(type, data.clone());
    }

    public String type() {
        return type;
    }

    /** What both ends see alike; a copy. */
    public byte[] data() {
        return data.clone();
    }

    @Override
    public String toString() {
        return type;
    }
}
