package dev.paloma.sasl;

/**
 * DIGEST-MD5 (RFC 2831, made historic by RFC 6331): client and server prove to each other that they know the password,
 * with means that are weak today. Only logging in, no protection of what follows.
 */
final class DigestMd5 implements Mechanism {
    private final String service;
    private final Nonce nonce;

    DigestMd5() {
        this("smtp", Nonce::random);
    }

    /**
     * @param service the protocol, as registered for GSSAPI
     */
    DigestMd5(String service, Nonce nonce) {
        this.service = service;
        this.nonce = nonce;
    }

    @Override
    public String name() {
        return "DIGEST-MD5";
    }

    @Override
    public boolean revealsPassword() {
        return false;
    }

    @Override
    public boolean isObsolete() {
        return true;
    }

    @Override
    public Exchange begin(Credentials credentials, Channel channel) {
        return new DigestExchange(credentials, service + "/" + channel.host(), nonce.next());
    }
}
