package dev.paloma.message;

/** A sink that only counts, for sizes that no formula gives. */
final class TallySink extends Sink {
    private long drained;

    TallySink() {
        super(1024);
    }

    @Override
    protected void drain(byte[] octets, int length) {
        drained += length;
    }

    long total() {
        return drained + position;
    }
}
