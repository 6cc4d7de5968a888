package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.Sent;
import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Many mails on few connections. */
final class ManyRows {
    private ManyRows() {}

    static void add(Plan plan) {
        Subject subject = plan.subject();
        plan.row("200 mails on one connection", true, ManyRows::batch);
        plan.row("a batch with refused mails between", subject.refuses(), ManyRows::mixedBatch);
        plan.row("8 threads with 25 mails each, one mailer", true, ManyRows::threads);
    }

    private static Mail any(Desk desk, Random random) {
        int lines = random.nextInt(8) == 0 ? random.nextInt(2000) : random.nextInt(20);
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            body.append(random.nextInt(9) == 0 ? "." : "line ")
                    .append(random.nextInt())
                    .append("\r\n");
        }
        return desk.letters().raw("Subject: batch\r\n\r\n" + body);
    }

    private static Set<Long> send(Desk desk, List<Mail> mails, Queue<Sent> told) {
        Set<Long> connections = new TreeSet<>();
        try (Mailer mailer = desk.mailer().build()) {
            mailer.sendAll(mails.iterator(), sent -> {
                told.add(sent);
                desk.note(sent.mail(), sent.receipt());
            });
        }
        told.forEach(sent -> connections.add(sent.receipt().session().connection()));
        return connections;
    }

    private static @Nullable String batch(Desk desk) {
        Random random = new Random(200);
        List<Mail> mails = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            mails.add(any(desk, random));
        }
        Queue<Sent> told = new ConcurrentLinkedQueue<>();
        Set<Long> connections = send(desk, mails, told);
        desk.expectSame(200, told.size(), "mails that were told of");
        desk.expect(told.stream().allMatch(sent -> sent.receipt().isAccepted()), "not all accepted");
        desk.expectSame(Set.of(1L), connections, "connections");
        boolean pipelined = desk.transcript().saidTogether("MAIL", "RCPT");
        desk.expectSame(desk.subject().offers("PIPELINING"), pipelined, "pipelined");
        return pipelined ? null : "one command at a time";
    }

    private static @Nullable String mixedBatch(Desk desk) {
        String[] recipients = {Letters.BOB, Letters.REFUSED, Letters.BOB, Letters.BOB, Letters.DEFERRED, Letters.BOB};
        List<Mail> mails = new ArrayList<>();
        Map<Mail, String> expected = new HashMap<>();
        for (int i = 0; i < 18; i++) {
            String recipient = recipients[i % recipients.length];
            Mail mail = desk.letters().small(recipient);
            mails.add(mail);
            expected.put(
                    mail,
                    switch (recipient) {
                        case Letters.REFUSED -> "REFUSED 550";
                        case Letters.DEFERRED -> "DEFERRED 451";
                        default -> "ACCEPTED 250";
                    });
        }
        Queue<Sent> told = new ConcurrentLinkedQueue<>();
        send(desk, mails, told);
        desk.expectSame(mails.size(), told.size(), "mails that were told of");
        for (Sent sent : told) {
            desk.expectSame(List.of(expected.get(sent.mail())), Desk.outcomes(sent.receipt()), "receipt");
        }
        return null;
    }

    private static @Nullable String threads(Desk desk) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Mailer mailer =
                desk.mailer().connections(4).acceptance(Acceptance.AT_LEAST_ONE).build()) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                Random random = new Random(thread);
                running.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        Receipt receipt = desk.deliver(mailer, any(desk, random));
                        desk.expect(receipt.isAccepted(), "not accepted: " + receipt);
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return null;
    }
}
