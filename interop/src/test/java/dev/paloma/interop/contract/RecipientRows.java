package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.Probe;
import dev.paloma.Receipt;
import dev.paloma.Server;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Acceptance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Many recipients, and such as aren't taken. */
final class RecipientRows {
    private RecipientRows() {}

    static void add(Plan plan) {
        Subject subject = plan.subject();
        Optional<Way> lmtp = subject.ways().stream().filter(Way::isLmtp).findFirst();
        plan.row("300 recipients", true, desk -> many(desk, 300));
        plan.row(
                "one refused, one deferred, all wanted: nothing sent",
                subject.refuses(),
                desk -> mixed(desk, Acceptance.ALL, "DEFERRED", "REFUSED 550", "DEFERRED 451"));
        plan.row(
                "one refused, one deferred, one is enough",
                subject.refuses(),
                desk -> mixed(desk, Acceptance.AT_LEAST_ONE, "ACCEPTED 250", "REFUSED 550", "DEFERRED 451"));
        plan.row("nobody taken, one is enough", subject.refuses(), RecipientRows::nobody);
        plan.row("LMTP: a reply for each recipient", lmtp.isPresent(), desk -> eachReply(desk, lmtp.get()));
        plan.row("VRFY and RCPT say whether an address exists", subject.offers("VRFY"), RecipientRows::exists);
    }

    private static @Nullable String many(Desk desk, int count) {
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            recipients.add("r" + i + "@example.test");
        }
        Receipt receipt = desk.deliver(
                desk.subject().url(desk.subject().mainWay()), desk.letters().small(recipients.toArray(String[]::new)));
        desk.expectSame(count, receipt.rows().size(), "rows of the receipt");
        return null;
    }

    private static @Nullable String mixed(Desk desk, Acceptance acceptance, String... outcomes) {
        Mail mail = desk.letters().small(Letters.BOB, Letters.REFUSED, Letters.DEFERRED);
        try (Mailer mailer = desk.mailer().acceptance(acceptance).build()) {
            Receipt receipt = desk.send(mailer, mail);
            desk.expectSame(List.of(outcomes), Desk.outcomes(receipt), "receipt");
            String enhanced =
                    receipt.rows().get(1).enhanced().map(Object::toString).orElse("none");
            desk.expectSame("5.1.1", enhanced, "enhanced status code of the refusal");
            desk.deliver(mailer, desk.letters().small()); // what was left over is taken back
        }
        return null;
    }

    private static @Nullable String nobody(Desk desk) {
        Mail mail = desk.letters().small(Letters.REFUSED, Letters.DEFERRED);
        try (Mailer mailer = desk.mailer().acceptance(Acceptance.AT_LEAST_ONE).build()) {
            Receipt receipt = desk.send(mailer, mail);
            desk.expectSame(List.of("REFUSED 550", "DEFERRED 451"), Desk.outcomes(receipt), "receipt");
            desk.deliver(mailer, desk.letters().small());
        }
        return null;
    }

    private static @Nullable String eachReply(Desk desk, Way way) {
        String[] recipients = {"ann@example.test", "bob@example.test", "cy@example.test"};
        desk.deliver(way.url(), desk.letters().small(recipients));
        List<String> lines = desk.transcript().lines();
        int quit = lines.indexOf("C: QUIT");
        int end = quit < 0 ? lines.size() : quit;
        List<String> last = lines.subList(Math.max(0, end - 3), end);
        desk.expect(last.stream().allMatch(line -> line.startsWith("S: 250")), "not three replies: " + last);
        return null;
    }

    private static @Nullable String exists(Desk desk) {
        Server server = Server.parse(desk.subject().url(desk.subject().mainWay()));
        Probe probe = Probe.builder(server)
                .sender(desk.letters().sender())
                .trace(desk.transcript())
                .build();
        Probe.Verification bob = probe.verify(Mailbox.parse(Letters.BOB));
        desk.expect(bob.problem() == null && bob.answer() != Probe.Answer.NO, "of one who does: " + bob);
        Probe.Verification nobody = probe.verify(Mailbox.parse(Letters.REFUSED));
        boolean believed = nobody.reply() != null && nobody.reply().isPositive(); // the server's word, right or wrong
        boolean right = believed ? nobody.answer() != Probe.Answer.NO : nobody.answer() == Probe.Answer.NO;
        desk.expect(nobody.problem() == null && (right || !desk.subject().refuses()), "of one who doesn't: " + nobody);
        desk.expect(desk.transcript().said("VRFY"), "no VRFY");
        return null;
    }
}
