package dev.paloma.interop.contract;

import dev.paloma.Mailer;
import dev.paloma.MailerBuilder;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.SendException;
import dev.paloma.message.Mail;
import dev.paloma.smtp.Timeouts;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** From where the mails of one row are sent: notes what was said, and who was reported to have which mail. */
final class Desk {
    private final Subject subject;
    private final Ledger ledger;
    private final String row;
    private final Transcript transcript = new Transcript();

    Desk(Subject subject, Ledger ledger, String row) {
        this.subject = subject;
        this.ledger = ledger;
        this.row = row;
    }

    Subject subject() {
        return subject;
    }

    Letters letters() {
        return new Letters(subject);
    }

    Transcript transcript() {
        return transcript;
    }

    /** For the main way, one connection at a time. */
    MailerBuilder mailer() {
        return mailer(subject.url(subject.mainWay()));
    }

    MailerBuilder mailer(String url) {
        return Mailer.builder()
                .server(url)
                .connections(1)
                .timeouts(Timeouts.interactive())
                .trace(transcript);
    }

    /** Sends, and notes what came of it, which may be anything. */
    Receipt send(Mailer mailer, Mail mail) {
        Receipt receipt;
        try {
            receipt = mailer.send(mail);
        } catch (SendException e) {
            receipt = e.receipt();
        }
        note(mail, receipt);
        return receipt;
    }

    /** Sends, and wants everybody to have it. */
    Receipt deliver(Mailer mailer, Mail mail) {
        Receipt receipt = mailer.send(mail);
        note(mail, receipt);
        return receipt;
    }

    /** The same with a mailer of its own. */
    Receipt deliver(String url, Mail mail) {
        try (Mailer mailer = mailer(url).build()) {
            return deliver(mailer, mail);
        }
    }

    /** Wants a failure. */
    SendException fail(String url, Mail mail) {
        try (Mailer mailer = mailer(url).build()) {
            note(mail, mailer.send(mail));
        } catch (SendException e) {
            note(mail, e.receipt());
            return e;
        }
        throw new AssertionError("was accepted");
    }

    void note(Mail mail, Receipt receipt) {
        Set<String> accepted = receipt.with(Outcome.ACCEPTED).stream()
                .map(mailbox -> Copy.plain(mailbox.address()))
                .collect(Collectors.toCollection(TreeSet::new));
        ledger.add(row, mail, accepted);
    }

    /** Whatever was reported: these must have it, and nobody else. */
    void note(Mail mail, String... recipients) {
        ledger.add(row, mail, new TreeSet<>(List.of(recipients)));
    }

    void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    void expectSame(Object wanted, Object found, String what) {
        expect(wanted.equals(found), what + ": expected " + wanted + ", but it is " + found);
    }

    /** A line for each recipient. */
    static List<String> outcomes(Receipt receipt) {
        return receipt.rows().stream()
                .map(each ->
                        each.outcome() + each.code().map(code -> " " + code).orElse(""))
                .toList();
    }
}
