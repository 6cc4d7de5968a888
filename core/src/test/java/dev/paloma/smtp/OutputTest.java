package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final String[] LETTERS = {"a", "\u00FC", "\u20AC", "\uD83D\uDE00"};

    private final ScriptedWire wire = new ScriptedWire(new byte[0], 1);
    private final Output output = new Output(
            new Line(wire, new Watchdog(), Timeouts.standard(), new Stopwatch(Stage.MAIL)),
            new GuardedTrace(GuardedTrace.Silence.KEPT));

    /** Wherever the buffer ends, and where it grows: before, inside and behind a letter of several octets. */
    @Test
    void everyCommandLeavesWholeWhereverTheBufferEnds() throws IOException {
        for (String letter : LETTERS) {
            String address = letter.repeat(40) + "@x.example";
            Command command = new Command("RCPT TO:<", address, "> NOTIFY=NEVER", false);
            byte[] line = (command.text() + "\r\n").getBytes(StandardCharsets.UTF_8);
            for (int end : new int[] {8 * 1024, 16 * 1024, 64 * 1024}) {
                for (int before = end - line.length - 4; before <= end + 1; before++) {
                    check(before, command, line);
                }
            }
        }
    }

    private void check(int before, Command command, byte[] line) throws IOException {
        wire.written.reset();
        Output fresh = new Output(
                new Line(wire, new Watchdog(), Timeouts.standard(), new Stopwatch(Stage.MAIL)),
                new GuardedTrace(GuardedTrace.Silence.KEPT));
        fresh.put(new byte[before], 0, before);
        fresh.add(command);
        assertThat(fresh.position()).isEqualTo(before + line.length);
        fresh.flush(Stage.RCPT);
        byte[] sent = wire.written.toByteArray();
        assertThat(sent).hasSize(before + line.length).endsWith(line);
    }

    @Test
    void longCommandsOfAnyLettersFollowEachOtherWhole() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(i % 50 == 0 ? 6000 : 200);
            for (int k = 0; k < length; k++) {
                text.append(LETTERS[random.nextInt(LETTERS.length)]);
            }
            Command command = new Command("RCPT TO:<", text.toString(), "> NOTIFY=NEVER", false);
            output.add(command);
            all.writeBytes((command.text() + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        output.flush(Stage.RCPT);
        assertThat(wire.written.toByteArray()).as("seed " + seed).isEqualTo(all.toByteArray());
    }
}
