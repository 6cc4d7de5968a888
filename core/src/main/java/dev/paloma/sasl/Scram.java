package dev.paloma.sasl;

/**
 * SCRAM (RFC 5802, RFC 7677): client and server prove to each other that they know the password, and neither says it.
 * The form whose name ends in -PLUS also proves that both are ends of the same channel.
 */
final class Scram implements Mechanism {
    private final Hash hash;
    private final boolean bound;
    private final Nonce nonce;

    Scram(Hash hash, boolean bound, Nonce nonce) {
        this.hash = hash;
        this.bound = bound;
        this.nonce = nonce;
    }

    static Scram unbound(Hash hash) {
        return new Scram(hash, false, Nonce::random);
    }

    static Scram bound(Hash hash) {
        return new Scram(hash, true, Nonce::random);
    }

    @Override
    public String name() {
        return "SCRAM-" + hash.spelled() + (bound ? "-PLUS" : "");
    }

    @Override
    public boolean revealsPassword() {
        return false;
    }

    @Override
    public boolean bindsChannel() {
        return bound;
    }

    @Override
    public Exchange begin(Credentials credentials, Channel channel) throws SaslException {
        String user = SaslPrep.prepare("the user name", credentials.user());
        String password = SaslPrep.prepare("the password", credentials.password());
        ScramExchange.Proof proof = new ScramExchange.Proof(user, password, nonce.next());
        return new ScramExchange(hash, header(channel), proof, channel.wanted());
    }

    /** RFC 5802 §6: what the client thinks of channel binding, so that the server notices when somebody hid its offer. */
    private ScramExchange.Header header(Channel channel) throws SaslException {
        ChannelBinding binding = channel.binding();
        if (!bound) {
            boolean missed = binding != null && !channel.bindingOffered();
            return new ScramExchange.Header(missed ? "y,," : "n,,", new byte[0]);
        }
        if (binding == null) {
            throw new SaslException(name() + " needs TLS with a server certificate that it can be bound to");
        }
        return new ScramExchange.Header("p=" + binding.type() + ",,", binding.data());
    }
}
