package dev.paloma;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a scripted server. It keeps to RFC 5321 and its extensions but for what its dice say, and writes down
 * in the ledger what it takes and refuses.
 */
final class ModelSession implements Runnable {
    private final String name;
    private final Socket socket;
    private final ModelPlan plan;
    private final ModelLedger ledger;
    private final Random dice;
    private final CountDownLatch over;
    private final ModelInput in;
    private final ModelOutput out;
    /** Answers at once, or only when there is nothing left to read. */
    private final boolean prompt;
    /** Takes one mail, and says of every other that it comes out of order. */
    private final boolean stubborn;

    private final Queue<String> transcript = new ConcurrentLinkedQueue<>();
    private volatile boolean broken;
    private @Nullable String mail;
    private final List<String> recipients = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private int decisions;
    private boolean spoilt;
    private boolean muddled;
    private boolean open = true;

    ModelSession(String name, Socket socket, ModelPlan plan, ModelLedger ledger, Random dice, CountDownLatch over)
            throws IOException {
        this.name = name;
        this.socket = socket;
        this.plan = plan;
        this.ledger = ledger;
        this.dice = dice;
        this.over = over;
        this.prompt = dice.nextBoolean();
        this.stubborn = plan.refusals() > 0 && dice.nextInt(20) == 0;
        this.out = new ModelOutput(socket.getOutputStream(), dice);
        this.in = new ModelInput(socket.getInputStream(), out::flush);
    }

    @Override
    public void run() {
        try (socket) {
            greet();
            while (open) {
                String line = in.line();
                if (line == null) {
                    break;
                }
                command(line);
            }
        } catch (IOException e) {
            note("over: " + e);
        }
    }

    /** Whether it ended otherwise than by QUIT or a reply that said so. */
    boolean isBroken() {
        return broken;
    }

    String transcript() {
        return "--- " + name + "\n" + String.join("\n", transcript) + "\n";
    }

    private void note(String what) {
        transcript.add(what);
    }

    private boolean happens(int perMille) {
        return dice.nextInt(1000) < perMille;
    }

    private void greet() throws IOException {
        if (happens(plan.refusals() / 8)) {
            ModelReply refusal = new ModelReply(dice.nextBoolean() ? 421 : 554, "5.3.2 Not today");
            ledger.said("", refusal.code());
            answer(refusal, null);
            open = false;
            out.flush();
        } else {
            answer(new ModelReply(220, "model.example ESMTP"), null);
        }
    }

    private void command(String line) throws IOException {
        ledger.step();
        note("C: " + line);
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 || line.length() > 1000) {
            ledger.violated(name + ": not a command line: " + line);
        }
        String upper = line.toUpperCase(Locale.ROOT);
        if (upper.startsWith("MAIL FROM:<")) {
            mail(address(line).replace("@model.example", ""));
        } else if (upper.startsWith("RCPT TO:<")) {
            rcpt(address(line));
        } else if (upper.equals("DATA")) {
            data();
        } else if (upper.startsWith("BDAT ")) {
            bdat(upper.split(" ", -1));
        } else {
            other(upper);
        }
    }

    private static String address(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private void other(String upper) throws IOException {
        if (upper.equals("RSET")) {
            rset();
        } else if (upper.startsWith("EHLO ")) {
            String offers = (plan.pipelining() ? "250-PIPELINING\r\n" : "")
                    + (plan.chunking() ? "250-CHUNKING\r\n" : "") + "250-8BITMIME\r\n";
            out.add("250-model.example\r\n" + offers, null);
            answer(new ModelReply(250, "ENHANCEDSTATUSCODES"), null);
        } else if (upper.equals("QUIT")) {
            answer(new ModelReply(221, "2.0.0 Bye"), null);
            open = false;
            out.flush();
        } else {
            ledger.violated(name + ": unknown command: " + upper);
            answer(new ModelReply(500, "5.5.2 What?"), null);
        }
    }

    private void mail(String token) throws IOException {
        if (mail != null) {
            answer(
                    new ModelReply(503, "5.5.1 Nested MAIL"),
                    null); // no verdict on this mail, so nothing is written down
        } else if (stubborn && decisions > 0) {
            answer(new ModelReply(503, "5.5.1 One mail is enough"), null);
        } else if (happens(plan.refusals() / 2)) {
            refuse(token, ModelReply.refusalOfMail(dice));
        } else {
            mail = token;
            answer(new ModelReply(250, "2.1.0 Ok"), null);
        }
    }

    private void rcpt(String address) throws IOException {
        if (mail == null) {
            answer(new ModelReply(503, "5.5.1 MAIL first"), null);
        } else if (recipients.size() >= plan.most()) {
            refuse(address, new ModelReply(452, "4.5.3 Too many recipients"));
        } else if (happens(plan.refusals())) {
            refuse(address, ModelReply.refusalOfRecipient(dice));
        } else {
            recipients.add(address);
            int code = dice.nextInt(10) > 0 ? 250 : 251 + dice.nextInt(2);
            ledger.said(address, code);
            answer(new ModelReply(code, "2.1.5 Ok"), null);
        }
    }

    private void refuse(String whom, ModelReply refusal) throws IOException {
        ledger.said(whom, refusal.code());
        answer(refusal, null);
    }

    private void rset() throws IOException {
        if (happens(plan.faults() / 4)) {
            muddled = mail != null;
            note("(ignores it)");
            answer(dice.nextBoolean() ? new ModelReply(250, "2.0.0 Ok") : new ModelReply(502, "5.5.1 No"), null);
        } else if (plan.silences() && !plan.pipelining() && dice.nextInt(4) == 0) {
            note("(swallows it)");
            broken = true;
        } else {
            reset();
            answer(new ModelReply(250, "2.0.0 Flushed"), null);
        }
    }

    private void reset() {
        mail = null;
        recipients.clear();
        content.reset();
        spoilt = false;
        muddled = false;
    }

    private void data() throws IOException {
        if (in.hasMore()) {
            ledger.violated(name + ": something follows DATA before its reply");
        }
        if (mail == null || (recipients.isEmpty() && dice.nextBoolean())) {
            answer(new ModelReply(dice.nextBoolean() ? 503 : 554, "5.5.1 No valid recipients"), null);
            return;
        }
        if (happens(plan.refusals() / 2)) {
            refuse(mail, ModelReply.refusalOfContent(dice));
            return;
        }
        answer(new ModelReply(354, "Go on"), null);
        content.reset();
        boolean whole = in.stuffed(content, happens(plan.faults()) ? dice.nextInt(80_000) : Integer.MAX_VALUE);
        note("(" + content.size() + " octets" + (whole ? ")" : ", then no more)"));
        if (whole) {
            decide();
        } else {
            breakOff();
        }
    }

    private void bdat(String[] words) throws IOException {
        long size = Long.parseLong(words[1]);
        boolean last = words.length > 2 && words[2].equals("LAST");
        long most = happens(plan.faults()) ? dice.nextInt(80_000) : Long.MAX_VALUE;
        if (!in.octets(Math.min(size, most), content) || most < size) {
            note("(" + content.size() + " octets, then no more)");
            breakOff();
        } else if (mail == null || recipients.isEmpty() || spoilt) {
            content.reset();
            spoilt = mail != null;
            answer(new ModelReply(503, "5.5.1 No valid transaction"), null);
        } else if (last) {
            decide();
        } else if (happens(plan.refusals() / 2)) {
            spoilt = true;
            refuse(mail, ModelReply.refusalOfContent(dice));
        } else {
            answer(new ModelReply(250, "2.0.0 Chunk taken"), null);
        }
    }

    /** In mid-content: sometimes with a word, sometimes without. */
    private void breakOff() throws IOException {
        broken = true;
        if (mail != null && !recipients.isEmpty() && !spoilt && dice.nextBoolean()) {
            ModelReply refusal = ModelReply.refusalOfContent(dice);
            ModelLedger.Entry entry =
                    new ModelLedger.Entry(mail, recipients, refusal.code(), muddled, content.toByteArray());
            ledger.decided(entry);
            ledger.said(mail, refusal.code());
            note("S: " + refusal.code() + " " + refusal.text());
            out.add(refusal.lines(dice), entry);
        }
        out.flush();
        part(dice.nextInt(3) == 0);
    }

    /** The end of the content: from here on the server has it, or has refused it, whatever the client hears of that. */
    private void decide() throws IOException {
        ledger.step();
        decisions++;
        ModelReply reply =
                happens(plan.refusals()) ? ModelReply.refusalOfContent(dice) : new ModelReply(250, "2.0.0 Queued");
        ModelLedger.Entry entry = new ModelLedger.Entry(
                ModelContent.tokenOf(content.toByteArray()), recipients, reply.code(), muddled, content.toByteArray());
        if (!recipients.isEmpty()) {
            ledger.decided(entry);
            ledger.said(entry.token, reply.code());
        } else if (content.size() > 0) {
            ledger.violated(name + ": content although no recipient was taken: " + shown(content.toByteArray()));
        }
        boolean stands = !entry.isTaken() && plan.chunking() && dice.nextBoolean();
        reset();
        if (stands) {
            mail = entry.token; // some forget a refused transaction only at RSET
            recipients.addAll(entry.recipients);
            spoilt = true;
        }
        answer(reply, entry);
    }

    /** A reply, and what goes wrong with it. */
    private void answer(ModelReply reply, ModelLedger.@Nullable Entry entry) throws IOException {
        if (!plan.pipelining() && in.hasMore()) {
            ledger.violated(name + ": something was said before the reply to what went before");
        }
        note("S: " + reply.code() + " " + reply.text());
        out.add(reply.lines(dice), entry);
        ModelFault fault =
                happens(plan.faults()) ? ModelFault.drawn(dice, !plan.pipelining(), plan.silences()) : ModelFault.NONE;
        if (fault != ModelFault.NONE) {
            note("(" + fault + ")");
        }
        switch (fault) {
            case NONE -> usual(reply);
            case DISMISSAL_AFTER -> {
                out.add("421 4.3.2 Closing now\r\n", null);
                out.flush();
                part(false);
            }
            case SECOND_REPLY -> {
                out.add("250 2.0.0 And again\r\n", null);
                out.flushAtOnce(); // one that came later couldn't be told from the answer to what comes next
                broken = true;
            }
            default -> fail(fault);
        }
    }

    private void usual(ModelReply reply) throws IOException {
        if (prompt || reply.code() == 421) {
            out.flush();
        }
        if (reply.code() == 421) {
            part(false);
        }
    }

    private void fail(ModelFault fault) throws IOException {
        broken = true;
        switch (fault) {
            case CLOSE_INSIDE -> out.flushInsideLast();
            case CLOSE_AFTER, RESET_AFTER -> out.flush();
            default -> out.flushBeforeLast();
        }
        if (fault == ModelFault.SILENCE) {
            keepSilent();
        }
        part(fault.isReset());
    }

    /** Says no more: reads on, or not even that. */
    private void keepSilent() throws IOException {
        if (dice.nextBoolean()) {
            drain();
        } else {
            try {
                boolean ended = over.await(20, TimeUnit.SECONDS);
                note(ended ? "(until the end)" : "(for as long as it can)");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Closes, by a reset, or at once, or in good order: then what the client still sends is read and thrown away. At once
     * is a reset too if anything was sent that hasn't been read.
     */
    private void part(boolean reset) throws IOException {
        open = false;
        if (reset) {
            socket.setSoLinger(true, 0);
            out.endangered();
        } else if (dice.nextInt(3) > 0) {
            socket.shutdownOutput();
            drain();
        } else if (plan.pipelining()) {
            out.endangered();
            broken = true; // the reply that said so may be lost too
        }
        socket.close();
    }

    private void drain() throws IOException {
        byte[] rest = new byte[8192];
        int n = 0;
        while (n >= 0) {
            n = socket.getInputStream().read(rest);
        }
    }

    private static String shown(byte[] octets) {
        return new String(octets, 0, Math.min(octets.length, 80), StandardCharsets.ISO_8859_1);
    }
}
