package dev.paloma.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Lines in, replies out: what the well-behaved server and a {@link Script} have in common. */
final class Dialogue {
    /** RFC 4954 §4: AUTH lines may be longer than any other. */
    private static final int LONGEST_LINE = 12_288;

    private final int connection;
    private final Wire wire;
    private final Settings settings;
    private final Journal journal;
    private final Rules rules;
    private final ByteArrayOutputStream keptBack = new ByteArrayOutputStream();
    private volatile boolean scripted;

    Dialogue(int connection, Wire wire, Settings settings, Journal journal) {
        this.connection = connection;
        this.wire = wire;
        this.settings = settings;
        this.journal = journal;
        this.rules = new Rules(settings.rules, connection);
    }

    /** Whether a script that expects more is still running. */
    boolean isScripted() {
        return scripted;
    }

    void scripted(boolean running) {
        scripted = running;
    }

    int connection() {
        return connection;
    }

    Wire wire() {
        return wire;
    }

    Settings settings() {
        return settings;
    }

    Journal journal() {
        return journal;
    }

    Rules rules() {
        return rules;
    }

    void note(String what) {
        journal.note(connection, what);
    }

    void violation(String what) {
        journal.violation(connection, what);
    }

    /** Answers one step, as scripted or as usual; returns the code that counts, 0 where nobody knows one. */
    int answer(Step.Kind kind, String line, String argument, Reply usual) throws IOException {
        return send(reply(kind, line, argument, usual), usual);
    }

    /** The reply to a step as scripted, or the usual one. */
    Reply reply(Step.Kind kind, String line, String argument, Reply usual) {
        Rule rule = rules.find(kind, argument);
        return rule == null ? usual : apply(rule, line, argument, usual);
    }

    Reply apply(Rule rule, String line, String argument, Reply usual) {
        return rule.answer()
                .answer(new Request(connection, line, argument, wire.isEncrypted(), usual))
                .filledFrom(usual);
    }

    /** Sends a reply with all that hangs on it. */
    int send(Reply reply, Reply usual) throws IOException {
        boolean leaving = false;
        for (Reply part = reply; part != null; part = part.next()) {
            sendOne(part);
            leaving |= part.code() == 421;
        }
        if (leaving) { // RFC 5321 §3.8
            flush();
            wire.close();
            throw new ConnectionEnded("closed after 421");
        }
        return reply.code() == 0 ? usual.code() : reply.code();
    }

    private void sendOne(Reply reply) throws IOException {
        Manner manner = reply.manner();
        if (manner.release() != null) {
            wire.await(manner.release());
        }
        if (!manner.delay().isZero()) {
            wire.pause(manner.delay().toNanos());
        }
        byte[] bytes = reply.bytes();
        if (bytes.length > 0) {
            journal.transcript.add(connection, Transcript.Side.SERVER, Transcript.decode(bytes));
        }
        keptBack.writeBytes(bytes);
        transmit(manner);
        long end = System.nanoTime() + settings.timeout.toNanos();
        while (manner.endless() && bytes.length > 0 && System.nanoTime() - end < 0) {
            keptBack.writeBytes(bytes);
            transmit(manner);
        }
        if (reply.fault() != null) {
            flush();
            note("fault: " + reply.fault());
            wire.fail(reply.fault());
        }
    }

    private void transmit(Manner manner) throws IOException {
        if (!manner.drip().isZero()) {
            drip(manner);
        } else if (manner.endless() || !isKeptBack(manner)) {
            flush();
        }
    }

    /** RFC 2920 §3.2: replies may be gathered as long as there are commands to read, and no longer. */
    private boolean isKeptBack(Manner manner) throws IOException {
        return manner.withNext() || (settings.batchedReplies && wire.hasMore());
    }

    private void drip(Manner manner) throws IOException {
        byte[] bytes = keptBack.toByteArray();
        keptBack.reset();
        for (byte one : bytes) {
            wire.write(new byte[] {one});
            wire.pause(manner.drip().toNanos());
        }
    }

    private void flush() throws IOException {
        if (keptBack.size() > 0) {
            wire.write(keptBack.toByteArray());
            keptBack.reset();
        }
    }

    /** The client's next line without its line end, or null at the end of stream. Its form is judged here. */
    @Nullable
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        boolean afterCr = false;
        for (int b = wire.read(); b >= 0; b = wire.read()) {
            if (b == '\n') {
                return ended(line, afterCr);
            }
            if (afterCr) {
                violation("bare CR in a command line");
                line.write('\r');
            }
            afterCr = b == '\r';
            if (!afterCr) {
                line.write(b);
            }
            if (line.size() > LONGEST_LINE) {
                violation("a command line over " + LONGEST_LINE + " bytes");
                wire.close();
                throw new ConnectionEnded("closed: the client's line doesn't end");
            }
        }
        if (line.size() > 0) {
            violation("the client closed inside the line " + Transcript.visible(Transcript.decode(line.toByteArray())));
        }
        note("the client closed");
        return null;
    }

    private String ended(ByteArrayOutputStream bytes, boolean afterCr) {
        String line = Transcript.decode(bytes.toByteArray());
        journal.transcript.add(connection, Transcript.Side.CLIENT, line);
        if (!afterCr) {
            violation("bare LF ends the line " + Transcript.visible(line));
        }
        if (line.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
            violation("control character in the line " + Transcript.visible(line));
        }
        return line;
    }

    /** A byte of content or of a handshake's worth; the client may not end here. */
    int contentByte() throws IOException {
        int b = wire.read();
        if (b < 0) {
            note("the client closed inside the content");
            throw new ConnectionEnded("the client closed inside the content");
        }
        return b;
    }

    void startTls(TestCertificate certificate) throws IOException {
        answer(Step.Kind.TLS, "", "", Reply.none());
        SSLSocket tls = wire.startTls(certificate);
        note("TLS: " + tls.getSession().getProtocol() + " " + tls.getSession().getCipherSuite());
    }
}
