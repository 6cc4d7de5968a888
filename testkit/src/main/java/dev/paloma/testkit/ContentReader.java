package dev.paloma.testkit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Reads content off the wire, undoes the dot-stuffing (RFC 5321 §4.5.2), lets scripts interrupt. One for each mail. */
final class ContentReader {
    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        IN_LINE,
        CR,
        END
    }

    private final Dialogue dialogue;
    private final ContentSink sink;
    private final Deque<Rule> interruptions;
    private long count;

    ContentReader(Dialogue dialogue, ContentSink sink) {
        this.dialogue = dialogue;
        this.sink = sink;
        this.interruptions = new ArrayDeque<>(dialogue.rules().withinContent());
    }

    ContentSink sink() {
        return sink;
    }

    /** Reads to the lone dot. */
    void readDotted() throws IOException {
        interrupt();
        State state = State.LINE_START;
        while (state != State.END) {
            state = step(state, next());
        }
        dialogue.note(count + " bytes of content with its dot");
    }

    private State step(State state, int b) {
        switch (state) {
            case LINE_START:
                return b == '.' ? State.DOT : text(b);
            case DOT:
                if (b == '\r') {
                    return State.DOT_CR;
                }
                if (b != '.') {
                    sink.blame("a dot that isn't stuffed");
                }
                return text(b);
            case DOT_CR:
                if (b == '\n') {
                    return State.END;
                }
                sink.put('\r');
                return text(b);
            case CR:
                sink.put(b);
                return b == '\n' ? State.LINE_START : b == '\r' ? State.CR : State.IN_LINE;
            default:
                return text(b);
        }
    }

    private State text(int b) {
        sink.put(b);
        return b == '\r' ? State.CR : State.IN_LINE;
    }

    /** Reads a chunk of exactly this length. */
    void readChunk(long length) throws IOException {
        interrupt();
        for (long i = 0; i < length; i++) {
            sink.put(next());
        }
        dialogue.note("a chunk of " + length + " bytes");
    }

    private int next() throws IOException {
        int b = dialogue.contentByte();
        count++;
        interrupt();
        return b;
    }

    private void interrupt() throws IOException {
        while (!interruptions.isEmpty() && interruptions.element().step().bytes() <= count) {
            Rule rule = interruptions.remove();
            dialogue.note("after " + count + " bytes of content");
            dialogue.send(dialogue.apply(rule, "", "", Reply.none()), Reply.none());
        }
    }
}
