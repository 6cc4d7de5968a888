package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static String canonical(String text) {
        return new String(Lines.of(text).octets, StandardCharsets.UTF_8);
    }

    @Test
    void everyKindOfLineEndBecomesCrlf() {
        assertThat(canonical("a\nb\rc\r\nd\n\re\r\r\n\n")).isEqualTo("a\r\nb\r\nc\r\nd\r\n\r\ne\r\n\r\n\r\n");
    }

    @Test
    void lettersWhoseLowByteIsALineEndAreLetters() {
        assertThat(canonical("č Ċ 瘍")).isEqualTo("č Ċ 瘍");
    }

    @Test
    void utf8IsTheSameAsTheJdks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n = 0; n < 500; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                int c = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x900);
                text.appendCodePoint((c >= 0xD800 && c < 0xE000) || c == '\r' || c == '\n' ? 'x' : c);
            }
            assertThat(Lines.of(text.toString()).octets)
                    .as("seed %d", seed)
                    .isEqualTo(text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void refusesHalfASurrogatePair() {
        for (String text : new String[] {"a\uD83D", "\uDE00a", "\uD83Dx", "\uDE00\uD83D"}) {
            assertThatExceptionOfType(MessageException.class)
                    .isThrownBy(() -> Lines.of(text))
                    .withMessageContaining("surrogate");
        }
    }

    @Test
    void knowsWhatFitsWhere() {
        assertThat(Lines.of("x".repeat(998) + "\n").fitsSevenBit()).isTrue();
        assertThat(Lines.of("x".repeat(999) + "\n").fitsSevenBit()).isFalse();
        assertThat(Lines.of("\n" + "x".repeat(999)).fitsEightBit()).isFalse();
        assertThat(Lines.of("é".repeat(499)).fitsEightBit()).isTrue();
        assertThat(Lines.of("é".repeat(499)).fitsSevenBit()).isFalse();
        assertThat(Lines.of("é".repeat(500)).fitsEightBit()).isFalse();
        assertThat(Lines.of("a\0b").fitsEightBit()).isFalse();
        assertThat(new Lines("a\nb".getBytes(StandardCharsets.US_ASCII)).fitsSevenBit())
                .isFalse();
        assertThat(new Lines("a\rb".getBytes(StandardCharsets.US_ASCII)).fitsSevenBit())
                .isFalse();
        assertThat(new Lines("a\r".getBytes(StandardCharsets.US_ASCII)).fitsSevenBit())
                .isFalse();
    }

    @Test
    void knowsWhetherTheLastLineIsEnded() {
        assertThat(Lines.of("").endsLine()).isTrue();
        assertThat(Lines.of("a\n").endsLine()).isTrue();
        assertThat(Lines.of("a").endsLine()).isFalse();
        assertThat(new Lines(new byte[] {'\n'}).endsLine()).isFalse();
    }
}
