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

    private final Line line;
    private final Limits limits;
    private final GuardedTrace trace;
    /** What no reply may show. */
    final Secrets secrets = new Secrets();

    private final FamiliarReplies replies = new FamiliarReplies();
    private final byte[] buffer = new byte[4096];
    private int next;
    private int end;
    /** The line that is being read, as much of it as is kept. */
    private byte[] kept = new byte[512];

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
        Reply reply = new Reply(code, List.of(bounded(text(code, false), MOST_TEXT)));
        replies.remember(kept, keptLength, reply);
        return reply;
    }

    private Reply several() throws SmtpException {
        List<String> lines = new ArrayList<>(4);
        int code = code();
        int room = MOST_TEXT;
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
        String text = secrets.hideIn(Printable.of(kept, Math.min(4, keptLength), Math.max(0, keptLength - 4)));
        if (trace.isWatched()) {
            trace.received(code + (more ? "-" : " ") + text);
        }
        return text;
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
        keptLength = 0;
        int length = 0;
        boolean afterCr = false;
        for (int octet = octet(); octet != '\n'; octet = octet()) {
            if (afterCr) {
                throw broken("a carriage return inside a reply");
            }
            afterCr = octet == '\r';
            length++;
            if (length > limits.longestLine()) {
                throw broken("a reply line of over " + limits.longestLine() + " octets");
            }
            if (!afterCr && keptLength < limits.replyLine()) {
                keep(octet);
            }
        }
    }

    private void keep(int octet) {
        if (keptLength == kept.length) {
            kept = Arrays.copyOf(kept, Math.min(limits.replyLine(), kept.length * 2));
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
        boolean record = line.stage() == Stage.GREETING && (buffer[0] == TLS_ALERT || buffer[0] == TLS_HANDSHAKE);
        if (record && (end == 1 || buffer[1] == 3)) {
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
