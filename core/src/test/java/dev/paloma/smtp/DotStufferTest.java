package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;

class DotStufferTest {
    private final ScriptedWire wire = ScriptedWire.saying("", 1);
    private final Output output = new Output(
            new Line(wire, new Watchdog(), Timeouts.standard(), new Stopwatch(Stage.CONNECT)),
            new GuardedTrace(Trace.none()));
    private final DotStuffer stuffer = new DotStuffer(output);

    /** What RFC 5321 §4.5.2 says, said again in the simplest way. */
    private static String expected(String content) {
        String ended = content.isEmpty() || content.endsWith("\r\n") ? content : content + "\r\n";
        String stuffed = ("\r\n" + ended).replace("\r\n.", "\r\n..").substring(2);
        return stuffed + ".\r\n";
    }

    private String stuffed(byte[] content, int piece) throws IOException {
        wire.written.reset();
        stuffer.restart();
        for (int i = 0; i < content.length; i += piece) {
            stuffer.put(content, i, Math.min(piece, content.length - i));
            stuffer.flush();
        }
        stuffer.complete();
        stuffer.dot();
        output.flush(Stage.END_OF_DATA);
        return wire.written.toString(StandardCharsets.ISO_8859_1);
    }

    /** S6, for the last step: content comes with CRLF line ends; every cut of every short text. */
    @Test
    void S6_putsExactlyOneEndMarkWhereverTheBufferIsCut() throws IOException {
        String[] pieces = {"\r\n", ".", "a"};
        for (int length = 0; length <= 8; length++) {
            for (int n = 0; n < Math.pow(3, length); n++) {
                StringBuilder text = new StringBuilder();
                for (int i = 0, rest = n; i < length; i++, rest /= 3) {
                    text.append(pieces[rest % 3]);
                }
                byte[] content = text.toString().getBytes(StandardCharsets.ISO_8859_1);
                for (int piece = 1; piece <= Math.max(1, content.length); piece++) {
                    assertThat(stuffed(content, piece)).isEqualTo(expected(text.toString()));
                }
            }
        }
    }

    /** S6: every string, not yet in lines; what arrives is in lines, and ends once. */
    private static void eachString(int longest, ThrowingConsumer<String> test) {
        String letters = "\r\n.a";
        for (int length = 0; length <= longest; length++) {
            for (int n = 0; n < 1 << (2 * length); n++) {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < length; i++) {
                    text.append(letters.charAt((n >> (2 * i)) & 3));
                }
                test.accept(text.toString());
            }
        }
    }

    private static String inLines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    private static void check(String text, String sent) {
        if (!sent.equals(expected(inLines(text)))) { // far too many for assertThat
            assertThat(sent).as("from %s", Printable.escaped(text)).isEqualTo(expected(inLines(text)));
        }
    }

    @Test
    void S6_loneLineEndsOfAnyContentAreCompletedWhereverTheBufferIsCut() {
        eachString(8, text -> {
            byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int piece = 1; piece <= Math.max(1, content.length); piece++) {
                check(text, stuffed(content, piece));
            }
        });
    }

    @Test
    void S6_blocksMayEndAnywhereInThem() {
        for (int space = 0; space <= 6; space++) {
            String before = "x".repeat(32 * 1024 - space);
            eachString(4, text -> {
                String whole = before + text;
                check(whole, stuffed(whole.getBytes(StandardCharsets.ISO_8859_1), 8192));
            });
        }
    }

    @Test
    void S6_textAndReadyMadeContentEndOnce() {
        Message.Builder builder = Message.builder().from("a@x.example").to("b@x.example");
        eachString(8, text -> {
            Content ready = Content.of("Subject: x\r\n\r\n" + text);
            for (Content content : List.of(builder.text(text).build(), ready)) {
                wire.written.reset();
                stuffer.restart();
                content.writeTo(stuffer, content.form(Form.PLAIN));
                stuffer.flush();
                stuffer.dot();
                output.flush(Stage.END_OF_DATA);
                String sent = wire.written.toString(StandardCharsets.ISO_8859_1);
                check(text, sent.substring(sent.indexOf("\r\n\r\n") + 4));
            }
        });
    }

    @Test
    void keepsLongContentWholeAcrossBlocks() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.append(".".repeat(random.nextInt(3)))
                    .append("x".repeat(random.nextInt(90)))
                    .append("\r\n");
        }
        byte[] content = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        String sent = stuffed(content, 1 + random.nextInt(70_000));
        assertThat(sent.equals(expected(text.toString()))).as("seed %d", seed).isTrue();
        assertThat(stuffer.octets()).isEqualTo(content.length);
    }
}
