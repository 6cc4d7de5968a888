package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every short text over the octets that matter, however it is cut in pieces. */
class LineEndsTest {
    private static final char[] ALPHABET = {'\r', '\n', '.', 'a'};
    private static final String HEADER = "A: b\r\n\r\n";

    private static List<String> textsUpTo(int length) {
        List<String> texts = new ArrayList<>(List.of(""));
        int from = 0;
        for (int n = 1; n <= length; n++) {
            int to = texts.size();
            for (; from < to; from++) {
                for (char c : ALPHABET) {
                    texts.add(texts.get(from) + c);
                }
            }
        }
        return texts;
    }

    /** The simplest way to say it. */
    private static String model(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n');
        return (lines.isEmpty() || lines.endsWith("\n") ? lines : lines + "\n").replace("\n", "\r\n");
    }

    @Test
    void becomeCrlfInEveryShortText() throws IOException {
        for (String text : textsUpTo(8)) {
            assertThat(RawContentTest.written(Content.of(text), Form.PLAIN)).isEqualTo(model(text));
        }
    }

    @Test
    void becomeCrlfBehindAHeader() throws IOException {
        for (String text : textsUpTo(6)) {
            assertThat(RawContentTest.written(Content.of(HEADER + text), Form.PLAIN))
                    .isEqualTo(HEADER + model(text));
        }
    }

    @Test
    void doNotDependOnWhereTheOctetsAreCut() throws IOException {
        for (String text : textsUpTo(6)) {
            for (int cut = 0; cut <= text.length(); cut++) {
                Content content = RawContent.builder()
                        .add(text.substring(0, cut))
                        .add("")
                        .add(text.substring(cut))
                        .build();
                assertThat(RawContentTest.written(content, Form.PLAIN)).isEqualTo(model(text));
            }
        }
    }

    @Test
    void doNotDependOnWhereABufferEnds() throws IOException {
        for (String text : textsUpTo(4)) {
            for (int before : new int[] {1022, 1023, 1024, 32_765, 32_766, 32_767, 32_768}) {
                String message = "é" + "x".repeat(before - 2) + text;
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                Sink sink = Sink.to(out);
                Content content = Content.of(message);
                content.writeTo(sink, content.form(Form.PLAIN));
                sink.flush();
                assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(model(message));
            }
        }
    }
}
