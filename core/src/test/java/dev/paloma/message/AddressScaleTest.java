package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** S13: time grows as the text does, and the stack not at all. */
class AddressScaleTest {
    private static final int SMALL = 25_000;
    private static final int FACTOR = 8;

    static Stream<Arguments> texts() {
        return Stream.of(
                text("addresses", n -> "Ann <ann@example.org>, ".repeat(n)),
                text("addresses with names beyond ASCII", n -> "Änne Lee <änne@example.org>, ".repeat(n)),
                text("nested comments", n -> "(".repeat(n) + ")".repeat(n) + "ann@example.org"),
                text("nested comments at the end", n -> "ann@example.org" + "(".repeat(n) + ")".repeat(n)),
                text("open comments", n -> "ann@example.org" + "(".repeat(n)),
                text("groups", n -> "a:b@c;,".repeat(n)),
                text("nested groups", n -> "a:".repeat(n) + ";".repeat(n)),
                text("open angle brackets", n -> "<".repeat(n)),
                text("quoted strings", n -> "\"a\" ".repeat(n) + "\"\\a\" <a@b>"),
                text("comments", n -> "(a)".repeat(n) + "a@b"),
                text("backslashes", n -> "\"" + "\\".repeat(2 * n) + "\" <a@b>"),
                text("routes", n -> "<" + "@a,".repeat(n) + "@b:c@d>"),
                text("dots", n -> "a.".repeat(n) + "a@b"),
                text("labels", n -> "a@" + "b.".repeat(n) + "b"),
                text("letters in a domain", n -> "a@" + "ä".repeat(n)),
                text("literal", n -> "a@[" + "x".repeat(n)),
                text("words without an address", n -> "word ".repeat(n)),
                text("empty places", n -> ",".repeat(n)));
    }

    private static Arguments text(String name, IntFunction<String> maker) {
        return Arguments.of(name, maker);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void takesTimeInProportion(String name, IntFunction<String> maker) {
        String small = maker.apply(SMALL);
        String large = maker.apply(SMALL * FACTOR);
        nanos(small);
        // The square would take 64 times as long. A millisecond is allowed for what doesn't depend on the text.
        long limit = 1_000_000 + 3 * FACTOR * nanos(small);
        assertThat(nanos(large)).as(name).isLessThan(limit + 50_000_000);
    }

    /** The best of three, since others use the machine too. */
    private static long nanos(String text) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            read(text);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static void read(String text) {
        try {
            assertThat(Mailbox.parseList(text)).isNotNull();
        } catch (AddressException e) {
            assertThat(e.getMessage()).hasSizeLessThan(400);
        }
    }
}
