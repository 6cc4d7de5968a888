package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.ANN;
import static dev.paloma.jakarta.Sessions.BOB;
import static dev.paloma.jakarta.Sessions.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.message.Sink;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class SendingTest {
    @Test
    void sendsAMailAndSaysGoodbye() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Transport.send(Sessions.message(Sessions.to(server), BOB));

            ReceivedMail mail = server.received().get(0);
            assertThat(mail.sender()).isEqualTo(ANN);
            assertThat(mail.recipientAddresses()).containsExactly(BOB);
            assertThat(mail.text()).contains("Subject: Hello\r\n").endsWith("\r\n\r\nHello\r\n.\r\nBob\r\n");
            assertThat(server.transcript().commands()).endsWith("QUIT");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void tellsWhatTheServerSaidLast() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.CONTENT, Reply.of(250, "2.0.0 queued as 42"))
                        .start();
                SmtpTransport transport = (SmtpTransport) Sessions.to(server).getTransport()) {
            assertThat(transport.getLastReturnCode()).isEqualTo(-1);
            assertThat(transport.getLastServerResponse()).isNull();
            transport.connect();
            transport.sendMessage(Sessions.message(Sessions.to(server), BOB), addresses(BOB));

            assertThat(transport.getLastReturnCode()).isEqualTo(250);
            assertThat(transport.getLastServerResponse()).isEqualTo("250 2.0.0 queued as 42");
        }
    }

    @Test
    void hasAProtocolNameOfItsOwnToo() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Transport.send(Sessions.message(Sessions.of("paloma", server, "from", CAROL), BOB));

            assertThat(server.received().get(0).sender()).isEqualTo(CAROL);
        }
    }

    @Test
    void writesNoBcc() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            MimeMessage message = Sessions.message(Sessions.to(server), BOB);
            message.setRecipients(RecipientType.BCC, CAROL);
            Transport.send(message);

            ReceivedMail mail = server.received().get(0);
            assertThat(mail.recipientAddresses()).containsExactly(BOB, CAROL);
            assertThat(mail.text()).doesNotContainIgnoringCase("bcc:").doesNotContain(CAROL);
        }
    }

    @Test
    void makesCrlfOfEveryLineEndHoweverItIsCut() throws Exception {
        String[] pieces = {"a\r", "\nb\n", "\nc\r", "d\r\n", "\r\re"};
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Sink sink = Sink.to(written);
        LineEnds out = new LineEnds(sink);
        for (String piece : pieces) {
            out.write(piece.getBytes(StandardCharsets.US_ASCII));
        }
        long count = out.complete();
        sink.flush();

        assertThat(written.toString(StandardCharsets.US_ASCII)).isEqualTo("a\r\nb\r\n\r\nc\r\nd\r\n\r\n\r\ne\r\n");
        assertThat(count).isEqualTo(written.size());
    }

    @Test
    void keepsItsConnectionBetweenMails() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                for (int i = 0; i < 3; i++) {
                    MimeMessage message = Sessions.message(session, BOB);
                    transport.sendMessage(message, message.getAllRecipients());
                }
                assertThat(transport.isConnected()).isTrue();
            }
            assertThat(server.received()).hasSize(3);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void goesOnWithItsConnectionAfterARefusal() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of(CAROL), Reply.of(550, "5.1.1 who?"))
                .start()) {
            Session session = Sessions.to(server);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                assertThatExceptionOfType(SendFailedException.class)
                        .isThrownBy(() -> transport.sendMessage(Sessions.message(session, CAROL), addresses(CAROL)));
                transport.sendMessage(Sessions.message(session, BOB), addresses(BOB));
            }
            assertThat(server.received()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void noticesThatTheServerHungUp() throws Exception {
        FakeSmtpServer server = FakeSmtpServer.start();
        Transport transport = Sessions.to(server).getTransport();
        transport.connect();
        assertThat(transport.isConnected()).isTrue();

        server.close();

        assertThat(transport.isConnected()).isFalse();
        transport.close();
    }

    @Test
    void connectsAgainAfterClosing() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Transport transport = Sessions.to(server).getTransport();
            transport.connect();
            transport.close();
            assertThat(transport.isConnected()).isFalse();
            transport.close();
            transport.connect();
            assertThat(transport.isConnected()).isTrue();
            assertThatExceptionOfType(IllegalStateException.class).isThrownBy(transport::connect);
            transport.close();

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void sendsNothingUnconnected() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Transport transport = Sessions.to(server).getTransport()) {
            Message message = Sessions.message(Sessions.to(server), BOB);

            assertThatExceptionOfType(MessagingException.class)
                    .isThrownBy(() -> transport.sendMessage(message, addresses(BOB)))
                    .withMessageContaining("connect()");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void resolvesGroupsAndSendsToEachOnce() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            InternetAddress group = new InternetAddress();
            group.setAddress("friends: bob@example.net, carol@example.net;");
            try (Transport transport = session.getTransport()) {
                transport.connect();
                transport.sendMessage(Sessions.message(session, BOB), new Address[] {group, new InternetAddress(BOB)});
            }
            assertThat(server.received().get(0).recipientAddresses()).containsExactly(BOB, CAROL);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "260000,1", "270000,2", "1000000,2"})
    void anOrdinaryMailWritesItselfOnceAndALongOneTwice(int octets, int times) throws Exception {
        AtomicInteger written = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            MimeMessage message = new MimeMessage(session) {
                @Override
                public void writeTo(OutputStream out, String[] without) throws IOException, MessagingException {
                    written.incrementAndGet();
                    super.writeTo(out, without);
                }
            };
            String text = ".line of text\r\n".repeat(octets / 15) + "the last";
            message.setFrom(ANN);
            message.setRecipients(RecipientType.TO, BOB);
            message.setText(text);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                transport.sendMessage(Sessions.message(session, CAROL), addresses(CAROL)); // whose rest mustn't show
                message.saveChanges();
                transport.sendMessage(message, addresses(BOB));
            }
            ReceivedMail mail = server.received().get(1);
            assertThat(mail.text()).endsWith("\r\n\r\n" + text + "\r\n");
            assertThat(mail.senderParameters()).contains("SIZE=" + mail.content().length);
            assertThat(written).hasValue(times);
        }
    }

    @Test
    void sendsEightBitTextWhereItIsTaken() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Transport.send(eightBit(Sessions.to(server)));

            assertThat(server.received().get(0).text()).contains("Größe");
            assertThat(server.received().get(0).senderParameters()).contains("BODY=8BITMIME");
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void encodesEightBitTextWhereItIsNotTaken() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().withhold("8BITMIME").start()) {
            Transport.send(eightBit(Sessions.to(server)));

            assertThat(server.received().get(0).text())
                    .contains("Gr=C3=B6=C3=9Fe")
                    .contains("quoted-printable");
            assertThat(server.violations()).isEmpty();
        }
    }

    private static MimeMessage eightBit(Session session) throws MessagingException {
        String text = "From: ann@example.org\nTo: bob@example.net\nMIME-Version: 1.0\n"
                + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nGröße";
        return new MimeMessage(session, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @Shows("chunksize")
    void sendsInChunksWhereTheyAreTaken() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("CHUNKING").start()) {
            Transport.send(Sessions.message(Sessions.to(server), BOB));
            Transport.send(Sessions.message(Sessions.to(server, "chunksize", "-1"), BOB));

            assertThat(server.transcript().commands(1)).anyMatch(line -> line.startsWith("BDAT "));
            assertThat(server.transcript().commands(2)).contains("DATA");
            assertThat(server.received().get(1).text()).endsWith("\r\n\r\nHello\r\n.\r\nBob\r\n");
        }
    }

    @Test
    void severalThreadsSendAtOnceEachWithItsOwn() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            inParallel(4, () -> {
                try (Transport transport = session.getTransport()) {
                    transport.connect();
                    for (int i = 0; i < 5; i++) {
                        transport.sendMessage(Sessions.message(session, BOB), addresses(BOB));
                    }
                }
                return null;
            });
            assertThat(server.received()).hasSize(20);
            assertThat(server.connections()).isEqualTo(4);
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void threadsThatShareOneWaitForEachOther() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                inParallel(4, () -> {
                    for (int i = 0; i < 5; i++) {
                        transport.sendMessage(Sessions.message(session, BOB), addresses(BOB));
                        assertThat(transport.isConnected()).isTrue();
                    }
                    return null;
                });
            }
            assertThat(server.received()).hasSize(20);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.violations()).isEmpty();
        }
    }

    private static void inParallel(int threads, Callable<Void> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Void>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(work));
            }
            for (Future<Void> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdown();
        }
    }

    private static Address[] addresses(String address) throws MessagingException {
        return new Address[] {new InternetAddress(address)};
    }
}
