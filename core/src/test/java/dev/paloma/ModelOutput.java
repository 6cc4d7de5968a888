package dev.paloma;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A scripted server's replies on their way: it knows which of them left whole. */
final class ModelOutput {
    private final OutputStream out;
    private final Random dice;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private final List<Mark> marks = new ArrayList<>();
    private final List<ModelLedger.Entry> left = new ArrayList<>();
    private int lastStart;

    private record Mark(int end, ModelLedger.Entry entry) {}

    ModelOutput(OutputStream out, Random dice) {
        this.out = out;
        this.dice = dice;
    }

    void add(String reply, ModelLedger.@Nullable Entry entry) {
        lastStart = waiting.size();
        for (int i = 0; i < reply.length(); i++) {
            waiting.write(reply.charAt(i));
        }
        if (entry != null) {
            marks.add(new Mark(waiting.size(), entry));
        }
    }

    /** Sends all, sometimes in pieces. */
    void flush() throws IOException {
        upTo(waiting.size(), false);
    }

    /** Sends all in one piece. */
    void flushAtOnce() throws IOException {
        upTo(waiting.size(), true);
    }

    /** Sends what stood before the last reply, or less. */
    void flushBeforeLast() throws IOException {
        upTo(dice.nextInt(3) > 0 ? lastStart : dice.nextInt(lastStart + 1), false);
    }

    /** Sends a part of the last reply, but not all of it. */
    void flushInsideLast() throws IOException {
        upTo(lastStart + dice.nextInt(waiting.size() - lastStart), false);
    }

    /** The connection is being reset: whatever left may be lost on the client's side, where it waits to be read. */
    void endangered() {
        left.forEach(entry -> entry.lossy = true);
    }

    private void upTo(int count, boolean atOnce) throws IOException {
        byte[] octets = waiting.toByteArray();
        waiting.reset();
        List<ModelLedger.Entry> leaving = marks.stream()
                .filter(mark -> mark.end <= count)
                .map(Mark::entry)
                .toList();
        marks.clear();
        lastStart = 0;
        leaving.forEach(entry -> entry.written = ModelLedger.Written.PERHAPS);
        left.addAll(leaving);
        int from = 0;
        while (from < count) {
            int n = atOnce || dice.nextInt(8) > 0 ? count - from : 1 + dice.nextInt(count - from);
            out.write(octets, from, n);
            from += n;
        }
        leaving.forEach(entry -> entry.written = ModelLedger.Written.WHOLE);
    }
}
