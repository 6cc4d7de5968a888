package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TransferEncodersTest {
    private static String base64(byte[] octets, int from, int to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        new Base64Encoder().encode(octets, from, to, sink);
        sink.flush();
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static String quoted(byte[] octets, boolean breaks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        QuotedPrintable.write(octets, breaks, sink);
        sink.flush();
        assertThat(QuotedPrintable.size(octets, breaks)).isEqualTo(out.size());
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static String quoted(String text) throws IOException {
        return quoted(text.getBytes(StandardCharsets.UTF_8), true);
    }

    @Test
    void base64IsTheSameAsTheJdksAtEveryLength() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length = 0; length < 400; length++) {
            byte[] octets = new byte[length];
            random.nextBytes(octets);
            String expected = Base64.getMimeEncoder().encodeToString(octets);
            assertThat(base64(octets, 0, length)).as("seed %d", seed).isEqualTo(expected);
            assertThat(Base64Encoder.size(length)).isEqualTo(expected.length());
        }
    }

    @Test
    void base64TakesAStretchOfAnArray() throws IOException {
        byte[] octets = new byte[200];
        new Random(7).nextBytes(octets);
        for (int to = 3; to < 200; to++) {
            String expected = Base64.getMimeEncoder().encodeToString(Arrays.copyOfRange(octets, 3, to));
            assertThat(base64(octets, 3, to)).isEqualTo(expected);
        }
    }

    @Test
    void base64BlocksJoinAsIfTheyWereOne() throws IOException {
        byte[] octets = new byte[100_000];
        new Random(8).nextBytes(octets);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        Base64Encoder encoder = new Base64Encoder();
        for (int at = 0; at < octets.length; at += 57 * 11) {
            encoder.encode(octets, at, Math.min(octets.length, at + 57 * 11), sink);
        }
        sink.flush();
        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo(Base64.getMimeEncoder().encodeToString(octets));
    }

    @Test
    void quotedPrintableKeepsLineEndsAndEncodesTheRest() throws IOException {
        assertThat(quoted("a=b\r\nGrüße\r\n")).isEqualTo("a=3Db\r\nGr=C3=BC=C3=9Fe\r\n");
    }

    @Test
    void quotedPrintableEncodesWhiteSpaceOnlyAtALinesEnd() throws IOException {
        assertThat(quoted("a b \r\n\t\r\n c ")).isEqualTo("a b=20\r\n=09\r\n c=20");
    }

    @Test
    void quotedPrintableEncodesADotThatStartsALine() throws IOException {
        assertThat(quoted(".\r\n..a.\r\n")).isEqualTo("=2E\r\n=2E.a.\r\n");
        assertThat(quoted("x".repeat(75) + ".")).isEqualTo("x".repeat(75) + "=\r\n=2E");
    }

    @Test
    void quotedPrintableEndsLinesSoftlyBefore76() throws IOException {
        assertThat(quoted("x".repeat(100))).isEqualTo("x".repeat(75) + "=\r\n" + "x".repeat(25));
        assertThat(quoted("x".repeat(73) + "é")).isEqualTo("x".repeat(73) + "=\r\n=C3=A9");
    }

    @Test
    void quotedPrintableOfOctetsThatAreNoTextEncodesLineEndsToo() throws IOException {
        byte[] octets = "a\r\nb\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(quoted(octets, false)).isEqualTo("a=0D=0Ab=0A=\r\n");
    }

    @Test
    void quotedPrintableComesBackAtEveryLength() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int n = 0; n < 2000; n++) {
            byte[] octets = new byte[random.nextInt(300)];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) ("\r\n .=\t-".charAt(random.nextInt(7)) + random.nextInt(3) * random.nextInt(100));
            }
            assertThat(Written.unquoted(quoted(octets, true)))
                    .as("seed %d", seed)
                    .isEqualTo(octets);
            assertThat(Written.unquoted(quoted(octets, false)))
                    .as("seed %d", seed)
                    .isEqualTo(octets);
        }
    }

    @Test
    void sinkWritesAsciiAcrossItsBuffersEnd() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        String text = "0123456789".repeat(2000);
        sink.ascii(text);
        sink.flush();
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(text);
    }

    @Test
    void sinkNeverNarrowsALetterToAnOctet() {
        Sink sink = Sink.to(new ByteArrayOutputStream());
        for (String letter : new String[] {"č", "Ċ", "瘍", "\u0080"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> sink.ascii(letter));
        }
    }
}
