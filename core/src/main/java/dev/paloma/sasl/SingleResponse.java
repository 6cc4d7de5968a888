package dev.paloma.sasl;

/** A login in which the client says everything at once and nothing comes back. */
final class SingleResponse implements Mechanism.Exchange {
    private final String mechanism;
    private final byte[] response;

    SingleResponse(String mechanism, byte[] response) {
        this.mechanism = mechanism;
        this.response = response;
    }

    @Override
    public byte[] initialResponse() {
        return response.clone();
    }

    @Override
    public byte[] respond(byte[] challenge) throws SaslException {
        throw new SaslException("the server asks again although " + mechanism + " has said everything");
    }
}
