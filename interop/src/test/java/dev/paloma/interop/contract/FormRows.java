package dev.paloma.interop.contract;

import dev.paloma.Outcome;
import dev.paloma.SendException;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import org.jspecify.annotations.Nullable;

/** What needs an extension: letters beyond ASCII, reports. */
final class FormRows {
    private static final String JOERG = "jörg@example.test";
    private static final String TEXT = "Grüße, 日本, 😀\n";

    private static final String MISSING = "not offered, and the error says so";

    private FormRows() {}

    static void add(Plan plan) {
        Subject subject = plan.subject();
        plan.row("8-bit text", subject.offers("8BITMIME"), FormRows::eightBit);
        plan.row(
                "SMTPUTF8: address and header",
                true,
                subject.offers("SMTPUTF8") ? FormRows::utf8 : FormRows::withoutUtf8);
        plan.row(
                "DSN: NOTIFY, ORCPT, RET, ENVID",
                true,
                subject.offers("DSN") ? FormRows::reports : FormRows::withoutReports);
    }

    private static String url(Desk desk) {
        return desk.subject().url(desk.subject().mainWay());
    }

    private static @Nullable String eightBit(Desk desk) {
        String head = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
        desk.deliver(url(desk), desk.letters().raw(head + TEXT + "ß".repeat(499) + "\r\n"));
        desk.deliver(
                url(desk),
                desk.letters()
                        .toBob(desk.letters()
                                .draft()
                                .subject(TEXT.trim())
                                .text(TEXT)
                                .build()));
        desk.expect(
                desk.transcript().lines().stream().anyMatch(line -> line.contains("BODY=8BITMIME")),
                "no BODY=8BITMIME");
        return desk.subject().keepsEightBit() ? null : "sent as it is; the store changes it";
    }

    private static Mail toJoerg(Desk desk) {
        Message message = desk.letters()
                .draft()
                .to("Jörg <" + JOERG + ">")
                .subject("Grüße")
                .text(TEXT)
                .build();
        return new Mail(desk.letters().envelope(JOERG, Letters.BOB), message);
    }

    private static @Nullable String utf8(Desk desk) {
        desk.deliver(url(desk), toJoerg(desk));
        desk.expect(desk.transcript().said("RCPT TO:<" + JOERG + ">"), "not said to RCPT");
        return null;
    }

    private static @Nullable String withoutUtf8(Desk desk) {
        SendException failure = desk.fail(url(desk), toJoerg(desk));
        desk.expectSame(SendException.Kind.REFUSED, failure.kind(), "kind");
        desk.expect(String.valueOf(failure.getMessage()).contains("SMTPUTF8"), "says only: " + failure.getMessage());
        desk.expect(!desk.transcript().said("MAIL"), "went on");
        return MISSING;
    }

    private static Mail reported(Desk desk) {
        DsnRequest first = DsnRequest.on(DsnRequest.Event.FAILURE, DsnRequest.Event.DELAY)
                .originally(Mailbox.parse("old+name@example.test"));
        Mail mail = desk.letters().small(Letters.BOB, "cy@example.test");
        DeliveryOptions options = DeliveryOptions.none()
                .withDsn(DsnRequest.never())
                .withReturned(DeliveryOptions.Returned.HEADERS)
                .withEnvelopeId("contract=7");
        return new Mail(
                mail.envelope()
                        .with(options)
                        .withDsn(recipient -> recipient.address().equals(Letters.BOB) ? first : null),
                mail.content());
    }

    private static @Nullable String reports(Desk desk) {
        desk.deliver(url(desk), reported(desk));
        for (String said : new String[] {
            "RCPT TO:<bob@example.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;old+2Bname@example.test",
            "RCPT TO:<cy@example.test> NOTIFY=NEVER"
        }) {
            desk.expect(desk.transcript().said(said), "not said: " + said);
        }
        desk.expect(
                desk.transcript().lines().stream()
                        .anyMatch(line -> line.contains(" RET=HDRS") && line.contains(" ENVID=contract+3D7")),
                "no RET or ENVID");
        return null;
    }

    private static @Nullable String withoutReports(Desk desk) {
        SendException failure = desk.fail(url(desk), reported(desk));
        desk.expectSame(SendException.Kind.CONFIGURATION, failure.kind(), "kind");
        desk.expect(String.valueOf(failure.getMessage()).contains("DSN"), "says only: " + failure.getMessage());
        desk.expect(failure.receipt().with(Outcome.DEFERRED).size() == 2, "receipt: " + failure.receipt());
        desk.expect(!desk.transcript().said("MAIL"), "went on");
        return MISSING;
    }
}
