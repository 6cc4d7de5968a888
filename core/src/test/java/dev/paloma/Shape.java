package dev.paloma;

import dev.paloma.smtp.Acceptance;
import java.util.List;

/**
 * What kind of mail a run sends.
 *
 * @param recipients how many it has
 * @param acceptance how many must be accepted
 * @param size how much of it there is
 * @param second whether another one has been sent by the same mailer before it
 */
record Shape(int recipients, Acceptance acceptance, Size size, boolean second) {
    static final Shape ONE = new Shape(1, Acceptance.ALL, Size.SMALL, false);
    static final Shape ALL_OF_THREE = new Shape(3, Acceptance.ALL, Size.SMALL, false);
    static final Shape SOME_OF_THREE = new Shape(3, Acceptance.AT_LEAST_ONE, Size.SMALL, false);

    /** How much content. */
    enum Size {
        /** A few lines. */
        SMALL(400, true),
        /** Some writes' worth. */
        BLOCKS(70_000, true),
        /** More than is sent on speculation. */
        LARGE(300_000, true),
        /** As BLOCKS, but nobody knows beforehand. */
        STREAMED(70_000, false);

        final int octets;
        final boolean known;

        Size(int octets, boolean known) {
            this.octets = octets;
            this.known = known;
        }

        boolean fitsInOneFlow() {
            return known && this != LARGE;
        }
    }

    /** One of each kind that the engine treats in its own way. */
    static List<Shape> usual() {
        return List.of(
                ONE,
                ALL_OF_THREE,
                SOME_OF_THREE,
                new Shape(1, Acceptance.ALL, Size.SMALL, true),
                new Shape(1, Acceptance.AT_LEAST_ONE, Size.BLOCKS, false),
                new Shape(2, Acceptance.AT_LEAST_ONE, Size.STREAMED, true),
                new Shape(2, Acceptance.ALL, Size.LARGE, false));
    }

    /** Those with several recipients. */
    static List<Shape> several() {
        return usual().stream().filter(shape -> shape.recipients > 1).toList();
    }

    Shape of(int count) {
        return new Shape(count, acceptance, size, second);
    }

    @Override
    public String toString() {
        return recipients + " of " + acceptance + " " + size + (second ? " after another" : "");
    }
}
