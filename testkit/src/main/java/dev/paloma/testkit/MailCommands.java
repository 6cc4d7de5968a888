package dev.paloma.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** MAIL, RCPT, DATA, BDAT and what follows them, as a strict server does it. */
final class MailCommands {
    private static final Reply BAD_SYNTAX = Reply.of(501, "5.5.2 this can't be read");
    private static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1 no valid recipients");

    private final Dialogue dialogue;
    private final Settings settings;
    private final Greeted client;
    private Transaction now = new Transaction();

    MailCommands(Dialogue dialogue, Greeted client) {
        this.dialogue = dialogue;
        this.settings = dialogue.settings();
        this.client = client;
    }

    void reset() {
        now = new Transaction();
    }

    boolean isUnderWay() {
        return now.sender != null;
    }

    void mail(Command command) throws IOException {
        PathArgument path = PathArgument.parse(command.argument(), "FROM");
        String address = path == null ? "" : path.address();
        int code = dialogue.answer(Step.Kind.MAIL, command.line(), address, usualMail(path));
        now.senderTried = true;
        if (code / 100 == 2) {
            now.sender = path == null ? new PathArgument(command.argument(), List.of()) : path;
        }
    }

    private Reply usualMail(@Nullable PathArgument path) {
        if (client.name == null) {
            return early("MAIL before EHLO");
        }
        if (now.sender != null) {
            return early("MAIL inside a transaction");
        }
        if (settings.authRequired && client.user == null) {
            return Reply.of(530, "5.7.0 log in first");
        }
        if (path == null) {
            dialogue.violation("MAIL isn't well-formed");
            return BAD_SYNTAX;
        }
        Reply objection = objection("MAIL", path);
        if (objection != null) {
            return objection;
        }
        if (client.told.size() > 0 && path.size() > client.told.size()) {
            return Reply.of(552, "5.3.4 too large");
        }
        return Reply.of(250, "2.1.0 sender ok");
    }

    void rcpt(Command command) throws IOException {
        PathArgument path = PathArgument.parse(command.argument(), "TO");
        String address = path == null ? "" : path.address();
        int code = dialogue.answer(Step.Kind.RCPT, command.line(), address, usualRcpt(path));
        now.recipientTried = true;
        if (code / 100 == 2) {
            List<String> parameters = path == null ? List.of() : path.parameters();
            now.recipients.add(new Recipient(path == null ? command.argument() : address, parameters));
        }
    }

    private Reply usualRcpt(@Nullable PathArgument path) {
        if (now.sender == null) {
            return now.senderTried ? Reply.of(503, "5.5.1 no sender") : early("RCPT before MAIL");
        }
        if (path == null || path.address().isEmpty()) {
            dialogue.violation("RCPT isn't well-formed");
            return BAD_SYNTAX;
        }
        Reply objection = objection("RCPT", path);
        return objection == null ? Reply.of(250, "2.1.5 recipient ok") : objection;
    }

    /** What is said of an address or parameters that a client shouldn't have sent; null where there is nothing to say. */
    private @Nullable Reply objection(String verb, PathArgument path) {
        boolean utf8 = path.has("SMTPUTF8") || (now.sender != null && now.sender.has("SMTPUTF8"));
        if (!utf8 && path.address().chars().anyMatch(c -> c >= 0x80)) {
            dialogue.violation("an address beyond ASCII without SMTPUTF8");
        }
        List<String> unknown = path.parameters().stream()
                .filter(parameter -> !client.told.allows(parameter))
                .toList();
        unknown.forEach(parameter -> dialogue.violation("parameter not offered: " + Transcript.visible(parameter)));
        if (!unknown.isEmpty()) {
            return Reply.of(555, "5.5.4 parameter not offered");
        }
        List<String> faults = Parameters.faults(
                verb, path.parameters(), client.told, dialogue.wire().isEncrypted());
        faults.forEach(dialogue::violation);
        return faults.isEmpty() ? null : Reply.of(501, "5.5.4 parameter not understood");
    }

    void data(Command command) throws IOException {
        if (now.content != null) {
            dialogue.violation("DATA after BDAT");
        }
        if (dialogue.wire().hasMore()) {
            dialogue.violation("bytes after DATA before its reply");
        }
        int code = dialogue.answer(Step.Kind.DATA, command.line(), command.argument(), usualData());
        if (code / 100 == 3) {
            ContentReader content = newContent();
            content.readDotted();
            judgeGroup("the final dot");
            finish(content, ".");
        }
    }

    private Reply usualData() {
        if (now.recipients.isEmpty()) {
            return now.recipientTried ? NO_RECIPIENTS : early("DATA before RCPT");
        }
        if (now.sender != null && now.sender.has("BODY=BINARYMIME")) {
            return early("DATA with BODY=BINARYMIME"); // RFC 3030 §3
        }
        return Reply.of(354, "go on, end with a dot");
    }

    /** {@code BDAT length [LAST]}; the chunk is always read, since it is on its way (RFC 3030 §2). */
    void bdat(Command command, long length, boolean last) throws IOException {
        ContentReader content = now.content == null ? newContent() : now.content;
        now.content = content;
        content.readChunk(length);
        judgeGroup("a chunk");
        Reply usual = usualBdat(content, length);
        if (last && usual.code() / 100 == 2) {
            finish(content, command.line());
            return;
        }
        int code = dialogue.answer(Step.Kind.BDAT, command.line(), last ? "LAST" : "", usual);
        now.chunkRefused |= code / 100 != 2;
        if (last) {
            reset();
        }
    }

    private Reply usualBdat(ContentReader content, long length) {
        if (!client.told.offers("CHUNKING")) {
            return early("BDAT wasn't offered");
        }
        if (now.recipients.isEmpty()) {
            return now.recipientTried ? NO_RECIPIENTS : early("BDAT before RCPT");
        }
        if (now.chunkRefused) {
            return Reply.of(503, "5.5.1 an earlier chunk was refused");
        }
        if (isTooLarge(content)) {
            return Reply.of(552, "5.3.4 too large");
        }
        return Reply.of(250, "2.0.0 " + length + " bytes");
    }

    private void judgeGroup(String what) throws IOException {
        if (!client.told.offers("PIPELINING") && dialogue.wire().hasMore()) {
            dialogue.violation("bytes after " + what + " before its reply");
        }
    }

    private Reply early(String what) {
        dialogue.violation(what);
        return Reply.of(503, "5.5.1 " + what);
    }

    private ContentReader newContent() {
        return new ContentReader(dialogue, new ContentSink(now.body(), now.isUtf8(), dialogue::violation));
    }

    private boolean isTooLarge(ContentReader content) {
        return client.told.size() > 0 && content.sink().size() > client.told.size();
    }

    /** The content is complete: keep it if it wasn't refused, and before the reply goes out, so that tests find it. */
    private void finish(ContentReader content, String line) throws IOException {
        Transaction done = now;
        reset();
        if (done.recipients.isEmpty() && content.sink().size() > 0) {
            dialogue.violation("content for no recipient");
        }
        Reply usual = usualEnd(done, content);
        List<Reply> replies = replies(done, line, usual);
        keep(done, takers(done, replies, usual), content);
        for (Reply reply : replies) {
            dialogue.send(reply, usual);
        }
    }

    private Reply usualEnd(Transaction done, ContentReader content) {
        if (done.recipients.isEmpty()) {
            return NO_RECIPIENTS;
        }
        return isTooLarge(content) ? Reply.of(552, "5.3.4 too large") : Reply.of(250, "2.0.0 taken");
    }

    /** The recipients whose reply, or whose usual reply where the script's has no code, takes the mail. */
    private List<Recipient> takers(Transaction done, List<Reply> replies, Reply usual) {
        List<Recipient> takers = new ArrayList<>();
        for (int i = 0; i < done.recipients.size(); i++) {
            Reply reply = replies.get(settings.lmtp ? i : 0);
            int code = reply.code() == 0 ? usual.code() : reply.code();
            if (code / 100 == 2) {
                takers.add(done.recipients.get(i));
            }
        }
        return takers;
    }

    /** A rule for the last chunk comes before those for the end of the content, and answers for all recipients. */
    private List<Reply> replies(Transaction done, String line, Reply usual) {
        Reply chunk = line.equals(".") ? usual : dialogue.reply(Step.Kind.BDAT, line, "LAST", usual);
        if (!settings.lmtp || done.recipients.isEmpty()) {
            return List.of(endReply(line, "", chunk));
        }
        return done.recipients.stream()
                .map(recipient -> endReply(line, recipient.address(), chunk))
                .toList();
    }

    private Reply endReply(String line, String argument, Reply usual) {
        return dialogue.reply(Step.Kind.CONTENT, line, argument, usual);
    }

    private void keep(Transaction done, List<Recipient> takers, ContentReader content) {
        if (done.sender != null && !takers.isEmpty()) {
            String name = client.name == null ? "" : client.name;
            ReceivedMail.Client by = new ReceivedMail.Client(
                    dialogue.connection(), name, dialogue.wire().isEncrypted(), client.user);
            dialogue.journal()
                    .received(new ReceivedMail(
                            by, done.sender, takers, content.sink().bytes()));
        }
    }
}
