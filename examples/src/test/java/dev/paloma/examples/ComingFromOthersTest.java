package dev.paloma.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.Mailer;
import dev.paloma.Server;
import dev.paloma.message.Mailbox;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples for those who come from Jakarta Mail or Nodemailer, and looks at what the server got. */
@ExtendWith(NoLeaks.class)
final class ComingFromOthersTest {
    @TempDir
    private Path folder;

    private static ReceivedMail only(FakeSmtpServer server) {
        assertThat(server.violations()).isEmpty();
        assertThat(server.received()).hasSize(1);
        return server.received().get(0);
    }

    @Test
    void jakartaSimpleMessageArrives() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(FromJakartaMail.simple(server.url()).isAccepted()).isTrue();
            assertThat(only(server).recipientAddresses()).containsExactly("bob@example.net", "carol@example.net");
            assertThat(only(server).text()).contains("Subject: =?utf-8?B?R3LDtsOfZQ==?=\r\n");
        }
    }

    @Test
    void jakartaPartsNest() throws Exception {
        Path logo = Files.write(folder.resolve("logo.png"), new byte[] {1});
        Path report = Files.write(folder.resolve("report.pdf"), new byte[] {2});
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            mailer.send(FromJakartaMail.parts(logo, report));
            assertThat(only(server).text())
                    .containsSubsequence(
                            "multipart/mixed",
                            "multipart/alternative",
                            "text/plain",
                            "multipart/related",
                            "text/html",
                            "Content-ID: <logo>",
                            "filename=report.pdf");
        }
    }

    @Test
    void jakartaFailureTellsRecipientsApart() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT.of("carol@example.net"), Reply.of(550, "5.1.1 who?"))
                        .start();
                Mailer mailer = Mailer.to(server.url())) {
            String told = FromJakartaMail.failed(mailer, Recipients.several());
            assertThat(told).startsWith("sent [], not sent [").endsWith("invalid [carol@example.net]");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void jakartaStreamGoesAsItIs() throws Exception {
        String mail = "Subject: x\r\n\r\nHello\r\n";
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            FromJakartaMail.readAndSent(
                    mailer,
                    new ByteArrayInputStream(mail.getBytes(UTF_8)),
                    Mailbox.parse("ann@example.org"),
                    Mailbox.parseList("bob@example.net"));
            assertThat(only(server).text()).isEqualTo(mail);
        }
    }

    @Test
    void nodemailerMessageIsSentInTheBackground() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = FromNodemailer.transport(server.url())) {
            assertThat(FromNodemailer.simple(mailer).get(20, TimeUnit.SECONDS).isAccepted())
                    .isTrue();
            assertThat(only(server).text()).contains("multipart/alternative", "Hello world?");
        }
    }

    @Test
    void nodemailerAttachmentsOfEveryKindArrive() throws Exception {
        Path file = Files.writeString(folder.resolve("table.csv"), "a,b\n");
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            mailer.send(FromNodemailer.attachments(
                    new byte[] {1, 2},
                    file,
                    new ByteArrayInputStream("log".getBytes(UTF_8)),
                    () -> new ByteArrayInputStream("far away".getBytes(UTF_8))));
            assertThat(only(server).text())
                    .contains("Content-ID: <dot>")
                    .containsSubsequence(
                            "filename=hello.txt",
                            "filename=data.bin",
                            "filename=table.csv",
                            "filename=log.txt",
                            "filename=licence.txt");
        }
    }

    @Test
    void nodemailerServerIsLookedAt() {
        try (FakeSmtpServer good = FakeSmtpServer.start();
                FakeSmtpServer expired = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.EXPIRED)
                        .start()) {
            assertThat(FromNodemailer.verify(Server.parse(good.url()))).isEmpty();
            List<String> problems = FromNodemailer.verify(Server.parse("smtps://localhost:" + expired.port()));
            assertThat(problems).isNotEmpty();
        }
    }
}
