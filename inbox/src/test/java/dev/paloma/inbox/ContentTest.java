package dev.paloma.inbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ContentTest {
    private static final String ALPHABET = "\r\n.a";

    @TempDir
    Path folder;

    @Test
    void takesDotsOffAndKeepsTheRest() throws IOException {
        assertKept(".\r\n..\r\n.a\r\na.\r\n...b\r\n\r\n.\r\n");
    }

    /** Only CRLF, dot, CRLF ends content, or a mail could smuggle another one past a server in front. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r\n.\r",
                "\r\n.\r\r\n",
                "\r.\r\n",
                "\r\r\n\n.\r\r\n",
                "\n\n.\n\n",
                "\r\n\0.\r\n",
                "\r\n.\0\r\n",
            })
    void isNotEndedByAnythingElse(String mark) throws IOException {
        String smuggled = "MAIL FROM:<evil@x>\r\nRCPT TO:<b@c>\r\nDATA\r\nsmuggled\r\n";
        try (Trap trap = new Trap(folder);
                Client client = Client.ready(trap.inbox())) {
            client.say("DATA");
            client.send("innocent" + mark + smuggled + ".\r\nNOOP\r\n");
            assertThat(client.replies(2)).isEqualTo("250 250");
            assertThat(trap.caught()).hasSize(1);
            // A dot that begins a line after CRLF is taken off, whatever follows it (RFC 5321 §4.5.2).
            assertThat(trap.content(0)).isEqualTo("innocent" + mark.replace("\r\n.", "\r\n") + smuggled);
        }
    }

    @Test
    void keepsEveryShortStringOfLineEndsAndDots() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            int mails = 0;
            for (int length = 0; length <= 4; length++) {
                for (int code = 0; code < 1 << (2 * length); code++) {
                    String content = string(code, length) + "\r\n";
                    client.begin();
                    assertThat(client.data(content)).startsWith("250 ");
                    assertThat(trap.content(mails++)).isEqualTo(content);
                }
            }
        }
    }

    private static String string(int code, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(code >> (2 * i) & 3));
        }
        return text.toString();
    }

    @Test
    void keepsContentHoweverItIsCutIntoPackets() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            text.append(ALPHABET.charAt(random.nextInt(4)));
        }
        String content = text + "\r\n";
        try (Trap trap = new Trap(folder);
                Client client = Client.ready(trap.inbox())) {
            client.say("DATA");
            byte[] wire = (Client.stuffed(content) + ".\r\n").getBytes(UTF_8);
            for (int sent = 0; sent < wire.length; ) {
                int n = Math.min(wire.length - sent, 1 + random.nextInt(random.nextInt(10) == 0 ? 20_000 : 3));
                client.send(java.util.Arrays.copyOfRange(wire, sent, sent + n));
                sent += n;
            }
            assertThat(client.reply()).as("seed %d", seed).startsWith("250 ");
            assertThat(trap.content(0)).as("seed %d", seed).isEqualTo(content);
        }
    }

    @Test
    void takesOctetsOfAnyValueInChunks() throws IOException {
        byte[] octets = new byte[200_000];
        new Random(42).nextBytes(octets);
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            client.say("MAIL FROM:<a@b> BODY=BINARYMIME");
            client.say("RCPT TO:<b@c>");
            assertThat(client.say("DATA")).startsWith("503 ");
            client.send("BDAT 150000\r\n");
            client.send(java.util.Arrays.copyOf(octets, 150_000));
            assertThat(client.reply()).isEqualTo("250 2.0.0 150000 octets received");
            assertThat(trap.files("new")).isEmpty();
            client.send("bdat 50000\r\n");
            client.send(java.util.Arrays.copyOfRange(octets, 150_000, 200_000));
            client.send("BDAT 0 last\r\n");
            assertThat(client.reply()).startsWith("250 2.0.0 50000 ");
            assertThat(client.reply()).startsWith("250 2.0.0 Ok: queued as ");
            try (InputStream in = trap.caught().get(0).content()) {
                assertThat(in.readAllBytes()).isEqualTo(octets);
            }
        }
    }

    @Test
    void takesOnlyHarmlessCommandsBetweenChunks() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.ready(trap.inbox())) {
            client.send("BDAT 3\r\none");
            client.reply();
            assertThat(client.say("MAIL FROM:<a@b>")).startsWith("503 ");
            assertThat(client.say("RCPT TO:<c@d>")).startsWith("503 ");
            assertThat(client.say("DATA")).startsWith("503 ");
            assertThat(client.say("NOOP")).startsWith("250 ");
            client.send("BDAT 3 LAST\r\ntwo");
            assertThat(client.reply()).startsWith("250 ");
            assertThat(trap.content(0)).isEqualTo("onetwo");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSET", "EHLO again", "QUIT"})
    void dropsChunksThatTheClientGivesUp(String command) throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.ready(trap.inbox())) {
            client.send("BDAT 3\r\none");
            client.reply();
            assertThat(Client.code(client.say(command))).isIn("250", "221");
            if (command.equals("QUIT")) {
                assertThat(client.reply()).isEmpty();
            } else {
                assertThat(client.say("BDAT 0 LAST")).startsWith("503 ");
            }
            assertThat(trap.files("tmp")).isEmpty();
            assertThat(trap.files("new")).isEmpty();
        }
    }

    @Test
    void readsAwayChunksThatCannotBeTaken() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            client.send("BDAT 6\r\nQUIT\r\nMAIL FROM:<a@b>\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
            assertThat(client.replies(4)).isEqualTo("503 250 554 250");
        }
    }

    @Test
    void keepsOctetsBeyondAsciiInData() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.ready(trap.inbox())) {
            client.say("DATA");
            client.send("caf\u00E9\0\u00FF\r\n.\r\n".getBytes(ISO_8859_1));
            assertThat(client.reply()).startsWith("250 ");
            try (InputStream in = trap.caught().get(0).content()) {
                assertThat(in.readAllBytes()).isEqualTo("caf\u00E9\0\u00FF\r\n".getBytes(ISO_8859_1));
            }
        }
    }

    private void assertKept(String content) throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.ready(trap.inbox())) {
            assertThat(client.data(content)).startsWith("250 ");
            assertThat(trap.content(0)).isEqualTo(content);
        }
    }
}
