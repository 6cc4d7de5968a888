package dev.paloma.smtp;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Replies: the same however they are cut, what a second reader makes of them, bounded, printable, and no secret in them. */
public final class ReplyTarget {
    private static final String SECRET = "geh3im\u00DFes";
    private static final String RESPONSE =
            Base64.getEncoder().encodeToString(("\0ann\0" + SECRET).getBytes(StandardCharsets.UTF_8));
    private static final int MOST_TEXT = 32 * 1024;
    /** What an escaped octet and a hidden secret may add to a line. */
    private static final int GROWTH = 6;

    private ReplyTarget() {}

    /** Replies in their order, and why there was no other. */
    private record Heard(List<Reply> replies, SmtpException.Kind kind, String why) {}

    public static void run(Input input) {
        Limits limits = input.choice(4) == 0
                ? new Limits(512, 512 + input.choice(256), 1 + input.choice(4), 1, 512)
                : Limits.standard();
        Stage stage = input.choice(2) == 0 ? Stage.GREETING : Stage.MAIL;
        int piece = 1 + input.choice(32);
        byte[] octets = withSecrets(input.rest());
        Heard whole = hear(new FedWire(octets, Integer.MAX_VALUE), limits, stage);
        Claim.equal(hear(new FedWire(octets, piece), limits, stage), whole, "cut in pieces of " + piece);
        boolean tls = whole.why().contains("smtps://");
        Claim.that(!tls || (stage == Stage.GREETING && whole.replies().isEmpty()), "TLS where there is none");
        if (!tls) {
            Claim.equal(whole.replies().size(), PlainReplies.in(octets, limits).size(), "number of replies");
            Claim.equal(codes(whole.replies()), PlainReplies.in(octets, limits), "codes and numbers of lines");
        }
    }

    /** SOH stands for the password, STX for the response that holds it: a server may repeat either. */
    private static byte[] withSecrets(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte octet : octets) {
            switch (octet) {
                case 1 -> out.writeBytes(SECRET.getBytes(StandardCharsets.UTF_8));
                case 2 -> out.writeBytes(RESPONSE.getBytes(StandardCharsets.UTF_8));
                default -> out.write(octet);
            }
        }
        return out.toByteArray();
    }

    private static Heard hear(FedWire wire, Limits limits, Stage stage) {
        List<Reply> replies = new ArrayList<>();
        Line line = wire.line();
        line.begin(stage);
        ReplyReader reader = new ReplyReader(line, limits, new GuardedTrace(new SafeTrace()));
        reader.secrets.add(RESPONSE, "ann");
        try {
            while (true) {
                Reply reply = reader.read();
                check(reply, limits);
                replies.add(reply);
            }
        } catch (SmtpException e) {
            Claim.oneLine(e.getMessage(), "exception");
            Claim.that(String.valueOf(e.getMessage()).length() < 800, "a long story");
            checkHidden(String.valueOf(e.getMessage()));
            boolean ended = e.kind() == SmtpException.Kind.CONNECTION;
            Claim.that(ended || e.kind() == SmtpException.Kind.PROTOCOL, "kind " + e.kind());
            Claim.that(!ended || wire.available() == 0, "ended before its end");
            return new Heard(replies, e.kind(), String.valueOf(e.getMessage()));
        }
    }

    private static void check(Reply reply, Limits limits) {
        Claim.that(reply.code() >= 200 && reply.code() < 600, "code " + reply.code());
        Claim.that(!reply.lines().isEmpty() && reply.lines().size() <= limits.replyLines(), "number of lines");
        Claim.oneLine(reply.toString(), "reply");
        Claim.that(reply.text().length() <= MOST_TEXT + reply.lines().size(), "more text than is kept");
        for (String text : reply.lines()) {
            Claim.that(text.length() <= limits.replyLine() * GROWTH, "a line longer than is kept");
            Claim.that(text.codePoints().noneMatch(ReplyTarget::isUnseen), "something that can't be seen");
            checkHidden(text);
        }
        Claim.that(reply.shortened().toString().length() < 200, "not short");
        reply.enhanced().ifPresent(status -> Claim.that(status.category() > 1 && status.detail() < 1000, "status"));
    }

    private static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.FORMAT -> true;
            default -> false;
        };
    }

    private static void checkHidden(String text) {
        Claim.hides(text, SECRET, "reply");
        Claim.hides(text, "geh3im\\xc3\\x9fes", "reply");
        Claim.hides(text, RESPONSE, "reply");
    }

    private static List<String> codes(List<Reply> replies) {
        return replies.stream()
                .map(reply -> reply.code() + " " + reply.lines().size())
                .toList();
    }

    /** What a transcript is told is as safe as the reply. */
    private static final class SafeTrace implements Trace {
        @Override
        public void sent(String command) {
            throw new AssertionError("a reply isn't sent");
        }

        @Override
        public void received(String line) {
            Claim.oneLine(line, "trace");
            checkHidden(line);
        }

        @Override
        public void note(String what) {
            Claim.oneLine(what, "note");
        }
    }
}
