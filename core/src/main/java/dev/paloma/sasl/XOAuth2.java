package dev.paloma.sasl;

/** XOAUTH2, what large providers had before RFC 7628 and still have: the same with fewer fields. */
final class XOAuth2 implements Mechanism {
    @Override
    public String name() {
        return "XOAUTH2";
    }

    @Override
    public boolean revealsPassword() {
        return true;
    }

    @Override
    public boolean isOnlyOnRequest() {
        return true;
    }

    @Override
    public Secret secret() {
        return Secret.TOKEN;
    }

    @Override
    public Exchange begin(Credentials credentials, Channel channel) throws SaslException {
        String token = BearerExchange.token(credentials);
        return new BearerExchange("user=" + credentials.user() + "\1auth=Bearer " + token + "\1\1", new byte[0]);
    }
}
