package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** RFC 3676. */
class FlowedTextTest {
    /** What a reader makes of it: unstuffed, soft line ends taken away. */
    private static String read(String flowed) {
        StringBuilder text = new StringBuilder();
        String[] lines = flowed.split("\r\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].startsWith(" ") ? lines[i].substring(1) : lines[i];
            text.append(line);
            boolean soft = line.endsWith(" ") && !line.equals("-- ");
            text.append(i == lines.length - 1 || soft ? "" : "\n");
        }
        return text.toString();
    }

    @Test
    void breaksParagraphsAfterASpace() {
        String flowed = FlowedText.of("word ".repeat(40).strip() + "\nshort\n");
        for (String line : flowed.split("\r\n")) {
            assertThat(line.length()).isLessThanOrEqualTo(78);
        }
        assertThat(flowed).startsWith("word ".repeat(15) + "\r\n");
        assertThat(read(flowed)).isEqualTo("word ".repeat(40).strip() + "\nshort\n");
    }

    @Test
    void stuffsLinesThatWouldBeTakenForSomethingElse() {
        assertThat(FlowedText.of(" a\n>b\nFrom c\nd")).isEqualTo("  a\r\n >b\r\n From c\r\nd");
    }

    @Test
    void dropsSpacesAtTheEndOfAParagraphButNotInTheSignatureMark() {
        assertThat(FlowedText.of("a  \n   \n-- \nAnn")).isEqualTo("a\r\n\r\n-- \r\nAnn");
    }

    @Test
    void leavesAWordLongerThanALineWhole() {
        String text = "see " + "x".repeat(200) + " there";
        assertThat(FlowedText.of(text)).isEqualTo("see \r\n" + "x".repeat(200) + " \r\nthere");
    }

    @Test
    void comesBackWhateverTheWords() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] words = {"a", "From", ">", "--", " ", "word", "x".repeat(30), "y".repeat(90), "\n", "é"};
        for (int n = 0; n < 2000; n++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextInt(5) == 0 ? "" : " ");
            }
            String expected = Arrays.stream(text.toString().split("\n", -1))
                    .map(line -> line.equals("-- ") ? line : line.replaceAll(" +$", ""))
                    .collect(Collectors.joining("\n"));
            assertThat(read(FlowedText.of(text.toString()))).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void goesOutAsFormatFlowed() {
        Message message =
                new RandomMessages(1).headers().textFlowed("Grüße ".repeat(30)).build();
        Written written = Written.of(message, Written.EIGHT);
        assertThat(written.parameter("Content-Type", "format")).isEqualTo("flowed");
        assertThat(written.parameter("Content-Type", "delsp")).isEqualTo("no");
        assertThat(read(written.decodedText()).strip())
                .isEqualTo("Grüße ".repeat(30).strip());
    }
}
