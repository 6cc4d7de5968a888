package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodedWordsTest {
    private static final Pattern WORD = Pattern.compile("=\\?utf-8\\?[QB]\\?[!-~&&[^?]]*\\?=");

    @ParameterizedTest
    @ValueSource(strings = {"", "Invoice 42", "a  b\tc", "(x), <y>; \"z\"", "= ? =", "https://example.org/?a=b&c=d"})
    void leavesPlainTextAsItIs(String text) {
        assertThat(Headers.encode(text)).isEqualTo(text);
        assertThat(Headers.decode(text)).isEqualTo(text);
    }

    @Test
    void encodesOnlyTheWordsThatNeedIt() {
        assertThat(Headers.encode("Hello Zoë dear")).isEqualTo("Hello =?utf-8?Q?Zo=C3=AB?= dear");
    }

    @Test
    void putsTheSpaceBetweenTwoEncodedWordsInside() {
        assertThat(Headers.encode("Marlenë Ålandsson x")).isEqualTo("=?utf-8?Q?Marlen=C3=AB_=C3=85landsson?= x");
        assertThat(Headers.encode("a   Chloë   x")).isEqualTo("a =?utf-8?Q?__Chlo=C3=AB__?= x");
    }

    @Test
    void takesTheShorterOfQAndB() {
        assertThat(Headers.encode("日本語")).startsWith("=?utf-8?B?");
        assertThat(Headers.encode("Ärmelkanal")).startsWith("=?utf-8?Q?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "é",
                " é ",
                " ",
                "   ",
                "\t",
                " plain",
                "plain ",
                "a   é   b",
                "é   é",
                "=?utf-8?Q?literal?=",
                "x=?utf-8?Q?literal?=y é",
                "=?",
                "é =? é",
                "😀😀",
                "a\r\nb",
                "\0",
                "\u0085\u2028\u2029",
                "č Ċ 瘍",
                "e\u0301\u200D"
            })
    void givesBackEveryLetterAndSpace(String text) {
        assertThat(Headers.decode(Headers.encode(text))).isEqualTo(text);
        assertThat(Headers.encode(text)).matches("[\\t -~]*");
    }

    @Test
    void breaksAWordLongerThanALine() throws IOException {
        check("a".repeat(5000));
        check("x " + " ".repeat(5000) + "y");
        check("ü".repeat(5000));
        check("😀".repeat(2000) + " " + "b".repeat(1001));
    }

    @Test
    void roundTripsRandomTextInShortWordsAndLines() throws IOException {
        long seed = 20_471;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String text = randomText(random);
            try {
                check(text);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
        }
    }

    private static String randomText(Random random) {
        int[] alphabet = {
            ' ', ' ', ' ', '\t', '=', '?', '_', 'a', 'Q', '0', '"', ',', 'é', 0x10D, 0x764D, 0x1F600, 0x7F, '\n', 0x2028
        };
        int kinds = 1 + random.nextInt(alphabet.length);
        int length = random.nextInt(random.nextInt(8) == 0 ? 400 : 40);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(20) == 0 ? anyCharacter(random) : alphabet[random.nextInt(kinds)]);
        }
        return text.toString();
    }

    private static int anyCharacter(Random random) {
        int c = random.nextInt(0x110000);
        return c >= 0xD800 && c < 0xE000 ? 'x' : c;
    }

    private static void check(String text) throws IOException {
        String encoded = Headers.encode(text);
        assertThat(Headers.decode(encoded)).isEqualTo(text);
        WORD.matcher(encoded).results().forEach(word -> {
            assertThat(word.group()).hasSizeLessThanOrEqualTo(75);
            // Read alone, a word must not begin or end inside a character.
            assertThat(Headers.decode(word.group())).doesNotContain("\uFFFD".repeat(text.contains("\uFFFD") ? 99 : 1));
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        Headers.empty().append("Subject", encoded).writeTo(sink);
        sink.flush();
        String written = out.toString(StandardCharsets.US_ASCII);
        for (String line : written.split("\r\n")) {
            int most = line.contains("=?utf-8?") ? 76 : 998;
            boolean oneToken = line.trim().indexOf(' ') < 0 || line.startsWith("Subject: ");
            assertThat(line.length()).isLessThanOrEqualTo(oneToken && most == 998 ? 998 : Math.min(most, 78));
            assertThat(line).isNotBlank();
        }
        Headers read = Headers.parse(written);
        assertThat(read.text("subject")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=?ISO-8859-1?Q?a?= | a",
                "=?ISO-8859-1?Q?a?= b | a b",
                "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?= | ab",
                "=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?= | ab",
                "=?ISO-8859-1?Q?a_b?= | a b",
                "=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?= | a b",
                "=?utf-8*en?Q?caf=C3=A9?= | café",
                "=?UTF-8?b?w6k?= | é",
                "=?utf-8?B?w6k=?= | é",
                "=?utf-8?Q?=c3=a9?= | é",
                "=?koi8-r?B?8NLJ18XU?= | Привет",
                "=?utf-8?B?w?= =?utf-8?Q?x?= | =?utf-8?B?w?= x",
                "=?x-unknown?Q?a?= | =?x-unknown?Q?a?=",
                "=?utf-8?X?a?= | =?utf-8?X?a?=",
                "=?utf-8?Q?a b?= | =?utf-8?Q?a b?=",
                "=?utf-8?Q?=ZZ=4?= | =ZZ=4",
                "=?=?=?utf-8?Q?a?= | =?=?a",
                "(=?utf-8?Q?a?=) | (a)",
                "=?utf-8?Q??= | ''",
                "=?? | =??",
                "=?utf-8?Q | =?utf-8?Q"
            })
    void readsWhatOthersWrite(String value, String text) {
        assertThat(Headers.decode(value)).isEqualTo(text);
    }

    @Test
    void joinsACharacterThatAnotherWriterSplitBetweenTwoWords() {
        assertThat(Headers.decode("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=")).isEqualTo("café");
        assertThat(Headers.decode("=?utf-8?B?4oI=?=\t=?UTF-8?Q?=AC?=")).isEqualTo("€");
    }

    @Test
    void writesNamesAsAtomsAndEncodedWordsOnly() {
        assertThat(Headers.encodePhrase("Ann Zoë")).isEqualTo("Ann =?utf-8?Q?Zo=C3=AB?=");
        assertThat(Headers.encodePhrase("Anna-Chloë Smith, PhD")).isEqualTo("=?utf-8?Q?Anna-Chlo=C3=AB_Smith=2C?= PhD");
        assertThat(Headers.encodePhrase("Zoë (x), <y@z>")).matches("=[?]utf-8[?]B[?][A-Za-z0-9+/=]+[?]=");
        assertThat(Headers.encodePhrase("é \"q\" a  b")).doesNotContain("\"").doesNotContain("  ");
        assertThat(Headers.decode(Headers.encodePhrase(" é \"q\"\ta  b."))).isEqualTo(" é \"q\"\ta  b.");
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertThatThrownBy(() -> Headers.encode("a\uD83D"))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("surrogate")
                .hasMessageContaining("position 2");
        assertThatThrownBy(() -> Headers.encode("\uDE00\uD83D")).isInstanceOf(MessageException.class);
    }

    @Test
    void takesLinearTime() {
        // Each would take hours if its time grew with the square.
        for (String piece : new String[] {"=?", "=?utf-8?Q?", "=?a?Q?x?= ", "=?x-a?B?AAAA?=\t", "é a ", " ", "\t é"}) {
            String long_ = piece.repeat(3_000_000 / piece.length());
            assertThat(Headers.decode(long_)).isNotEmpty();
            assertThat(Headers.encode(long_)).isNotEmpty();
        }
    }
}
