package dev.paloma.bench;

import dev.paloma.bench.Offers.Offer;
import java.io.IOException;
import java.time.Duration;

/**
 * Where the mails of a scenario go.
 *
 * @param postfix whether it is Postfix's sink instead of our own
 */
record Course(Offers offers, Duration roundTrip, boolean postfix) {
    static final Course NEAR = new Course(Offers.of(Offer.PIPELINING), Duration.ZERO, false);
    static final Course CHUNKING = new Course(Offers.of(Offer.PIPELINING, Offer.CHUNKING), Duration.ZERO, false);
    static final Course BINARY =
            new Course(Offers.of(Offer.PIPELINING, Offer.CHUNKING, Offer.BINARYMIME), Duration.ZERO, false);
    static final Course SECURE =
            new Course(Offers.of(Offer.PIPELINING, Offer.CHUNKING, Offer.TLS), Duration.ZERO, false);
    static final Course RAW = new Course(Offers.of(Offer.RAW), Duration.ZERO, false);
    static final Course POSTFIX = new Course(Offers.of(), Duration.ZERO, true);

    Course distant(Duration away) {
        return new Course(offers, away, postfix);
    }

    Sink sink(Lab lab) throws IOException {
        return lab.sink(postfix);
    }

    int port(Lab lab) throws IOException {
        return lab.distant(sink(lab).port(offers), roundTrip);
    }

    boolean secure() {
        return offers.has(Offer.TLS);
    }
}
