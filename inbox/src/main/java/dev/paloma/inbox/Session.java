package dev.paloma.inbox;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One client's session (RFC 5321 §3 and §4.1): reads a command, does it, replies. For one thread. */
final class Session {
    private final Wire wire;
    private final Depot depot;
    private final InboxLimits limits;
    private Peer peer;
    private @Nullable Transaction transaction;
    private boolean open = true;
    private int errors;

    Session(Wire wire, Peer peer, Depot depot, InboxLimits limits) {
        this.wire = wire;
        this.peer = peer;
        this.depot = depot;
        this.limits = limits;
    }

    /** @throws Hangup if the client left or is to be sent away */
    void run() throws IOException {
        wire.reply("220 localhost ESMTP Paloma inbox");
        while (open) {
            try {
                obey(Command.parse(wire.readLine()));
            } catch (Refusal refusal) {
                refuse(refusal);
            }
        }
        wire.flush();
    }

    private void refuse(Refusal refusal) throws IOException {
        wire.reply(refusal.reply());
        if (refusal.isClientError() && ++errors >= limits.maxErrors()) {
            throw Hangup.saying("421 4.7.0 Too many errors");
        }
    }

    private void obey(Command command) throws IOException {
        switch (command.verb()) {
            case "EHLO" -> ehlo(command);
            case "HELO" -> helo(command);
            case "AUTH" -> auth(command);
            case "MAIL" -> mail(command);
            case "RCPT" -> rcpt(command);
            case "DATA" -> data(command);
            case "BDAT" -> bdat(command);
            case "RSET" -> rset(command);
            case "NOOP" -> wire.reply("250 2.0.0 Ok");
            case "VRFY" -> vrfy(command);
            case "HELP" -> wire.reply("214 2.0.0 EHLO HELO AUTH MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT");
            case "QUIT" -> quit(command);
            case "EXPN", "STARTTLS", "ETRN", "TURN" -> throw new Refusal("502 5.5.1 Not offered here");
            // A web page can make a browser post to this port; no command after this line is to be obeyed.
            case "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT" ->
                throw Hangup.saying("421 4.7.0 This is SMTP, not HTTP");
            default -> throw new Refusal("500 5.5.1 Command not known");
        }
    }

    private void ehlo(Command command) throws IOException {
        peer = peer.greeting(command.argument(), true);
        transaction = null;
        wire.reply(
                "250-localhost",
                "250-PIPELINING",
                "250-SIZE " + limits.maxSize(),
                "250-8BITMIME",
                "250-BINARYMIME",
                "250-SMTPUTF8",
                "250-CHUNKING",
                "250-ENHANCEDSTATUSCODES",
                "250-DSN",
                "250-AUTH PLAIN LOGIN",
                "250 HELP");
    }

    private void helo(Command command) throws IOException {
        peer = peer.greeting(command.argument(), false);
        transaction = null;
        wire.reply("250 localhost");
    }

    private void auth(Command command) throws IOException {
        if (!peer.extended() || peer.authenticated() || transaction != null) {
            throw new Refusal("503 5.5.1 AUTH comes once, after EHLO and outside a mail");
        }
        new Authentication(wire).run(command.argument());
        peer = peer.loggedIn();
    }

    private void mail(Command command) throws IOException {
        if (!peer.greeted()) {
            throw new Refusal("503 5.5.1 Say EHLO or HELO first");
        }
        if (transaction != null) {
            throw new Refusal("503 5.5.1 A mail has been begun already");
        }
        PathArgument from = PathArgument.parse(command.after("FROM:"));
        refuseParametersAfterHelo(from);
        Parameters.checkMail(from.parameters(), limits.maxSize());
        boolean utf8 = from.parameters().containsKey("SMTPUTF8");
        if (!from.address().isEmpty()) {
            from.checkMailbox("5.1.7", utf8);
        }
        String body = from.parameters().getOrDefault("BODY", "").toUpperCase(Locale.ROOT);
        transaction = new Transaction(from.address(), utf8, body.equals("BINARYMIME"));
        wire.reply("250 2.1.0 Ok");
    }

    private void rcpt(Command command) throws IOException {
        Transaction mail = transaction;
        if (mail == null || mail.chunking()) {
            throw new Refusal("503 5.5.1 RCPT comes after MAIL and before the content");
        }
        PathArgument to = PathArgument.parse(command.after("TO:"));
        refuseParametersAfterHelo(to);
        Parameters.checkRcpt(to.parameters());
        // RFC 5321 §4.5.1: this one address needs no domain.
        if (!to.address().equalsIgnoreCase("postmaster")) {
            to.checkMailbox("5.1.3", mail.utf8());
        }
        if (mail.recipients().size() >= limits.maxRecipients()) {
            throw new Refusal("452 4.5.3 Too many recipients, at most " + limits.maxRecipients());
        }
        mail.recipients().add(to.address());
        wire.reply("250 2.1.5 Ok");
    }

    /** Parameters belong to extensions, and those to EHLO (RFC 5321 §4.1.1.1). */
    private void refuseParametersAfterHelo(PathArgument path) throws Refusal {
        if (!peer.extended() && !path.parameters().isEmpty()) {
            throw new Refusal("555 5.5.4 Parameters need EHLO");
        }
    }

    private void data(Command command) throws IOException {
        command.refuseArgument();
        Transaction mail = readyForContent();
        if (mail.binary() || mail.chunking()) {
            throw new Refusal("503 5.5.1 This mail's content comes by BDAT");
        }
        wire.reply("354 End with CRLF . CRLF");
        store(mail, new DotContent(wire, limits));
    }

    private void bdat(Command command) throws IOException {
        Chunk chunk = Chunk.parse(command.argument());
        Transaction mail = transaction;
        ChunkContent content = new ChunkContent(wire, limits, chunk, () -> nextChunk(mail));
        try {
            Transaction ready = readyForContent();
            ready.beginChunks();
            store(ready, content);
        } catch (Refusal refusal) {
            // RFC 3030 §2: the octets come whatever the answer is. It isn't counted as an error, since a client that
            // pipelines has sent its further chunks before it could know.
            content.discard();
            wire.reply(refusal.reply());
        }
    }

    private Transaction readyForContent() throws Refusal {
        Transaction mail = transaction;
        if (mail == null) {
            throw new Refusal("503 5.5.1 MAIL and RCPT come first");
        }
        if (mail.recipients().isEmpty()) {
            throw new Refusal("554 5.5.1 No valid recipient");
        }
        return mail;
    }

    /** Between chunks other commands may come; most are refused, some end the mail. */
    private Chunk nextChunk(@Nullable Transaction mail) throws IOException {
        while (true) {
            try {
                Command command = Command.parse(wire.readLine());
                if (command.verb().equals("BDAT")) {
                    return Chunk.parse(command.argument());
                }
                obey(command);
            } catch (Refusal refusal) {
                refuse(refusal);
            }
            if (!open || transaction != mail) {
                throw new Abandoned();
            }
        }
    }

    private void store(Transaction mail, Incoming content) throws IOException {
        try {
            String id = depot.store(mail, peer, content);
            errors = 0;
            wire.reply("250 2.0.0 Ok: queued as " + id);
        } catch (Refusal | Depot.Failure refused) {
            content.discard();
            throw refused instanceof Refusal refusal ? refusal : new Refusal("451 4.3.0 Can't store the mail now");
        } catch (Abandoned givenUp) {
            return;
        } finally {
            transaction = null;
        }
    }

    private void rset(Command command) throws IOException {
        command.refuseArgument();
        transaction = null;
        wire.reply("250 2.0.0 Ok");
    }

    private void vrfy(Command command) throws IOException {
        if (command.argument().isEmpty()) {
            throw new Refusal("501 5.5.4 Say VRFY and a name");
        }
        wire.reply("252 2.5.0 Not verified, but mail for it will be taken");
    }

    private void quit(Command command) throws IOException {
        command.refuseArgument();
        open = false;
        wire.reply("221 2.0.0 Bye");
    }
}
