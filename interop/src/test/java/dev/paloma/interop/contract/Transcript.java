package dev.paloma.interop.contract;

import dev.paloma.smtp.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What was said in a row, on all its connections; each line begins with C, S or a star. */
final class Transcript implements Trace {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void sent(String command) {
        lines.add("C: " + command);
    }

    @Override
    public void received(String line) {
        lines.add("S: " + line);
    }

    @Override
    public void note(String what) {
        lines.add("*  " + what);
    }

    List<String> lines() {
        return new ArrayList<>(lines);
    }

    /** Whether the client said something that begins so. */
    boolean said(String start) {
        return lines.stream().anyMatch(line -> line.startsWith("C: " + start));
    }

    /** Whether one command followed the other without waiting for a reply. */
    boolean saidTogether(String first, String second) {
        List<String> all = lines();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i - 1).startsWith("C: " + first) && all.get(i).startsWith("C: " + second)) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        lines.clear();
    }
}
