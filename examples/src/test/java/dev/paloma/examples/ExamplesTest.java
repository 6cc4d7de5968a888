package dev.paloma.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.Mailer;
import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.message.Content;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Recipient;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples about composing and receipts, and looks at what the server got. */
@ExtendWith(NoLeaks.class)
final class ExamplesTest {
    private static final byte[] OCTETS = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0, 1, 2, (byte) 0xff};
    private static final String BASE64 = Base64.getEncoder().encodeToString(OCTETS);

    @TempDir
    private Path folder;

    @Test
    void firstMailArrivesWithItsAttachment() throws Exception {
        Path invoice = Files.write(folder.resolve("invoice.pdf"), OCTETS);
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Receipt receipt = FirstMail.send(server.url(), invoice);

            ReceivedMail mail = only(server);
            assertThat(mail.sender()).isEqualTo("ann@example.org");
            assertThat(mail.recipientAddresses()).containsExactly("bob@example.net");
            assertThat(mail.text())
                    .contains("From: Ann <ann@example.org>\r\n", "Subject: Invoice 42\r\n")
                    .contains("Content-Type: application/pdf", "filename=invoice.pdf", BASE64);
            assertThat(FirstMail.read(receipt)).singleElement().asString().startsWith("bob@example.net: ACCEPTED, ");
        }
    }

    @Test
    void oneMailerSendsManyMails() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(FirstMail.sendMany(server.url(), List.of("bob@example.net", "carol@example.net")))
                    .isEqualTo(2);

            assertThat(server.received())
                    .extracting(mail -> mail.recipientAddresses().get(0))
                    .containsExactly("bob@example.net", "carol@example.net");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void htmlShowsItsPicture() throws Exception {
        String mail = sent(Html.withPicture(Files.write(folder.resolve("logo.png"), OCTETS)));

        assertThat(mail)
                .contains("multipart/alternative", "multipart/related", "text/plain", "text/html", "src='cid:logo'")
                .contains("Content-ID: <logo>\r\n", "Content-Type: image/png", BASE64);
        assertThat(mail.indexOf("text/plain")).as("the text stands first").isLessThan(mail.indexOf("text/html"));
    }

    @Test
    void htmlShowsAPictureFromMemory() {
        assertThat(sent(Html.withChart(OCTETS)))
                .contains("Content-ID: <chart>\r\n", "Content-Type: image/png", "Content-Disposition: inline", BASE64);
    }

    @Test
    void bodyMadeByHandKeepsItsOrder() {
        String mail = sent(Html.byHand("# Notes", "<h1>Notes</h1>"));

        assertThat(mail).contains("Content-Type: multipart/alternative", "text/markdown;", "variant=CommonMark");
        assertThat(mail.indexOf("# Notes")).isPositive().isLessThan(mail.indexOf("<h1>Notes</h1>"));
    }

    @Test
    void attachmentHasTheFilesNameAndType() throws Exception {
        assertThat(sent(Attachments.fromPath(Files.write(folder.resolve("film.mp4"), OCTETS))))
                .contains("Content-Type: video/mp4", "Content-Disposition: attachment", "film.mp4", BASE64);
    }

    @Test
    void attachmentHasAnotherNameAndType() throws Exception {
        assertThat(sent(Attachments.named(Files.writeString(folder.resolve("x1.tmp"), "a;b\r\n"))))
                .contains(
                        "Content-Type: text/csv;", "header=present", "filename*=utf-8''%C3%9Cbersicht%20M%C3%A4rz.csv")
                .contains("Content-Description: All orders of March")
                .doesNotContain("x1.tmp");
    }

    @Test
    void attachmentsComeFromBytesAndStreams() {
        byte[] other = "something else".getBytes(UTF_8);

        assertThat(sent(Attachments.fromMemory(OCTETS, new ByteArrayInputStream(other))))
                .contains(
                        "invoice.pdf", BASE64, "upload.bin", Base64.getEncoder().encodeToString(other));
    }

    @Test
    void suppliedStreamIsOpenedForEachSending() throws Exception {
        Path store = Files.write(folder.resolve("store"), OCTETS);
        Message message = Attachments.fromSupplier(store);
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            mailer.send(message);
            mailer.send(message);

            assertThat(server.received())
                    .hasSize(2)
                    .allMatch(mail -> mail.text().contains(BASE64));
        }
    }

    @Test
    void nobodyGetsAMailWhoseFileVanished() throws Exception {
        Path film = Files.write(folder.resolve("film.mp4"), OCTETS);
        Message message = Attachments.fromPath(film);
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThat(Attachments.sendOrExplain(mailer, message)).isEqualTo("sent by 127.0.0.1:" + server.port());
            Files.delete(film);
            assertThat(Attachments.sendOrExplain(mailer, message))
                    .startsWith("nobody got it: ")
                    .contains("vanished", "film.mp4");

            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void everyRecipientIsInTheEnvelopeAndBccNowhereElse() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            mailer.send(Recipients.several());

            ReceivedMail mail = only(server);
            assertThat(mail.recipientAddresses())
                    .containsExactly(
                            "bob@example.net",
                            "carol@example.net",
                            "dave@xn--bcher-kva.example",
                            "archive@example.org");
            assertThat(mail.text()).doesNotContainIgnoringCase("bcc:").doesNotContain("archive@");
        }
    }

    @Test
    void receiptHasARowForEachRecipient() {
        FakeSmtpServerBuilder half = FakeSmtpServer.builder()
                .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                .at(Step.RCPT.of("carol@example.net").onConnection(1), Reply.of(450, "4.2.1 mailbox busy"));
        try (FakeSmtpServer server = half.start();
                Mailer mailer = Mailer.to(server.url())) {
            Message message = Recipients.several();
            Receipt receipt = Recipients.atLeastOne(server.url(), message);

            assertThat(receipt.rows())
                    .extracting(Receipt.Row::outcome)
                    .containsExactly(Outcome.REFUSED, Outcome.DEFERRED, Outcome.ACCEPTED, Outcome.ACCEPTED);
            assertThat(Recipients.toDo(receipt))
                    .containsExactly(
                            "strike bob@example.net off the list: 5.1.1 no such user",
                            "send to carol@example.net later: 4.2.1 mailbox busy");

            assertThat(Recipients.again(mailer, message, receipt).isAccepted()).isTrue();
            List<ReceivedMail> both = server.received();
            assertThat(both.get(1).recipientAddresses()).containsExactly("carol@example.net");
            assertThat(both).allMatch(mail -> mail.text().contains("Message-ID: " + message.messageId()));
        }
    }

    @Test
    void nothingIsSentAgainWhenNobodyWasDeferred() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            Message message = Recipients.several();
            Receipt receipt = mailer.send(message);

            assertThat(Recipients.again(mailer, message, receipt)).isSameAs(receipt);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void reportsAreAskedForTogetherOrOneByOne() {
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("DSN").start();
                Mailer mailer = Mailer.to(server.url())) {
            Message message = Recipients.several();
            WaysOfDelivery.reported(mailer, message);
            WaysOfDelivery.forwarded(mailer, message, Map.of("bob@example.net", Mailbox.parse("team@example.org")));

            assertThat(server.violations()).isEmpty();
            ReceivedMail reported = server.received().get(0);
            assertThat(reported.senderParameters()).contains("RET=HDRS", "ENVID=invoice+2042");
            assertThat(reported.recipients())
                    .extracting(Recipient::parameters)
                    .containsOnly(List.of("NOTIFY=SUCCESS,FAILURE"));
            assertThat(server.received().get(1).recipients())
                    .extracting(Recipient::parameters)
                    .startsWith(List.of("ORCPT=rfc822;team@example.org"), List.of());
        }
    }

    @Test
    void timesAndPriorityAreAskedFor() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .offer("FUTURERELEASE", "DELIVERBY", "MT-PRIORITY")
                        .start();
                Mailer mailer = Mailer.to(server.url())) {
            WaysOfDelivery.timed(mailer, Recipients.several(), Instant.parse("2030-01-07T08:00:00Z"));

            assertThat(only(server).senderParameters())
                    .contains("HOLDUNTIL=2030-01-07T08:00:00Z", "BY=604800;R", "MT-PRIORITY=-3");
        }
    }

    @Test
    void whatTheServerCantPromiseIsntSent() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThat(WaysOfDelivery.secret(mailer, Recipients.several()))
                    .startsWith("this server can't promise it: ")
                    .contains("REQUIRETLS");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void receiptTellsOfTheSession() {
        Reply queued = Reply.of(250, "2.0.0 Ok: queued as 4XyZ");
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(Step.CONTENT, queued).start();
                Mailer mailer = Mailer.to(server.url())) {
            Message message = Recipients.several();

            assertThat(Recipients.details(mailer.send(message)))
                    .matches("\\Q%s to %s, in clear, queued as 4XyZ, \\E[0-9]+ ms"
                            .formatted(message.messageId(), "127.0.0.1:" + server.port()));
        }
    }

    @Test
    void readyMadeMailGoesToWhomItNames() throws Exception {
        Path eml = Files.writeString(
                folder.resolve("a.eml"),
                "From: ann@example.org\nTo: bob@example.net\nBcc: carol@example.net\nSubject: Hi\n\nHello");
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThat(ReadyMade.asItIs(mailer, eml).isAccepted()).isTrue();

            ReceivedMail mail = only(server);
            assertThat(mail.recipientAddresses()).containsExactly("bob@example.net", "carol@example.net");
            assertThat(mail.text())
                    .isEqualTo("From: ann@example.org\r\nTo: bob@example.net\r\nSubject: Hi\r\n\r\nHello\r\n");
        }
    }

    @Test
    void anEnvelopeOfItsOwnLeavesTheHeaderAlone() {
        Content content = Content.of("From: ann@example.org\r\nTo: bob@example.net\r\n\r\nHello\r\n");
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            ReadyMade.toSomebodyElse(mailer, content);

            ReceivedMail mail = only(server);
            assertThat(mail.sender()).isEqualTo("bounces@example.org");
            assertThat(mail.recipientAddresses()).containsExactly("archive@example.org");
            assertThat(mail.text()).contains("To: bob@example.net\r\n");
        }
    }

    @Test
    void aReportHasNoSender() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            ReadyMade.report(mailer, Recipients.several());

            assertThat(only(server).sender()).isEmpty();
            assertThat(server.transcript().commands()).anyMatch(command -> command.startsWith("MAIL FROM:<>"));
        }
    }

    @Test
    void aHeaderGoesBeforeAReadyBody() throws Exception {
        Path body = Files.writeString(folder.resolve("body"), "Hello\n");

        assertThat(sent(ReadyMade.withHeader("Grüße", body)))
                .contains("Subject: =?utf-8?", "To: bob@example.net\r\n")
                .endsWith("\r\n\r\nHello\r\n");
    }

    @Test
    void aMailIsForwardedWhole() {
        Content original = Content.of("From: x@example.com\r\nTo: y@example.com\r\nSubject: Spam\r\n\r\nBuy\r\n");

        assertThat(sent(ReadyMade.forward(original)))
                .contains("Subject: Fwd: Spam\r\n", "Content-Type: message/rfc822", "Subject: Spam\r\n\r\nBuy\r\n");
    }

    private static String sent(Content content) {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            assertThat(mailer.send(content).isAccepted()).isTrue();
            return only(server).text();
        }
    }

    private static ReceivedMail only(FakeSmtpServer server) {
        assertThat(server.violations()).isEmpty();
        assertThat(server.received()).hasSize(1);
        return server.received().get(0);
    }
}
