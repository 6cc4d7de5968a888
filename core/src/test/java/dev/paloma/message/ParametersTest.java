package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private static List<String> append(String name, String value) {
        List<String> tokens = new ArrayList<>(List.of("attachment"));
        Parameters.append(tokens, name, value);
        return tokens;
    }

    @Test
    void writesTokensPlainAndOtherAsciiInQuotes() {
        assertThat(append("charset", "utf-8")).containsExactly("attachment;", "charset=utf-8");
        assertThat(append("filename", "a b.txt")).containsExactly("attachment;", "filename=\"a b.txt\"");
        assertThat(append("filename", "q\"b\\c")).containsExactly("attachment;", "filename=\"q\\\"b\\\\c\"");
        assertThat(append("filename", "")).containsExactly("attachment;", "filename=\"\"");
    }

    @Test
    void encodesWhatIsNotAscii() {
        assertThat(append("filename", "é 1.txt")).containsExactly("attachment;", "filename*=utf-8''%C3%A9%201.txt");
    }

    @Test
    void continuesWhatIsTooLongForALine() {
        List<String> tokens = append("filename", "é".repeat(30) + "x".repeat(100) + ".txt");
        assertThat(tokens)
                .hasSizeGreaterThan(3)
                .allSatisfy(t -> assertThat(t.length()).isLessThanOrEqualTo(75));
        assertThat(tokens.get(1)).startsWith("filename*0*=utf-8''%C3%A9").endsWith(";");
        assertThat(tokens.get(2)).startsWith("filename*1*=");
    }

    @Test
    void readsBackRandomValues() {
        long seed = 9_104;
        Random random = new Random(seed);
        int[] alphabet = {
            'a', '.', ' ', '"', '\\', ';', '=', '?', '\'', '%', '*', '(', ')', '/', 'é', 0x764D, 0x1F600, 0x2028
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(random.nextInt(5) == 0 ? 300 : 20); n > 0; n--) {
                value.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
            }
            List<String> tokens = append("filename", value.toString());
            Parameters.append(tokens, "size", "42");
            Map<String, String> read = Parameters.parse(String.join(" ", tokens));
            assertThat(read)
                    .as("seed %s", seed)
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("", "attachment", "filename", value.toString(), "size", "42"));
            assertThat(tokens).allSatisfy(t -> assertThat(t.length()).isLessThanOrEqualTo(75));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\0b", "a\tb", "a\u007Fb", "\u0001", "\uD800"})
    void refusesControls(String value) {
        assertThatThrownBy(() -> append("filename", value))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("filename")
                .hasMessageContaining("position");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a*", "é", "a;b", "a=b", "a\r\nb"})
    void refusesNamesThatAreNoToken(String name) {
        assertThatThrownBy(() -> append(name, "x"))
                .isInstanceOf(MessageException.class)
                .message()
                .doesNotContain("\r", "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "text/plain; charset=us-ascii (Plain text) | charset | us-ascii",
                "text/plain; charset=\"us-ascii\" | charset | us-ascii",
                "text/plain ; CHARSET = x ;; | charset | x",
                "a/b; url*0=\"ftp://\"; url*1=\"example.org/x\" | url | ftp://example.org/x",
                "a/b; title*=us-ascii'en-us'This%20is%20it | title | This is it",
                "a/b; title*1*=%2a%2a; title*0*=us-ascii'en'very%20; title*2=\" end\" | title | very ** end",
                "a/b; filename=old; filename*=utf-8''n%C3%A9w | filename | néw",
                "a/b; filename=\"=?utf-8?Q?=C3=A9.txt?=\" | filename | é.txt",
                "a/b; boundary=\"=?utf-8?Q?a?=\" | boundary | =?utf-8?Q?a?=",
                "a/b; x=1; x=2 | x | 1",
                "a/b; f*=bogus''a%2 | f | a%2",
                "a/b; f*=iso-2022-cn''a | f | a",
                "a/b; f=\"open | f | open",
                "a/b; f=(c (d) e) g | f | g",
                "a/b; f=\"a;b=c\" | f | a;b=c"
            })
    void readsWhatOthersWrite(String value, String name, String expected) {
        assertThat(Parameters.parse(value)).containsEntry(name, expected);
    }

    @Test
    void readsWhatStandsBeforeTheParameters() {
        assertThat(Parameters.parse(" Text/Plain (x) ; a=b"))
                .containsEntry("", "Text/Plain")
                .containsEntry("a", "b");
        assertThat(Parameters.parse("")).containsOnly(Map.entry("", ""));
        assertThat(Parameters.parse("a/b; (never closed").keySet()).containsExactly("");
    }

    @Test
    void boundsWhatItReads() {
        assertThat(Parameters.parse("a/b" + "; x".repeat(1_000_000)).size()).isLessThan(1002);
        assertThat(Parameters.parse("a/b; x=" + "(".repeat(1_000_000))).containsEntry("x", "");
        StringBuilder many = new StringBuilder("a/b");
        for (int i = 0; i < 100_000; i++) {
            many.append("; p").append(i).append("=1");
        }
        assertThat(Parameters.parse(many.toString()).size()).isLessThan(1002);
    }
}
