package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Content that can be told from all other: its first line is its token, which its addresses bear too. */
final class ModelContent implements Content {
    private static final String NAME = "Message-ID: <";
    private static final byte[] TEXT = text();

    private final String token;
    private final List<Mailbox> recipients;
    private final byte[] octets;
    private final boolean sized;
    private final int failsAt;

    private ModelContent(String token, List<Mailbox> recipients, byte[] octets, boolean sized, int failsAt) {
        this.token = token;
        this.recipients = recipients;
        this.octets = octets;
        this.sized = sized;
        this.failsAt = failsAt;
    }

    static ModelContent of(int number, Random dice, boolean mayFail) {
        String token = "t" + number;
        List<Mailbox> recipients = new ArrayList<>();
        for (int i = 1 + dice.nextInt(5); i > 0; i--) {
            recipients.add(Mailbox.parse("r" + i + "." + token + "@model.example"));
        }
        int size = switch (dice.nextInt(20)) {
            case 0 -> 300_000;
            case 1, 2 -> 70_000;
            case 3 -> 60_000 + dice.nextInt(11_000);
            case 4 -> 0;
            default -> dice.nextInt(900);
        };
        byte[] head = (NAME + token + "@model.example>\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        int from = lineStart(dice.nextInt(TEXT.length / 4));
        int to = Math.max(from, lineStart(from + size));
        byte[] octets = new byte[head.length + to - from];
        System.arraycopy(head, 0, octets, 0, head.length);
        System.arraycopy(TEXT, from, octets, head.length, to - from);
        int failsAt = mayFail && dice.nextInt(30) == 0 ? dice.nextInt(octets.length) : -1;
        return new ModelContent(token, recipients, octets, dice.nextInt(3) > 0, failsAt);
    }

    /** Lines of all lengths, many of which begin with dots. */
    private static byte[] text() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        while (text.length() < 420_000) {
            text.append(".".repeat(Math.max(0, random.nextInt(6) - 2)));
            int line = random.nextInt(random.nextInt(10) == 0 ? 990 : 60);
            for (int i = 0; i < line; i++) {
                text.append((char) (' ' + random.nextInt(95)));
            }
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The first line start at or after this index. */
    private static int lineStart(int index) {
        int at = Math.min(index, TEXT.length);
        while (at > 0 && at < TEXT.length && TEXT[at - 1] != '\n') {
            at++;
        }
        return at;
    }

    /** Whose content this is; empty if nobody's. */
    static String tokenOf(byte[] octets) {
        String first = new String(octets, 0, Math.min(octets.length, 60), StandardCharsets.ISO_8859_1);
        int end = first.indexOf('@');
        return first.startsWith(NAME) && end > 0 ? first.substring(NAME.length(), end) : "";
    }

    String token() {
        return token;
    }

    byte[] octets() {
        return octets;
    }

    boolean isFailing() {
        return failsAt >= 0;
    }

    Mail mail() {
        return new Mail(envelope(), this);
    }

    @Override
    public Headers headers() {
        return Headers.empty();
    }

    @Override
    public Envelope envelope() {
        return Envelope.of(Mailbox.parse(token + "@model.example"), recipients);
    }

    @Override
    public Form form(Form offered) {
        return Form.PLAIN;
    }

    @Override
    public long size(Form form) {
        return sized ? octets.length : -1;
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        if (failsAt < 0) {
            sink.put(octets);
            return;
        }
        sink.put(octets, 0, failsAt);
        if (failsAt % 2 == 0) {
            throw new IOException("the disk broke");
        }
        throw new IllegalStateException("a bug in the content");
    }

    @Override
    public String toString() {
        return token + ", " + octets.length + " octets" + (sized ? "" : " (not told)") + ", " + recipients.size()
                + " recipients" + (isFailing() ? ", fails at " + failsAt : "");
    }
}
