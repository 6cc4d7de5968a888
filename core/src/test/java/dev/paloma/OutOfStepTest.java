package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers whose answers don't follow from what was said: found by {@link ModelTest}. */
@ExtendWith(NoLeaks.class)
class OutOfStepTest {
    private static MailerBuilder to(FakeSmtpServer server) {
        return Mailer.builder()
                .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                .timeouts(Setting.quick())
                .connections(1);
    }

    private static SendException failed(Mailer mailer, String recipient) {
        return catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(recipient)));
    }

    /** It was tried again on the same connection for ever, as fast as the server could answer. */
    @ParameterizedTest
    @ValueSource(strings = {"", "CHUNKING"})
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aServerThatTakesOneMailOnAConnectionGetsEachOnAFreshOne(String offer) {
        AtomicInteger last = new AtomicInteger();
        FakeSmtpServerBuilder script = FakeSmtpServer.builder()
                .at(
                        Step.MAIL,
                        request -> last.getAndSet(request.connection()) == request.connection()
                                ? Reply.of(503, "5.5.1 One mail is enough")
                                : request.usual());
        try (FakeSmtpServer server = (offer.isEmpty() ? script : script.offer(offer)).start();
                Mailer mailer = to(server).build()) {
            List<Mail> mails = Collections.nCopies(3, Mail.of(Setting.mail("bob@example.net")));
            assertThat(mails).allMatch(mail -> mailer.send(mail).isAccepted());
            List<Sent> all = Collections.synchronizedList(new ArrayList<>());
            mailer.sendAll(mails.iterator(), all::add);
            assertThat(all).hasSize(3).allMatch(sent -> sent.receipt().isAccepted());
            assertThat(server.received()).hasSize(6);
        }
    }

    /** Those that stood behind it failed at the stage it had come to, as if their content had been on its way. */
    @ParameterizedTest
    @ValueSource(strings = {"", "CHUNKING"})
    void F53_whatStandsBehindAContentThatIsDismissedGoesByAnotherConnection(String offer) {
        FakeSmtpServerBuilder script =
                FakeSmtpServer.builder().at(Step.CONTENT.nth(1).onConnection(1), Reply.of(421, "4.3.2 Going down"));
        try (FakeSmtpServer server = (offer.isEmpty() ? script : script.offer(offer)).start();
                Mailer mailer = to(server).build()) {
            List<Mail> mails = Collections.nCopies(10, Mail.of(Setting.mail("bob@example.net")));
            List<Sent> all = Collections.synchronizedList(new ArrayList<>());
            mailer.sendAll(mails.iterator(), all::add);
            assertThat(all).hasSize(10);
            assertThat(all)
                    .filteredOn(sent -> sent.failure() != null)
                    .singleElement()
                    .satisfies(sent ->
                            assertThat(sent.receipt().rows().get(0).code()).contains(421));
            assertThat(server.received()).hasSize(9);
        }
    }

    /** RSET goes first there, and comes after DATA in the order of stages. With two recipients the content waits. */
    @Test
    void F65_aConnectionThatDiesBeforeRsetIsAnsweredCostsNoMail() {
        FakeSmtpServerBuilder script = FakeSmtpServer.builder()
                .offer("CHUNKING")
                .at(Step.CONTENT.nth(2), Reply.of(554, "5.6.0 Spam"))
                .at(Step.RSET.onConnection(1), Reply.none().then(Fault.CLOSE));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
            assertThat(failed(mailer, "bob@example.net").isPermanent()).isTrue();
            assertThat(mailer.send(Setting.mail("bob@example.net", "eve@example.net"))
                            .isAccepted())
                    .isTrue();
        }
    }

    /** With two recipients every later answer counted for the one before: the second's for the content. */
    @ParameterizedTest
    @ValueSource(strings = {"", "CHUNKING"})
    void F21_aSecondReplyNeverPassesForTheNextCommands(String offer) {
        FakeSmtpServerBuilder script = FakeSmtpServer.builder()
                .withhold("PIPELINING")
                .at(Step.MAIL, Reply.raw("250 2.1.0 Ok\r\n250 2.1.0 Again\r\n"));
        try (FakeSmtpServer server = (offer.isEmpty() ? script : script.offer(offer)).start();
                Mailer mailer = to(server).acceptance(Acceptance.AT_LEAST_ONE).build()) {
            SendException e = catchThrowableOfType(
                    SendException.class, () -> mailer.send(Setting.mail("bob@example.net", "eve@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.PROTOCOL);
            assertThat(e).hasMessageContaining("nobody asked for");
            assertThat(e.receipt().rows()).allMatch(row -> row.outcome() == Outcome.DEFERRED);
            assertThat(server.received()).isEmpty();
        }
    }

    /**
     * A server that answers RSET and does nothing says 503 to the next MAIL, and would take that mail all the same, as one of
     * the transaction before.
     */
    @Test
    void contentStaysBehindWhereResetRemovedNothing() throws IOException {
        List<String> said = new ArrayList<>();
        Deaf deaf = new Deaf("250-PIPELINING\r\n250-CHUNKING\r\n", said);
        SendException e;
        try (deaf;
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + deaf.port() + "?tls=none")) {
            assertThat(failed(mailer, "spam@example.net").isUnknown()).isFalse();
            e = failed(mailer, "bob@example.net");
        }
        assertThat(e.receipt().rows()).allMatch(row -> row.outcome() == Outcome.DEFERRED);
        assertThat(said).filteredOn("MAIL"::equals).hasSize(2);
        assertThat(said).filteredOn("BDAT"::equals).hasSize(1);
    }

    /** The lone dot would send an empty mail to whomever the transaction before had named. */
    @Test
    void noLoneDotWhereTheSenderWasRefused() throws IOException {
        List<String> said = new ArrayList<>();
        Deaf deaf = new Deaf("250-PIPELINING\r\n", said);
        try (deaf;
                Mailer mailer = Mailer.builder()
                        .server("smtp://127.0.0.1:" + deaf.port() + "?tls=none")
                        .acceptance(Acceptance.AT_LEAST_ONE)
                        .build()) {
            assertThat(failed(mailer, "spam@example.net").isUnknown()).isFalse();
            assertThat(failed(mailer, "bob@example.net").isUnknown()).isFalse();
        }
        assertThat(said).contains("DATA").doesNotContain(".");
    }

    /** The mail before it still stands there, refused: its recipients would get this one's content as well. */
    @Test
    void contentNeverFollowsTheFirstResetOfAConnectionThatIsRefused() {
        FakeSmtpServerBuilder script = FakeSmtpServer.builder()
                .offer("CHUNKING")
                .at(Step.CONTENT.nth(1).onConnection(1), Reply.of(452, "4.3.1 Full"))
                .at(Step.RSET, Reply.of(502, "5.5.1 What?"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            List<Mail> mails =
                    List.of(Mail.of(Setting.mail("ann@example.net")), Mail.of(Setting.mail("bob@example.net")));
            List<Sent> all = Collections.synchronizedList(new ArrayList<>());
            mailer.sendAll(mails.iterator(), all::add);
            assertThat(all)
                    .extracting(sent -> sent.receipt().rows().get(0).outcome())
                    .containsExactlyInAnyOrder(Outcome.DEFERRED, Outcome.ACCEPTED);
            assertThat(server.received())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.recipientAddresses()).containsExactly("bob@example.net"));
            List<String> first = server.transcript().commands(1);
            assertThat(first.subList(first.indexOf("RSET"), first.size())).noneMatch(said -> said.startsWith("BDAT"));
        }
    }

    /** RFC 3030 §2: only PIPELINING lets the next chunk go before the answer to the last one. */
    @Test
    void chunksWaitForEachOtherWithoutPipelining() throws IOException {
        List<String> said = new ArrayList<>();
        Deaf deaf = new Deaf("250-CHUNKING\r\n", said);
        try (deaf;
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + deaf.port() + "?tls=none")) {
            assertThat(mailer.send(new Written(sink -> Written.octets(sink, 200_000)))
                            .isAccepted())
                    .isTrue();
        }
        assertThat(said).filteredOn("BDAT"::equals).hasSizeGreaterThan(3);
        assertThat(said).doesNotContain("ahead");
    }

    /** Takes one connection. Never forgets a transaction, whatever RSET says; refuses content for spam@example.net. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final String offers;
        private final List<String> said;
        private final Thread thread = new Thread(this::serve, "deaf-server");
        private boolean stands;
        private boolean spam;

        Deaf(String offers, List<String> said) throws IOException {
            this.offers = offers;
            this.said = Collections.synchronizedList(said);
            thread.start();
        }

        int port() {
            return listener.getLocalPort();
        }

        private void serve() {
            try (Socket socket = listener.accept()) {
                listener.close();
                converse(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException e) {
                said.add("broken");
            }
        }

        private void converse(InputStream in, OutputStream out) throws IOException {
            out.write("220 deaf.example\r\n".getBytes(StandardCharsets.US_ASCII));
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                String verb = line.substring(0, Math.min(4, line.length()));
                said.add(verb);
                if (verb.equals("BDAT")) {
                    in.readNBytes(Integer.parseInt(line.split(" ", -1)[1]));
                }
                if (in.available() > 0 && !offers.contains("PIPELINING")) {
                    said.add("ahead");
                }
                out.write((answer(verb, line) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        }

        private String answer(String verb, String line) {
            boolean stood = stands;
            boolean wasSpam = spam;
            stands |= verb.equals("MAIL");
            spam = verb.equals("RCPT") ? line.contains("spam") : spam;
            return switch (verb) {
                case "EHLO" -> "250-deaf.example\r\n" + offers + "250 8BITMIME";
                case "MAIL" -> stood ? "503 5.5.1 Nested MAIL" : "250 2.1.0 Ok";
                case "DATA" -> wasSpam ? "554 5.6.0 Spam" : "354 Go on";
                case "BDAT" -> wasSpam ? "554 5.6.0 Spam" : "250 2.0.0 Ok";
                case "QUIT" -> "221 2.0.0 Bye";
                default -> "250 2.0.0 Ok";
            };
        }

        /** Empty at the end. */
        private static String line(InputStream in) throws IOException {
            byte[] octets = new byte[1000];
            int length = 0;
            for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
                octets[length++] = (byte) octet;
            }
            return new String(Arrays.copyOf(octets, length), StandardCharsets.US_ASCII).trim();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            Threads.awaitEnd(thread);
        }
    }
}
