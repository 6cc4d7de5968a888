package dev.paloma.smtp;

import dev.paloma.smtp.SmtpException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads replies (RFC 5321 §4.2). Lenient where it does no harm (lines that end in LF alone, long lines, unknown codes of
 * a known class), strict where leniency would let one reply pass for another.
 */
final class ReplyReader {
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    /** Characters that are kept of a reply, all lines together: more than a person reads, less than hurts. */
    private static final int MOST_TEXT = 32 * 1024;

    private static final int USUAL_LINE = 512;
    /** The code, and what follows it. */
    private static final int BEFORE_TEXT = 4;

    private final Line line;
    private final Limits limits;
    private final GuardedTrace trace;
    /** What no reply may show. */
    final Secrets secrets = new Secrets();

    private final FamiliarReplies replies = new FamiliarReplies();
    private final byte[] buffer = new byte[4096];
    private int next;
    private int end;
    private boolean begun;
    /** The line that is being read, as much of it as is kept. */
    private byte[] kept = new byte[USUAL_LINE];

    private int keptLength;

    ReplyReader(Line line, Limits limits, GuardedTrace trace) {
        this.line = line;
        this.limits = limits;
        this.trace = trace;
    }

    /** Whether more has been read than the replies taken so far. */
    boolean hasLeftOver() {
        return next < end;
    }

    /** Reads one whole reply. */
    Reply read() throws SmtpException {
        readLine();
        boolean more = keptLength > 3 && kept[3] == '-';
        Reply familiar = more || trace.isWatched() ? null : replies.find(kept, keptLength);
        return familiar != null ? familiar : more ? several() : single();
    }

    private Reply single() throws SmtpException {
        int code = code();
        Reply reply = new Reply(code, List.of(bounded(text(code, false), room())));
        replies.remember(kept, keptLength, reply);
        return reply;
    }

    private Reply several() throws SmtpException {
        List<String> lines = new ArrayList<>(4);
        int code = code();
        int room = room();
        boolean more = true;
        while (true) {
            String text = text(code, more);
            lines.add(bounded(text, room));
            room = Math.max(0, room - text.length());
            if (!more) {
                return new Reply(code, lines);
            }
            if (lines.size() == limits.replyLines()) {
                throw broken("a reply of over " + limits.replyLines() + " lines");
            }
            readLine();
            int lineCode = code();
            if (lineCode != code) {
                throw broken("a reply whose lines bear different codes, " + code + " and " + lineCode);
            }
            more = keptLength > 3 && kept[3] == '-';
        }
    }

    /** The text of the line that was just read, which is safe to show. */
    private String text(int code, boolean more) {
        String text = Printable.of(kept, Math.min(4, keptLength), Math.max(0, keptLength - 4));
        // What is hidden can't be answered; and with what servers say there, and a guess at the password, one can see
        // whether
        // the guess is right.
        boolean challenge = code == 334 && line.stage() == Stage.AUTH;
        String safe = challenge ? "(challenge)" : secrets.hideIn(text);
        if (trace.isWatched()) {
            trace.received(code + (more ? "-" : " ") + safe);
        }
        return challenge ? text : safe;
    }

    private int room() {
        return line.stage() == Stage.AUTH ? Math.max(MOST_TEXT, limits.challenge() + 1) : MOST_TEXT;
    }

    private static String bounded(String text, int room) {
        return text.substring(0, Math.min(room, text.length()));
    }

    /** Three digits of which the first is 2 to 5, then a space, a hyphen or the end. */
    private int code() throws SmtpException {
        boolean valid = keptLength >= 3
                && kept[0] >= '2'
                && kept[0] <= '5'
                && isDigit(kept[1])
                && isDigit(kept[2])
                && (keptLength == 3 || kept[3] == ' ' || kept[3] == '-');
        if (!valid) {
            throw broken("not a reply: '" + secrets.hideIn(Printable.of(kept, 0, Math.min(keptLength, 80))) + "'");
        }
        return (kept[0] - '0') * 100 + (kept[1] - '0') * 10 + (kept[2] - '0');
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Reads up to LF; what ends the line isn't kept. */
    private void readLine() throws SmtpException {
        if (kept.length > limits.replyLine()) {
            kept = new byte[USUAL_LINE]; // a long challenge is over
        }
        keptLength = 0;
        int length = 0;
        boolean afterCr = false;
        for (int octet = octet(); octet != '\n'; octet = octet()) {
            if (afterCr) {
                throw broken("a carriage return inside a reply");
            }
            afterCr = octet == '\r';
            length++;
            int most = isChallenge() ? BEFORE_TEXT + limits.challenge() + 1 : limits.replyLine();
            int longest = Math.max(limits.longestLine(), most);
            if (length - (afterCr ? 1 : 0) > longest) {
                throw broken("a reply line of over " + longest + " octets");
            }
            if (!afterCr && keptLength < most) {
                keep(octet, most);
            }
        }
    }

    /** Only inside AUTH, and only of what has something to be answered, more is kept than of other lines. */
    private boolean isChallenge() {
        return keptLength > BEFORE_TEXT
                && line.stage() == Stage.AUTH
                && kept[0] == '3'
                && kept[1] == '3'
                && kept[2] == '4';
    }

    private void keep(int octet, int most) {
        if (keptLength == kept.length) {
            kept = Arrays.copyOf(kept, Math.min(most, kept.length * 2));
        }
        kept[keptLength++] = (byte) octet;
    }

    private int octet() throws SmtpException {
        if (next == end) {
            int n = line.read(buffer, 0, buffer.length);
            if (n < 0) {
                throw SmtpException.of(
                        Kind.CONNECTION,
                        line.stage(),
                        "the server closed the connection at stage "
                                + line.stage().label());
            }
            next = 0;
            end = n;
            refuseTls();
        }
        return buffer[next++] & 0xFF;
    }

    private void refuseTls() throws SmtpException {
        boolean first = !begun && line.stage() == Stage.GREETING; // later the same octet is text, wherever it was cut
        begun = true;
        if (first && (buffer[0] == TLS_ALERT || buffer[0] == TLS_HANDSHAKE)) {
            throw broken("the server speaks TLS at once on this port: use smtps://");
        }
    }

    private SmtpException broken(String what) {
        return SmtpException.of(
                Kind.PROTOCOL,
                line.stage(),
                "the server broke the protocol at stage " + line.stage().label() + ": " + what);
    }
}
