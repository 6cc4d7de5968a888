package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Content;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a sender is told of a mail that was refused (RFC 3464). */
class ReportTest {
    private static final DeliveryOptions NONE = DeliveryOptions.none();

    private static String report(Content content, DeliveryOptions options, DsnRequest request) {
        Envelope envelope = Letters.envelope("bob@example.net").with(options).withDsn(recipient -> request);
        Claimed job = new Claimed(1, 1, "default", new Destination("example.net", 0), 0, 0, 5, true);
        Finish.Row row = new Finish.Row(0, MailStatus.Result.REFUSED, MailState.REFUSED, 550, "5.1.1 no such user");
        Finish end = new Finish(
                job,
                1,
                MailStatus.Result.REFUSED,
                List.of(row),
                new Finish.Next(Finish.Next.DONE, 0, 0),
                Finish.Told.NOTHING,
                new Finish.Span(0, 0),
                null);
        Loaded loaded = new Loaded(job, new Mail(envelope, content), List.of(0), 0, 0, null, null);
        byte[] octets = Objects.requireNonNull(Report.of("mta.example.org", loaded, end))
                .body()
                .octets();
        return new String(Objects.requireNonNull(octets), StandardCharsets.ISO_8859_1);
    }

    private static Content content(String subject, String text) {
        String mail = "From: ann@example.org\r\nSubject: " + subject + "\r\n\r\n" + text + "\r\n";
        return Content.of(mail.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whomTheMailWasFirstSentToAndItsEnvelopeIdAreGivenBackDecoded() {
        DsnRequest request = DsnRequest.usual().originally(Mailbox.parse("team+sales=x@example.org"));
        String report = report(content("one", "text"), NONE.withEnvelopeId("id 1+1=2"), request);
        assertThat(report)
                .contains("\r\nOriginal-Envelope-Id: id 1+1=2\r\nReporting-MTA: dns; mta.example.org\r\n")
                .contains("\r\n\r\nOriginal-Recipient: rfc822; team+sales=x@example.org\r\nFinal-Recipient: rfc822;");
    }

    @Test
    void anOriginalRecipientAddsNoFieldOfItsOwn() {
        DsnRequest request = DsnRequest.parse("ORCPT=rfc822;a@example.org+0D+0AAction:+20delivered");
        assertThat(report(content("one", "text"), NONE, request)).doesNotContain("\r\nAction: delivered");
    }

    @Test
    void headerFieldsOfEightBitsAreEncoded() {
        String report = report(content("one\r\nTo: <jörg@example.org>", "text"), NONE, DsnRequest.usual());
        assertThat(report.chars()).allMatch(c -> c < 0x80);
        assertThat(report)
                .contains("Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
                .contains("To: j=C3=B6rg@example.org\r\n");
    }

    @Test
    void theWholeMailIsGivenBackIfThatWasAskedForUnlessItIsLarge() {
        DeliveryOptions full = NONE.withReturned(DeliveryOptions.Returned.FULL);
        assertThat(report(content("one", "the text"), full, DsnRequest.usual()))
                .contains(
                        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\nFrom: ann@example.org")
                .contains("\r\nSubject: one\r\n\r\nthe text\r\n\r\n--");
        assertThat(report(content("one", "Grüße"), full, DsnRequest.usual()))
                .contains("boundary=\"")
                .contains("\"\r\nContent-Transfer-Encoding: 8bit\r\n")
                .contains("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 8bit\r\n\r\n")
                .contains(new String("Grüße".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        String large = "x".repeat(70).concat("\r\n").repeat(3000);
        assertThat(report(content("one", large), full, DsnRequest.usual()))
                .contains("Content-Type: text/rfc822-headers")
                .doesNotContain("xxxx");
        assertThat(report(content("one", "the text"), NONE, DsnRequest.usual())).doesNotContain("the text");
    }
}
