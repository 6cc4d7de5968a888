package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.interop.Corpus;
import dev.paloma.message.Form;
import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Content that is hard to carry, by DATA and by BDAT. */
final class SampleRows {
    private static final long SEED = Long.getLong("contract.seed", 2026);
    private static final int RANDOM_MAILS = 48;
    private static final String PLAIN = "Content-Type: text/plain\r\n\r\n";

    private SampleRows() {}

    static void add(Plan plan) {
        Subject subject = plan.subject();
        plan.row("dots, long lines, empty lines by DATA", true, desk -> samples(desk, false));
        plan.row("dots, long lines, empty lines by BDAT", subject.offers("CHUNKING"), desk -> samples(desk, true));
        plan.row("random messages, seed " + SEED, true, SampleRows::random);
    }

    /** Bodies that were seen to break clients or servers. */
    private static Stream<String> bodies() {
        String dots = String.join(
                "\r\n", ".", "..", ".a", "", "From here on", ">From", "x".repeat(998), "     ", ".".repeat(998), "end");
        return Stream.of(
                dots + "\r\n",
                dots,
                ".",
                ".\r\n",
                "..\r\n",
                ".\r\n.\r\n.\r\n",
                "a\r\n.\r\nQUIT\r\n",
                "after this empty lines\r\n\r\n\r\n\r\n",
                "\r\n\r\nbefore this too\r\n",
                "",
                (".".repeat(998) + "\r\n").repeat(70),
                "a\r\n".repeat(30_000),
                "From nobody\r\nFrom nobody Thu Jan  1 00:00:00 1970\r\n\r\nFrom: x\r\n",
                "a \t\r\n\t\r\n \r\nb\u000b\u0001\u007f\r\n");
    }

    private static String anyDots(Random random) {
        String[] pieces = {"\r\n", "\r\n.", ".", "a", "\r\n..\r\n"};
        StringBuilder body = new StringBuilder();
        int line = 0;
        for (int i = 0; i < 3000; i++) {
            String piece = pieces[random.nextInt(pieces.length)];
            line = piece.endsWith("\n") ? 0 : line + piece.length();
            body.append(line > 900 ? "\r\n" : piece);
        }
        return body.toString();
    }

    private static @Nullable String samples(Desk desk, boolean chunking) {
        String url = desk.subject().url(desk.subject().mainWay());
        Random random = new Random(SEED);
        try (Mailer mailer =
                desk.mailer(chunking ? url : Way.with(url, "chunking=false")).build()) {
            bodies().forEach(body -> desk.deliver(mailer, desk.letters().raw(PLAIN + body)));
            for (int i = 0; i < 4; i++) {
                desk.deliver(mailer, desk.letters().raw(PLAIN + anyDots(random)));
            }
            desk.deliver(mailer, desk.letters().raw("X-Folded: a\r\n\tb\r\n  c\r\nX-Folded: a\r\n" + PLAIN + "x\r\n"));
            desk.deliver(mailer, desk.letters().raw("X-Long: " + "y".repeat(990) + "\r\n" + PLAIN + "x\r\n"));
        }
        desk.expectSame(chunking, desk.transcript().said("BDAT"), "BDAT");
        desk.expectSame(!chunking, desk.transcript().said("DATA"), "DATA");
        return null;
    }

    private static @Nullable String random(Desk desk) {
        Corpus corpus = new Corpus(SEED);
        Form offered = desk.subject().form();
        List<Mail> mails = new ArrayList<>();
        for (int number = 0; number < RANDOM_MAILS; number++) {
            Message message = corpus.made(number);
            if (offered.covers(message.form(offered))) {
                mails.add(desk.letters().toBob(message));
            }
        }
        List<String> others = new ArrayList<>();
        AtomicInteger told = new AtomicInteger();
        try (Mailer mailer = desk.mailer().build()) {
            mailer.sendAll(mails.iterator(), sent -> {
                desk.note(sent.mail(), sent.receipt());
                told.incrementAndGet();
                if (!sent.receipt().isAccepted()) {
                    others.add(sent.receipt().toString());
                }
            });
        }
        desk.expectSame(List.of(), others, "not accepted");
        desk.expectSame(mails.size(), told.get(), "told of");
        return null;
    }
}
