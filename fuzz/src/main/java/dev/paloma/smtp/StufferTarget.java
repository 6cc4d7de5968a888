package dev.paloma.smtp;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Content on its way: whatever it is and wherever it is cut, one end mark at its end, and lines that come back. */
public final class StufferTarget {
    private static final String MARK = ".\r\n";
    private static final int BLOCK = 64 * 1024;

    private StufferTarget() {}

    public static void run(Input input) {
        int[] cuts = {1 + input.choice(256), 1 + input.choice(7), 1 + input.choice(256) * 256};
        int lead = input.choice(4) == 0 ? BLOCK - input.choice(16) : 0;
        byte[] given = input.rest();
        byte[] content = new byte[lead + given.length];
        Arrays.fill(content, 0, lead, (byte) 'x');
        System.arraycopy(given, 0, content, lead, given.length);
        FedWire wire = new FedWire(new byte[0], 1);
        Output output = new Output(wire.line(), new GuardedTrace(Trace.none()));
        DotStuffer stuffer = new DotStuffer(output);
        try {
            send(stuffer, output, content, cuts);
            check(wire, content, stuffer.octets());
            wire.written.reset();
            stuffer.restart();
            send(stuffer, output, content, new int[] {Integer.MAX_VALUE});
            check(wire, content, stuffer.octets());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(DotStuffer stuffer, Output output, byte[] content, int[] cuts) throws IOException {
        int at = 0;
        for (int i = 0; at < content.length; i++) {
            int count = Math.min(cuts[i % cuts.length], content.length - at);
            stuffer.put(content, at, count);
            if (i % 3 != 2) {
                stuffer.flush();
            }
            at += count;
        }
        stuffer.complete();
        stuffer.dot();
        output.flush(Stage.END_OF_DATA);
    }

    private static void check(FedWire wire, byte[] content, long octets) {
        Claim.equal(octets, (long) content.length, "octets of content");
        Claim.that(wire.longestWrite <= BLOCK, "a block of " + wire.longestWrite);
        String sent = wire.written.toString(StandardCharsets.ISO_8859_1);
        Claim.that(wire.lastWrite >= MARK.length(), "an end mark in two writes");
        Claim.that(sent.equals(MARK) || sent.endsWith("\r\n" + MARK), "no end mark");
        Claim.equal(received(sent), inLines(new String(content, StandardCharsets.ISO_8859_1)), "content received");
    }

    /** What a server makes of it (RFC 5321 §4.5.2), which wants every line to end in CRLF and the end mark at the end. */
    private static String received(String sent) {
        StringBuilder content = new StringBuilder();
        int start = 0;
        while (true) {
            int end = sent.indexOf("\r\n", start);
            Claim.that(end >= 0, "a line without end");
            String line = sent.substring(start, end);
            Claim.that(line.indexOf('\r') < 0 && line.indexOf('\n') < 0, "a lone CR or LF");
            start = end + 2;
            if (line.equals(".")) {
                Claim.equal(start, sent.length(), "end mark before the end");
                return content.toString();
            }
            content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
    }

    private static String inLines(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
    }
}
