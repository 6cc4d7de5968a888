package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * A whole connection, step by step: expect this, send that. For what rules on the well-behaved server can't say. A
 * client that does something else fails the script, and {@link FakeSmtpServer#close} throws that. After the last step
 * the connection is closed in good order. Immutable; regular expressions must match the whole line.
 */
public final class Script {
    /** One step. */
    @FunctionalInterface
    interface Action {
        void run(Dialogue dialogue) throws IOException;
    }

    private final List<Action> actions;

    private Script(List<Action> actions) {
        this.actions = List.copyOf(actions);
    }

    /** An empty script to go on from. */
    public static Script start() {
        return new Script(List.of());
    }

    private Script with(Action action) {
        List<Action> more = new ArrayList<>(actions);
        more.add(action);
        return new Script(more);
    }

    /** What isn't read because the connection broke, or fell silent, or the server was closed, is a failure too. */
    private Script expecting(String what, Action action) {
        return with(dialogue -> {
            try {
                action.run(dialogue);
            } catch (IOException e) {
                throw new AssertionError("expected " + what + ", but got " + e, e);
            }
        });
    }

    /** Sends these lines, each with CRLF, in one reply. */
    public Script send(String... lines) {
        return send(Reply.raw(String.join("\r\n", lines) + "\r\n"));
    }

    /** Sends exactly this. */
    public Script sendRaw(String text) {
        return send(Reply.raw(text.getBytes(UTF_8)));
    }

    /** Sends a reply, with its delays and faults. */
    public Script send(Reply reply) {
        return with(dialogue -> dialogue.send(reply, Reply.none()));
    }

    /** Reads a line, which must match. */
    public Script expect(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return expecting(regex, dialogue -> {
            String line = dialogue.line();
            if (line == null || !pattern.matcher(line).matches()) {
                String found = line == null ? "the end of the connection" : Transcript.visible(line);
                throw new AssertionError("expected " + regex + ", but the client sent " + found);
            }
        });
    }

    /** Reads content up to the lone dot. */
    public Script expectContent() {
        return expecting("content", dialogue -> content(dialogue).readDotted());
    }

    /** Reads this many bytes, whatever they are. */
    public Script expectBytes(long count) {
        return expecting(count + " bytes", dialogue -> content(dialogue).readChunk(count));
    }

    private static ContentReader content(Dialogue dialogue) {
        return new ContentReader(dialogue, new ContentSink(ContentSink.Body.BINARY, false, dialogue::violation));
    }

    /** The client must close now. */
    public Script expectEnd() {
        return expecting("the end", dialogue -> {
            String line = dialogue.line();
            if (line != null) {
                throw new AssertionError("expected the end, but the client sent " + Transcript.visible(line));
            }
        });
    }

    /** Waits. */
    public Script pause(Duration time) {
        return with(dialogue -> dialogue.wire().pause(time.toNanos()));
    }

    /** Waits until the test opens the latch. */
    public Script await(CountDownLatch latch) {
        return with(dialogue -> dialogue.wire().await(latch));
    }

    /** Handshakes. */
    public Script startTls(TestCertificate certificate) {
        return with(dialogue -> dialogue.startTls(certificate));
    }

    /** Goes wrong like this; nothing comes after it. */
    public Script fault(Fault fault) {
        return with(dialogue -> dialogue.wire().fail(fault));
    }

    /** Lets the well-behaved server take over, without a greeting. */
    public Script usual() {
        return with(dialogue -> {
            dialogue.scripted(false);
            new Session(dialogue).resume();
        });
    }

    void run(Dialogue dialogue) throws IOException {
        try {
            for (Action action : actions) {
                action.run(dialogue);
            }
        } finally {
            dialogue.scripted(false);
        }
        dialogue.wire().close();
    }
}
