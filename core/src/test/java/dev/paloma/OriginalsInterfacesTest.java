package dev.paloma;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Wire;
import dev.paloma.testkit.FakeProxy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a caller may put in the place of a part; the names begin with the rows of docs/seed-coverage.md. */
@ExtendWith(NoLeaks.class)
class OriginalsInterfacesTest {
    @TempDir
    Path folder;

    private static Message message() {
        return Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .text("Hello\nthe last line\n")
                .build();
    }

    private static Mailer mailer(FakeSmtpServer server, Connector connector) {
        return Mailer.builder()
                .server(server.url())
                .connector(connector)
                .timeouts(Setting.quick())
                .build();
    }

    @Test
    void R2_theConnectorOpensTheLineToHostAndPort() {
        List<InetSocketAddress> asked = new ArrayList<>();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = Mailer.builder()
                        .server("smtp://mail.test:2525?tls=none")
                        .resolver(name -> List.of(InetAddress.getByAddress(name, new byte[] {(byte) 192, 0, 2, 1})))
                        .connector((address, limit) -> {
                            asked.add(address);
                            return Connector.tcp().connect(server.address(), limit);
                        })
                        .build()) {
            assertThat(mailer.send(message()).isAccepted()).isTrue();
            assertThat(asked).singleElement().satisfies(address -> {
                assertThat(address.getAddress().getHostAddress()).isEqualTo("192.0.2.1");
                assertThat(address.getPort()).isEqualTo(2525);
            });
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void R2_socksAndHttpProxiesAreSupplied() throws IOException {
        for (String scheme : List.of("socks5", "http")) {
            try (FakeSmtpServer server = FakeSmtpServer.start();
                    FakeProxy proxy = scheme.equals("http")
                            ? FakeProxy.http(server.address())
                            : FakeProxy.socks5(server.address());
                    Mailer mailer = Mailer.builder()
                            .server("smtp://mail.example.org:2525?tls=none")
                            .connector(
                                    scheme.equals("http")
                                            ? Connector.httpConnect("127.0.0.1", proxy.port(), null, null)
                                            : Connector.socks5("127.0.0.1", proxy.port(), null, null))
                            .build()) {
                assertThat(mailer.send(message()).isAccepted()).isTrue();
                assertThat(proxy.asked()).containsExactly("mail.example.org:2525");
            }
        }
    }

    /** A whole server made of strings, without any socket: it says the next one when it was spoken to. */
    private static final class Canned implements Wire {
        private final Deque<String> replies = new ArrayDeque<>();
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();

        Canned(String... replies) {
            this.replies.addAll(List.of(replies));
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            String reply = replies.poll();
            if (reply == null) {
                return -1;
            }
            byte[] octets = (reply + "\r\n").getBytes(US_ASCII);
            System.arraycopy(octets, 0, into, offset, octets.length);
            return octets.length;
        }

        @Override
        public void write(byte[] octets, int offset, int length) {
            said.write(octets, offset, length);
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public boolean isQuiet() {
            return true;
        }

        @Override
        public @Nullable InetAddress localAddress() {
            return null;
        }

        @Override
        public SecureWire secure(TlsPolicy policy, String host) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            replies.clear();
        }
    }

    @Test
    void R2_aTestNeedsNoSocket() {
        Canned wire =
                new Canned("220 hello", "250 mail.test", "250 Ok", "250 Ok", "354 go on", "250 queued as 7", "221 bye");
        try (Mailer mailer = Mailer.builder()
                .server("smtp://127.0.0.1")
                .connector((address, limit) -> wire)
                .build()) {
            assertThat(mailer.send(message()).session().queueId()).isEqualTo("7");
        }
        assertThat(wire.said.toString(US_ASCII))
                .contains("MAIL FROM:<ann@example.org>\r\nRCPT TO:<bob@example.net>\r\n", "the last line\r\n.\r\n");
    }

    private static Server mandatory(FakeSmtpServer server) {
        return Server.smtp("localhost", server.port())
                .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, TestAuthority.clientContext()));
    }

    @Test
    void R3_anySslContextWillDoAndEhloIsRepeated() {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start();
                Mailer mailer = Mailer.builder().server(mandatory(server)).build()) {
            assertThat(mailer.send(message()).session().tls()).isNotNull();
            assertThat(server.transcript().commands())
                    .extracting(c -> c.split(" ", -1)[0])
                    .startsWith("EHLO", "STARTTLS", "EHLO", "MAIL");
            assertThat(server.received().get(0).isEncrypted()).isTrue();
        }
    }

    @Test
    void R3_mandatoryMeansThatNothingIsSentWithoutIt() {
        for (boolean offered : new boolean[] {true, false}) {
            try (FakeSmtpServer server = (offered
                                    ? FakeSmtpServer.builder()
                                            .startTls(TestCertificate.GOOD)
                                            .at(Step.STARTTLS, Reply.of(454, "4.7.0 not now"))
                                    : FakeSmtpServer.builder())
                            .start();
                    Mailer mailer = Mailer.builder().server(mandatory(server)).build()) {
                SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(message()));
                assertThat(e.stage()).isEqualTo(Stage.STARTTLS);
                assertThat(server.transcript().commands()).noneMatch(c -> c.startsWith("MAIL"));
                assertThat(server.received()).isEmpty();
            }
        }
    }

    @Test
    void R4_theHookRunsOnceAllButTheEndMarkIsSent() {
        EndMarkWatch watch = new EndMarkWatch("the last line\r\n");
        List<Boolean> left = new ArrayList<>();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(server, watch)) {
            Receipt receipt = mailer.send(Mail.of(message()), () -> {
                left.add(watch.hasLeft());
                assertThat(server.transcript().commands()).contains("DATA");
                assertThat(server.received()).isEmpty();
            });
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(left).as("called once, the end mark held back").containsExactly(false);
            assertThat(watch.hasLeft()).isTrue();
        }
    }

    @Test
    void R4_whatTheHookThrowsStopsTheMail() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(server, Connector.tcp())) {
            IllegalStateException why = new IllegalStateException("changed my mind");
            SendException e = catchThrowableOfType(
                    SendException.class,
                    () -> mailer.send(Mail.of(message()), () -> {
                        throw why;
                    }));
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
            assertThat(e).hasRootCause(why);
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void R4_aFutureCancelledAfterTheEndMarkSaysThatItIsTooLate() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.CONTENT.nth(1), Reply.usual().once(release))
                        .start();
                Mailer mailer = mailer(server, Connector.tcp())) {
            CompletableFuture<Receipt> future = mailer.sendAsync(Mail.of(message()));
            server.transcript().awaitCommand("DATA", Duration.ofSeconds(10));
            while (server.received().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(future.cancel(true)).isFalse();
            release.countDown();
            assertThat(future.get().isAccepted()).isTrue();
        }
    }

    @Test
    void R4_aFutureCancelledBeforeItIsCertainlyNotSent() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.DATA, Reply.usual().once(release))
                .start()) {
            try (Mailer mailer = mailer(server, Connector.tcp())) {
                CompletableFuture<Receipt> future = mailer.sendAsync(Mail.of(message()));
                server.transcript().awaitCommand("MAIL .*", Duration.ofSeconds(10));
                assertThat(future.cancel(true)).isTrue();
                release.countDown();
                assertThat(catchThrowableOfType(CancellationException.class, future::get))
                        .isNotNull();
            }
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void R4_aDeadlineCountsAsStopping() {
        for (Step step : List.of(Step.DATA, Step.CONTENT)) {
            try (FakeSmtpServer server =
                            FakeSmtpServer.builder().at(step, Fault.STALL).start();
                    Mailer mailer = Mailer.builder()
                            .server(server.url())
                            .deadline(Duration.ofMillis(400))
                            .build()) {
                SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(message()));
                assertThat(e.receipt().with(step == Step.DATA ? Outcome.DEFERRED : Outcome.UNKNOWN))
                        .hasSize(1);
            }
        }
    }

    /** A program that is given something to send with, and doesn't ask what that is. */
    private static Receipt report(Transport transport) {
        return transport.send(message().envelope(), message());
    }

    @Test
    void R8_smtpAndLmtpAreTransports() {
        for (boolean lmtp : new boolean[] {false, true}) {
            try (FakeSmtpServer server = (lmtp ? FakeSmtpServer.builder().lmtp() : FakeSmtpServer.builder()).start();
                    Transport transport = Mailer.to(server.url())) {
                assertThat(report(transport).isAccepted()).isTrue();
                assertThat(server.received()).hasSize(1);
                assertThat(server.transcript().commands().get(0)).startsWith(lmtp ? "LHLO" : "EHLO");
            }
        }
    }

    @Test
    void R8_theSendmailProgramIsATransport() throws IOException {
        FakeProgram program = new FakeProgram(folder, FakeProgram.KEEP);
        try (Transport transport = Mailer.to(program.url())) {
            assertThat(report(transport).isAccepted()).isTrue();
        }
        assertThat(program.mail()).contains("the last line\n");
    }

    @Test
    void R8_aMaildirIsATransport() throws IOException {
        try (Transport transport = Mailer.to("maildir:" + folder.resolve("box"))) {
            assertThat(report(transport).isAccepted()).isTrue();
        }
        try (Stream<Path> files = Files.list(folder.resolve("box/new"))) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(file).content().contains("the last line"));
        }
    }

    @Test
    void R8_aRecordingOneIsATransport() {
        try (RecordingTransport transport = new RecordingTransport()) {
            assertThat(report(transport).isAccepted()).isTrue();
            assertThat(transport.recorded())
                    .singleElement()
                    .satisfies(recorded -> assertThat(recorded.text()).contains("the last line"));
        }
    }
}
