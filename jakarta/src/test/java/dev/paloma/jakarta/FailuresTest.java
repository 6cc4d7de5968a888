package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static dev.paloma.jakarta.Sessions.CAROL;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.testkit.DeadPort;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.event.ConnectionEvent;
import jakarta.mail.event.ConnectionListener;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.event.TransportListener;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class FailuresTest {
    @Test
    void oneRefusedRecipientKeepsTheMailFromAll() throws Exception {
        try (FakeSmtpServer server = refusing(CAROL, 550).start()) {
            SendFailedException e = failure(SendFailedException.class, server);

            assertThat(e.getValidSentAddresses()).isEmpty();
            assertThat(e.getValidUnsentAddresses()).containsExactly(new InternetAddress(BOB));
            assertThat(e.getInvalidAddresses()).containsExactly(new InternetAddress(CAROL));
            SmtpAddressFailedException one = (SmtpAddressFailedException) e.getNextException();
            assertThat(one.getAddress()).isEqualTo(new InternetAddress(CAROL));
            assertThat(one.getReturnCode()).isEqualTo(550);
            assertThat(one.getCommand()).isEqualTo("RCPT TO:<carol@example.net>");
            assertThat(one).hasMessage("550 5.1.1 who?");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    @Shows("sendpartial")
    void sendpartialLetsTheOthersHaveIt() throws Exception {
        try (FakeSmtpServer server = refusing(CAROL, 450).start()) {
            SmtpSendFailedException e = failure(SmtpSendFailedException.class, server, "sendpartial", "true");

            assertThat(e.getValidSentAddresses()).containsExactly(new InternetAddress(BOB));
            assertThat(e.getValidUnsentAddresses()).containsExactly(new InternetAddress(CAROL));
            assertThat(e.getInvalidAddresses()).isEmpty();
            assertThat(e.getCommand()).isEqualTo(".");
            assertThat(e.getReturnCode()).isEqualTo(250);
            assertThat(e.getNextException()).isInstanceOf(SmtpAddressFailedException.class);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void chainsAllThatWereRefused() throws Exception {
        try (FakeSmtpServer server = refusing(CAROL, 550)
                .at(Step.RCPT.of(BOB), Reply.of(552, "5.5.3 too many"))
                .start()) {
            SendFailedException e = failure(SendFailedException.class, server, "sendpartial", true);

            SmtpAddressFailedException first = (SmtpAddressFailedException) e.getNextException();
            SmtpAddressFailedException second = (SmtpAddressFailedException) first.getNextException();
            assertThat(first.getAddress().getAddress()).isEqualTo(BOB);
            assertThat(second.getAddress().getAddress()).isEqualTo(CAROL);
            assertThat(e.getValidUnsentAddresses()).containsExactly(new InternetAddress(BOB));
            assertThat(e.getInvalidAddresses()).containsExactly(new InternetAddress(CAROL));
        }
    }

    @Test
    void anAddressThatCantBeSaidIsInvalid() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            InternetAddress bad = new InternetAddress();
            bad.setAddress("bob@example.net>\r\nRSET");
            try (Transport transport = session.getTransport()) {
                transport.connect();
                SendFailedException e = catchThrowableOfType(
                        SendFailedException.class,
                        () -> transport.sendMessage(
                                Sessions.message(session, BOB), new Address[] {new InternetAddress(BOB), bad}));

                assertThat(e.getInvalidAddresses()).containsExactly(bad);
                assertThat(e.getValidUnsentAddresses()).containsExactly(new InternetAddress(BOB));
                assertThat(((SmtpAddressFailedException) e.getNextException()).getReturnCode())
                        .isEqualTo(-1);
            }
            assertThat(server.transcript().commands()).containsExactly("EHLO localhost", "QUIT");
        }
    }

    @Test
    @Shows("reportsuccess")
    void reportsuccessTellsOfEachThatHasIt() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            SmtpSendFailedException e = failure(SmtpSendFailedException.class, server, "reportsuccess", "true");

            assertThat(e.getValidSentAddresses()).hasSize(2);
            SmtpAddressSucceededException first = (SmtpAddressSucceededException) e.getNextException();
            assertThat(first.getAddress().getAddress()).isEqualTo(BOB);
            assertThat(first.getReturnCode()).isEqualTo(250);
            assertThat(first.getNextException()).isInstanceOf(SmtpAddressSucceededException.class);
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void aRefusedSenderHasAnExceptionOfItsOwn() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.MAIL, Reply.of(553, "5.1.8 not you"))
                .start()) {
            SmtpSendFailedException e = failure(SmtpSendFailedException.class, server);

            assertThat(e.getCommand()).isEqualTo("MAIL FROM:<ann@example.org>");
            assertThat(e.getReturnCode()).isEqualTo(553);
            assertThat(e.getValidUnsentAddresses()).hasSize(2);
            SmtpSenderFailedException next = (SmtpSenderFailedException) e.getNextException();
            assertThat(next.getAddress().getAddress()).isEqualTo(Sessions.ANN);
            assertThat(next.getReturnCode()).isEqualTo(553);
        }
    }

    @Test
    void aRefusedMessageSaysWhere() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.CONTENT, Reply.of(554, "5.7.1 spam"))
                .start()) {
            SmtpSendFailedException e = failure(SmtpSendFailedException.class, server);

            assertThat(e.getCommand()).isEqualTo(".");
            assertThat(e.getReturnCode()).isEqualTo(554);
            assertThat(e).hasMessageContaining("5.7.1 spam");
            assertThat(e.getValidUnsentAddresses()).hasSize(2);
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.DATA, Reply.of(451, "later")).start()) {
            assertThat(failure(SmtpSendFailedException.class, server).getCommand())
                    .isEqualTo("DATA");
        }
    }

    @Test
    void aLostAnswerIsNotCalledUnsent() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE).start()) {
            UncertainDeliveryException e = failure(UncertainDeliveryException.class, server);

            assertThat(e.getAddresses()).hasSize(2);
            assertThat(e).hasMessageContaining("may have been delivered");
        }
    }

    @Test
    void listenersHearOfALostAnswerThatItMayHaveBeenDelivered() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE).start()) {
            Session session = Sessions.to(server);
            try (Transport transport = session.getTransport()) {
                transport.addTransportListener(new Mails(heard));
                transport.connect();
                MimeMessage message = Sessions.message(session, BOB);
                assertThatExceptionOfType(UncertainDeliveryException.class)
                        .isThrownBy(() -> transport.sendMessage(message, message.getAllRecipients()));

                assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("partially [] [] []");
            }
        }
    }

    @Test
    void aConnectionThatBreaksEarlierLeavesAllUnsent() throws Exception {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.MAIL, Fault.CLOSE).start()) {
            Session session = Sessions.to(server);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                MimeMessage message = Sessions.message(session, BOB);
                SendFailedException e = catchThrowableOfType(
                        SendFailedException.class, () -> transport.sendMessage(message, message.getAllRecipients()));

                assertThat(e.getValidUnsentAddresses()).containsExactly(new InternetAddress(BOB));
                assertThat(transport.isConnected()).isFalse();
            }
        }
    }

    @Test
    void aMessageThatCantBeReadIsNotSent() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server);
            MimeMessage message = Sessions.message(session, BOB);
            message.setDataHandler(new DataHandler(new Failing(reads)));
            message.setHeader("Content-Transfer-Encoding", "base64");
            message.saveChanges();
            int before = reads.get();
            SendFailedException e = catchThrowableOfType(SendFailedException.class, () -> Transport.send(message));

            assertThat(e).hasMessageContaining("the disk is gone");
            assertThat(reads.get()).isGreaterThan(before);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void aLongMessageThatChangesBetweenItsSizeAndItsSendingIsHeldBack() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            MimeMessage message = new MimeMessage(Sessions.to(server)) {
                @Override
                public void writeTo(OutputStream out, String[] ignored) throws IOException {
                    String line = "x".repeat(70) + "\r\n";
                    String body = line.repeat(Rendering.MOST_KEPT / line.length() + reads.incrementAndGet());
                    out.write(("Subject: long\r\n\r\n" + body).getBytes(US_ASCII));
                }
            };
            message.setFrom(Sessions.ANN);
            message.setRecipients(RecipientType.TO, BOB);
            SendFailedException e = catchThrowableOfType(SendFailedException.class, () -> Transport.send(message));

            assertThat(e).hasMessageContaining("the same each time");
            assertThat(e.getValidUnsentAddresses()).containsExactly(new InternetAddress(BOB));
            assertThat(reads).hasValue(2);
            assertThat(server.received()).isEmpty();
        }
    }

    /** Fails when it is read for being sent. */
    private record Failing(AtomicInteger reads) implements DataSource {
        @Override
        public InputStream getInputStream() {
            reads.incrementAndGet();
            return new SequenceInputStream(
                    new ByteArrayInputStream(new byte[5000]), new FilterInputStream(InputStream.nullInputStream()) {
                        @Override
                        public int read(byte[] into, int offset, int length) throws IOException {
                            throw new IOException("the disk is gone");
                        }
                    });
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getContentType() {
            return "application/octet-stream";
        }

        @Override
        public String getName() {
            return "disk";
        }
    }

    @Test
    void nobodyListensAtThePort() throws Exception {
        try (DeadPort port = DeadPort.refusing();
                FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server, "port", port.port());
            MessagingException e = catchThrowableOfType(
                    MessagingException.class, () -> Transport.send(Sessions.message(session, BOB)));

            assertThat(e).isNotInstanceOf(SendFailedException.class);
            assertThat(e).hasMessageContaining(":" + port.port()).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void listenersHearOfItAll() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (FakeSmtpServer server = refusing(CAROL, 550).start()) {
            Session session = Sessions.to(server, "sendpartial", "true");
            Transport transport = session.getTransport();
            transport.addConnectionListener(new Connections(heard));
            transport.addTransportListener(new Mails(heard));
            transport.connect();
            MimeMessage both = Sessions.message(session, BOB, CAROL);
            assertThatExceptionOfType(SendFailedException.class)
                    .isThrownBy(() -> transport.sendMessage(both, both.getAllRecipients()));
            MimeMessage one = Sessions.message(session, BOB);
            transport.sendMessage(one, one.getAllRecipients());
            MimeMessage none = Sessions.message(session, CAROL);
            assertThatExceptionOfType(SendFailedException.class)
                    .isThrownBy(() -> transport.sendMessage(none, none.getAllRecipients()));
            transport.close();

            for (String expected : new String[] {
                "opened",
                "partially [bob@example.net] [] [carol@example.net]",
                "delivered [bob@example.net] [] []",
                "not [] [] [carol@example.net]",
                "closed"
            }) {
                assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(expected);
            }
        }
    }

    private record Connections(BlockingQueue<String> heard) implements ConnectionListener {
        @Override
        public void opened(ConnectionEvent e) {
            heard.add("opened");
        }

        @Override
        public void disconnected(ConnectionEvent e) {
            heard.add("disconnected");
        }

        @Override
        public void closed(ConnectionEvent e) {
            heard.add("closed");
        }
    }

    private record Mails(BlockingQueue<String> heard) implements TransportListener {
        @Override
        public void messageDelivered(TransportEvent e) {
            add("delivered", e);
        }

        @Override
        public void messageNotDelivered(TransportEvent e) {
            add("not", e);
        }

        @Override
        public void messagePartiallyDelivered(TransportEvent e) {
            add("partially", e);
        }

        private void add(String what, TransportEvent e) {
            heard.add(what + " " + Arrays.toString(e.getValidSentAddresses()) + " "
                    + Arrays.toString(e.getValidUnsentAddresses()) + " " + Arrays.toString(e.getInvalidAddresses()));
        }
    }

    private static FakeSmtpServerBuilder refusing(String recipient, int code) {
        return FakeSmtpServer.builder().at(Step.RCPT.of(recipient), Reply.of(code, code / 100 + ".1.1 who?"));
    }

    private static <E extends Throwable> E failure(Class<E> type, FakeSmtpServer server, Object... properties)
            throws Exception {
        Session session = Sessions.to(server, properties);
        MimeMessage message = Sessions.message(session, BOB, CAROL);
        message.setRecipients(RecipientType.TO, BOB + "," + CAROL);
        E thrown = catchThrowableOfType(type, () -> Transport.send(message));
        assertThat(thrown).isNotNull();
        server.awaitDisconnected(Duration.ofSeconds(10));
        return thrown;
    }
}
