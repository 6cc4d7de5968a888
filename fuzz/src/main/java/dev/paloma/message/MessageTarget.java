package dev.paloma.message;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Messages of all kinds: lines as promised, twice the same octets, and all that went in is read from what comes out. */
public final class MessageTarget {
    private MessageTarget() {}

    public static void run(Input input) {
        Composed composed = Composed.of(input);
        Message message;
        try {
            message = composed.build();
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
            return;
        }
        for (Form offered : WrittenLines.OFFERS) {
            Form form = message.form(offered);
            if (offered.covers(form)) {
                byte[] octets = WrittenLines.of(message, form);
                check(composed, new ReadMail(new String(octets, StandardCharsets.ISO_8859_1)));
                if (form.equals(Form.PLAIN)) {
                    checkReady(message, octets);
                }
            }
        }
    }

    /** What is written is a ready-made message that needs no change. */
    private static void checkReady(Message message, byte[] octets) {
        RawContent ready = Content.of(octets);
        Claim.equal(ready.headers().get("Message-ID"), message.messageId(), "Message-ID");
        byte[] again = WrittenLines.of(ready, Form.PLAIN);
        Claim.that(Arrays.equals(again, octets), "changed as a ready-made message");
    }

    private static void check(Composed composed, ReadMail mail) {
        if (composed.subject != null) {
            Claim.equal(mail.words("subject"), composed.subject, "subject");
        }
        if (composed.header != null) {
            Claim.equal(mail.words("x-fuzz"), composed.header, "X-Fuzz");
        }
        List<ReadMail> attached = new ArrayList<>();
        for (ReadMail leaf : mail.leaves()) {
            if (leaf.isAttachment()) {
                attached.add(leaf);
            } else {
                checkText(composed, leaf);
            }
        }
        checkAttachments(composed.attachments, attached);
    }

    private static void checkText(Composed composed, ReadMail leaf) {
        String due = switch (leaf.type()) {
            case "text/plain" -> composed.text;
            case "text/html" -> composed.html;
            default -> null;
        };
        if (due != null) {
            String found = ReadMail.utf8(leaf.decoded());
            boolean ended = found.equals(due + "\r\n") && !due.endsWith("\r\n"); // as all of a message's body
            Claim.that(
                    ended || found.equals(due),
                    leaf.type() + "\nfound: " + found.length() + "\n  due: " + due.length());
        }
    }

    private static void checkAttachments(List<Composed.Attachment> due, List<ReadMail> found) {
        Claim.equal(found.size(), due.size(), "number of attachments");
        for (int i = 0; i < due.size(); i++) {
            ReadMail part = found.get(i);
            if (!part.type().startsWith("message/")) {
                String name = part.parameters("content-disposition").getOrDefault("filename", "");
                Claim.equal(name, due.get(i).name(), "file name");
                Claim.equal(part.decoded(), due.get(i).octets(), "octets of an attachment");
            }
        }
    }
}
