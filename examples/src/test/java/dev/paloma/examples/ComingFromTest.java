package dev.paloma.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.Transport;
import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.MessageException;
import dev.paloma.smtp.Connector;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples for those who come from Tcllib, Racket or Allegro CL, and looks at what the server got. */
@ExtendWith(NoLeaks.class)
final class ComingFromTest {
    @TempDir
    private Path folder;

    private static ReceivedMail only(FakeSmtpServer server) {
        assertThat(server.violations()).isEmpty();
        assertThat(server.received()).hasSize(1);
        return server.received().get(0);
    }

    private static ReceivedMail sent(Content content) {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            mailer.send(content);
            return only(server);
        }
    }

    @Test
    void tcllibSimpleMessageArrives() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            FromTcllib.simple("bob@example.net", "127.0.0.1:" + server.port(), "The subject", "The message.");
            assertThat(only(server).recipientAddresses()).containsExactly("bob@example.net");
            assertThat(only(server).text()).contains("Subject: The subject\r\n").endsWith("\r\n\r\nThe message.\r\n");
        }
    }

    @Test
    void tcllibOptionsTryServersInTurnAndListTheRefused() {
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net, gone@example.net")
                .text("x")
                .build();
        try (FakeSmtpServer first = FakeSmtpServer.builder()
                        .at(Step.GREETING, Reply.of(421, "4.3.2 closing"))
                        .start();
                FakeSmtpServer second = FakeSmtpServer.builder()
                        .at(Step.RCPT.of("gone@example.net"), Reply.of(550, "5.1.1 who?"))
                        .start()) {
            assertThat(FromTcllib.options(first.url(), second.url(), message))
                    .containsExactly("gone@example.net 5.1.1 who?");
            assertThat(only(second).clientName()).isEqualTo("client.example.org");
        }
    }

    @Test
    void tcllibServersAndPortsGoInTandem() {
        try (Mailer mailer = FromTcllib.tandem(List.of("mx1.example.org", "mx2.example.org"), List.of(587))) {
            assertThat(mailer).hasToString("Mailer to mx1.example.org:587, mx2.example.org:25");
        }
    }

    @Test
    void tcllibResentFieldsStandBeforeTheOthersAndCount() throws Exception {
        Path original = Files.writeString(folder.resolve("a.eml"), "From: z@example.org\nTo: y@example.net\n\nHello\n");
        ReceivedMail mail = sent(FromTcllib.resent(original, "Bob <bob@example.net>, carol@example.net"));
        assertThat(mail.sender()).isEqualTo("me@example.org");
        assertThat(mail.recipientAddresses()).containsExactly("bob@example.net", "carol@example.net");
        assertThat(mail.text())
                .startsWith("Resent-From: me@example.org\r\nResent-To: Bob <bob@example.net>, carol@example.net\r\n")
                .endsWith("\r\nFrom: z@example.org\r\nTo: y@example.net\r\n\r\nHello\r\n");
    }

    @Test
    void racketHeaderAndLinesGoToTheAddressesGiven() throws Exception {
        List<Mailbox> to = Mailbox.parseList("\"Doe, J.\" <j@example.net>");
        Headers header = FromRacket.header(to, Mailbox.parseList("carol@example.net"), "Größe");
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            FromRacket.send(
                    mailer, List.of("bob@example.net", "carol@example.net"), header, List.of("Hello", ".", "bye"));
            assertThat(only(server).recipientAddresses()).containsExactly("bob@example.net", "carol@example.net");
            assertThat(only(server).text())
                    .startsWith("From: Ann <ann@example.org>\r\nTo: \"Doe, J.\" <j@example.net>\r\n")
                    .contains("\r\nSubject: =?utf-8?B?R3LDtsOfZQ==?=\r\n", "\r\nDate: ")
                    .endsWith("\r\n\r\nHello\r\n.\r\nbye\r\n");
        }
    }

    @Test
    void racketHeadersAreEdited() {
        Headers edited =
                FromRacket.edited("Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=\nX-Priority: 1\nTo: a@x.org, B <b@x.org>\n");
        assertThat(edited.fields())
                .extracting(Headers.Field::name)
                .containsExactly("X-Loop", "Subject", "To", "X-Team");
        assertThat(edited.text("Subject")).isEqualTo("Fwd: Größe");
        assertThat(FromRacket.names(edited)).containsExactly("a@x.org", "B");
        assertThatThrownBy(() -> FromRacket.edited("A: 1\nB"))
                .isInstanceOf(MessageException.class)
                .hasMessage("header line 2: no colon after a field name");
    }

    @Test
    void racketConnectionAndTlsAreTheCallers() throws Exception {
        AtomicInteger opened = new AtomicInteger();
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            Connector tunnel = (address, limit) -> {
                opened.incrementAndGet();
                return Connector.tcp()
                        .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), limit);
            };
            try (Mailer mailer = FromRacket.ports("localhost", 25, tunnel, trusting())) {
                mailer.send(Recipients.several());
            }
            assertThat(opened).hasValue(1);
            assertThat(only(server).isEncrypted()).isTrue();
        }
    }

    private static SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", TestAuthority.certificate());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Test
    void racketHookRunsBeforeTheEnd() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            List<Integer> receivedThen = new ArrayList<>();
            Message message = Recipients.several();
            FromRacket.watched(
                    mailer, message, () -> receivedThen.add(server.received().size()));
            assertThat(receivedThen).containsExactly(0);
            assertThat(only(server).text()).contains(message.messageId());
        }
    }

    @Test
    void racketTransportCanBeSwapped() {
        List<Envelope> asked = new ArrayList<>();
        Transport recording = new Transport() {
            @Override
            public Receipt send(Envelope envelope, Content content) {
                asked.add(envelope);
                try (FakeSmtpServer server = FakeSmtpServer.start();
                        Mailer mailer = Mailer.to(server.url())) {
                    return mailer.send(envelope, content);
                }
            }

            @Override
            public void close() {}
        };
        Message message = Recipients.several();
        assertThat(FromRacket.by(recording, message).isAccepted()).isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void allegroMailGoesOverTlsWithALogin() throws Exception {
        Path authority = TestAuthority.pemFile(folder);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .implicitTls(TestCertificate.GOOD)
                .user("ann", "secret")
                .requireAuth()
                .start()) {
            FromAllegro.overTls("localhost:" + server.port() + "?trust=" + authority, "ann", "secret");
            assertThat(only(server).user()).isEqualTo("ann");
            assertThat(only(server).isEncrypted()).isTrue();
            assertThat(only(server).text()).contains("From: Test user <ann@example.org>\r\n");
        }
    }

    @Test
    void allegroMailGoesOverTlsBegunByStartTls() throws Exception {
        Path authority = TestAuthority.pemFile(folder);
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            FromAllegro.startTls("localhost:" + server.port() + "?tls=required&trust=" + authority);
            assertThat(only(server).isEncrypted()).isTrue();
        }
    }

    @Test
    void allegroLetterHasItsHeaderAndAttachments() throws Exception {
        Path image = Files.write(folder.resolve("image.png"), new byte[] {1, 2, 3});
        ReceivedMail mail = sent(FromAllegro.letter(image, new ByteArrayInputStream("notes\n".getBytes(UTF_8))));
        assertThat(mail.recipientAddresses())
                .containsExactly("bob@example.net", "carol@example.net", "dave@example.net", "archive@example.org");
        assertThat(mail.text())
                .contains("Reply-To: office@example.org\r\n", "X-Order: 42\r\n", "image/png", "filename=notes.txt")
                .doesNotContain("archive@");
    }

    @Test
    void allegroPiecesAreJoined() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.to(server.url())) {
            FromAllegro.joined(mailer, "Subject: x\n\n", new ByteArrayInputStream("Hello".getBytes(UTF_8)));
            assertThat(only(server).text()).isEqualTo("Subject: x\r\n\r\nHello\r\n-- \r\nAnn\r\n");
        }
    }

    @Test
    void allegroPartHasWhatWasAskedOfIt() throws Exception {
        byte[] rows = "a,ö\r\n".repeat(1_000).getBytes(ISO_8859_1);
        String text = sent(FromAllegro.parts(Files.write(folder.resolve("a.csv"), rows)))
                .text();
        assertThat(text)
                .contains("Content-Type: text/csv; header=present; charset=iso-8859-1\r\n")
                .contains("Content-Transfer-Encoding: quoted-printable\r\n", "Content-ID: <orders@example.org>\r\n")
                .contains("filename=orders.csv", "Content-Description: The first orders\r\n", "X-Rows: 100\r\n")
                .contains("a,=F6\r\n");
        assertThat(text.split("a,=F6", -1)).hasSize(4_096 / 5 + 1);
    }
}
