package dev.paloma.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a port of the sink offers. */
record Offers(Set<Offer> offers) {
    enum Offer {
        PIPELINING,
        CHUNKING,
        BINARYMIME,
        STARTTLS,
        /** TLS from the start. */
        TLS,
        /** No SMTP at all: octets are read and dropped. */
        RAW
    }

    static Offers of(Offer... offers) {
        return new Offers(offers.length == 0 ? Set.of() : EnumSet.of(offers[0], offers));
    }

    static Offers parse(String text) {
        return of(Arrays.stream(text.split("\\+"))
                .map(word -> Offer.valueOf(word.toUpperCase(Locale.ROOT)))
                .toArray(Offer[]::new));
    }

    boolean has(Offer offer) {
        return offers.contains(offer);
    }

    String ehlo() {
        StringBuilder reply = new StringBuilder("250-sink\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n");
        for (Offer offer : offers) {
            if (offer != Offer.TLS && offer != Offer.RAW) {
                reply.append("250-").append(offer).append("\r\n");
            }
        }
        return reply.append("250 SIZE 0\r\n").toString();
    }

    @Override
    public String toString() {
        return offers.stream()
                .map(offer -> offer.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("+"));
    }
}
