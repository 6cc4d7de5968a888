package dev.paloma.sasl;

/** OAUTHBEARER (RFC 7628): an access token in place of a password. */
final class OAuthBearer implements Mechanism {
    private static final byte[] ACKNOWLEDGEMENT = {1};

    @Override
    public String name() {
        return "OAUTHBEARER";
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
        String user = credentials.user().replace("=", "=3D").replace(",", "=2C"); // RFC 5801 §4
        String response = "n,a=" + user + ",\1host=" + channel.host() + "\1port=" + channel.port() + "\1auth=Bearer "
                + token + "\1\1";
        return new BearerExchange(response, ACKNOWLEDGEMENT);
    }
}
