package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which server is tried next, and when none may be (T1; F1, F2, F5, F6). */
@ExtendWith(NoLeaks.class)
class FailoverTest {
    private static Server clear(int port) {
        return Server.smtp("127.0.0.1", port).withTls(TlsPolicy.of(TlsPolicy.Mode.NONE));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Stream<FakeSmtpServerBuilder> beforeAnythingIsSent() {
        return Stream.of(
                FakeSmtpServer.builder().at(Step.GREETING, Reply.of(421, "busy")),
                FakeSmtpServer.builder().at(Step.GREETING, Reply.of(554, "no")),
                FakeSmtpServer.builder().at(Step.GREETING, Reply.raw("HTTP/1.1 400 Bad\r\n")),
                FakeSmtpServer.builder().at(Step.GREETING, Fault.CLOSE),
                FakeSmtpServer.builder().at(Step.EHLO, Reply.of(451, "later")),
                FakeSmtpServer.builder().at(Step.MAIL, Reply.of(451, "later")),
                FakeSmtpServer.builder().at(Step.MAIL, Fault.RESET),
                FakeSmtpServer.builder().at(Step.RCPT, Reply.of(450, "later")),
                FakeSmtpServer.builder().at(Step.DATA, Reply.of(451, "later")),
                FakeSmtpServer.builder().at(Step.DATA, Reply.of(421, "bye")));
    }

    @ParameterizedTest
    @MethodSource("beforeAnythingIsSent")
    void T1_theNextServerGetsWhatTheFirstDidNotTake(FakeSmtpServerBuilder script) {
        try (FakeSmtpServer first = script.start();
                FakeSmtpServer second = FakeSmtpServer.builder().start();
                Mailer mailer = Mailer.builder()
                        .server(clear(first.port()))
                        .server(clear(second.port()))
                        .build()) {
            Receipt receipt = mailer.send(Setting.mail("bob@example.net"));
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.server()).isEqualTo("127.0.0.1:" + second.port());
            assertThat(receipt.tried()).hasSize(1);
            assertThat(receipt.tried().get(0).server()).isEqualTo("127.0.0.1:" + first.port());
            assertThat(receipt.tried().get(0).error()).isNotBlank();
            assertThat(second.received()).hasSize(1);
        }
    }

    private static Stream<FakeSmtpServerBuilder> refusedOrInDoubt() {
        return Stream.of(
                FakeSmtpServer.builder().at(Step.MAIL, Reply.of(550, "never")),
                FakeSmtpServer.builder().at(Step.RCPT, Reply.of(550, "never")),
                FakeSmtpServer.builder().at(Step.DATA, Reply.of(554, "never")),
                FakeSmtpServer.builder().at(Step.CONTENT, Reply.of(554, "never")),
                FakeSmtpServer.builder().at(Step.CONTENT, Reply.of(451, "later")),
                FakeSmtpServer.builder().at(Step.CONTENT, Reply.of(421, "bye")),
                FakeSmtpServer.builder().at(Step.CONTENT, Fault.CLOSE),
                FakeSmtpServer.builder().at(Step.CONTENT, Fault.RESET));
    }

    @ParameterizedTest
    @MethodSource("refusedOrInDoubt")
    void T1_noOtherServerOnceTheMailIsRefusedOrMayBeThere(FakeSmtpServerBuilder script) {
        try (FakeSmtpServer first = script.start();
                FakeSmtpServer second = FakeSmtpServer.builder().start();
                Mailer mailer = Mailer.builder()
                        .server(clear(first.port()))
                        .server(clear(second.port()))
                        .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e).isNotNull();
            assertThat(second.connections()).isZero();
        }
    }

    @Test
    void T1_F6_refusedPortIsLeftForTheNextServer() throws IOException {
        int closed = closedPort();
        try (FakeSmtpServer second = FakeSmtpServer.builder().start();
                Mailer mailer = Mailer.builder()
                        .server(clear(closed))
                        .server(clear(second.port()))
                        .build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).tried())
                    .singleElement()
                    .extracting(Receipt.Tried::error)
                    .asString()
                    .contains("refused");
        }
        try (Mailer mailer = Mailer.builder().server(clear(closed)).build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.stage()).isEqualTo(Stage.CONNECT);
            assertThat(e.isTransient()).isTrue();
            assertThat(e).hasMessageContaining("port " + closed);
        }
    }

    @Test
    void T1_F5_everyAddressOfANameIsTried() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder().start()) {
            Resolver two = host ->
                    List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), InetAddress.getLoopbackAddress());
            try (Mailer mailer = Mailer.builder()
                    .server(Server.smtp("mail.test", server.port()).withTls(TlsPolicy.of(TlsPolicy.Mode.NONE)))
                    .resolver(two)
                    .build()) {
                Receipt receipt = mailer.send(Setting.mail("bob@example.net"));
                assertThat(receipt.isAccepted()).isTrue();
                assertThat(receipt.tried())
                        .singleElement()
                        .extracting(Receipt.Tried::server)
                        .isEqualTo("127.0.0.2");
            }
        }
    }

    @Test
    void F1_F2_nameThatDoesNotExistIsToldFromAFailedLookUp() {
        Resolver never = host -> {
            throw new Resolver.NoSuchNameException(host);
        };
        Resolver notNow = host -> {
            throw new UnknownHostException(host);
        };
        Server server = Server.smtp("mail.example.org", 25);
        try (Mailer mailer = Mailer.builder().server(server).resolver(never).build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.NO_SUCH_HOST);
            assertThat(e.stage()).isEqualTo(Stage.RESOLVE);
        }
        try (Mailer mailer = Mailer.builder().server(server).resolver(notNow).build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
        }
        try (Mailer mailer = Mailer.to("smtp://no-such-host.invalid")) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.NO_SUCH_HOST);
        }
    }

    @Test
    void T14_F7_blackHoleIsGivenUpAtTheConnectLimit() {
        Connector blackHole = (address, limit) -> {
            throw new SocketTimeoutException("connect timed out after " + limit);
        };
        try (Mailer mailer = Mailer.builder()
                .server(clear(25))
                .connector(blackHole)
                .timeouts(Setting.quick().with(Stage.CONNECT, Duration.ofSeconds(3)))
                .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.stage()).isEqualTo(Stage.CONNECT);
            assertThat(e).hasMessageContaining("within 3 s");
        }
    }

    private static final Resolver NEVER = host -> {
        if (host.endsWith(".invalid")) {
            throw new Resolver.NoSuchNameException(host);
        }
        return List.of(InetAddress.getLoopbackAddress());
    };

    /** F1: while one of the servers may come back, it isn't the end that another one's name doesn't exist. */
    @Test
    void F1_aMissingNameDoesNotHideAServerThatMayComeBack() throws IOException {
        Server gone = Server.smtp("mail.invalid", 25);
        Server closed = clear(closedPort());
        for (List<Server> servers : List.of(List.of(closed, gone), List.of(gone, closed))) {
            MailerBuilder builder = Mailer.builder().resolver(NEVER);
            servers.forEach(builder::server);
            try (Mailer mailer = builder.build()) {
                SendException e =
                        catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
                assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
                assertThat(e.receipt().server()).isEqualTo(closed.toString());
                assertThat(e.receipt().tried())
                        .singleElement()
                        .extracting(Receipt.Tried::server)
                        .isEqualTo(gone.toString());
            }
        }
    }

    /** A server that is too small for the mail says nothing about the one that only has no time now. */
    @Test
    void T1_refusedHereForItsSizeDoesNotHideAServerThatMayTakeItLater() {
        try (FakeSmtpServer busy = FakeSmtpServer.builder()
                        .at(Step.MAIL, Reply.of(451, "4.3.2 Later"))
                        .start();
                FakeSmtpServer small =
                        FakeSmtpServer.builder().extensions("SIZE 100").start();
                Mailer mailer = Mailer.builder()
                        .server(clear(busy.port()))
                        .server(clear(small.port()))
                        .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
            assertThat(e.receipt().rows().get(0).code()).contains(451);
            assertThat(e.receipt().tried())
                    .singleElement()
                    .extracting(Receipt.Tried::error)
                    .asString()
                    .contains("at most 100");
        }
    }

    /** R4: who cancels wants no other server. */
    @Test
    void R4_noOtherServerAfterAnInterrupt() throws InterruptedException {
        try (FakeSmtpServer first =
                        FakeSmtpServer.builder().at(Step.MAIL, Fault.STALL).start();
                FakeSmtpServer second = FakeSmtpServer.builder().start();
                Mailer mailer = Mailer.builder()
                        .server(clear(first.port()))
                        .server(clear(second.port()))
                        .build()) {
            SendException[] caught = new SendException[1];
            Thread thread = new Thread(() -> caught[0] =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net"))));
            thread.start();
            first.transcript().awaitCommand("MAIL .*", Duration.ofSeconds(10));
            thread.interrupt();
            thread.join();
            assertThat(caught[0]).hasMessageContaining("cancelled at stage mail");
            assertThat(caught[0].receipt().tried()).isEmpty();
            assertThat(second.connections()).isZero();
        }
    }

    @Test
    void R4_aThreadInterruptedBeforehandSendsNothing() {
        try (FakeSmtpServer first = FakeSmtpServer.builder().start();
                FakeSmtpServer second = FakeSmtpServer.builder().start();
                Mailer mailer = Mailer.builder()
                        .server(clear(first.port()))
                        .server(clear(second.port()))
                        .build()) {
            Thread.currentThread().interrupt();
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
            assertThat(Thread.interrupted())
                    .as("the interrupt is left for the caller")
                    .isTrue();
            assertThat(e).hasMessageContaining("cancelled at stage connect");
            assertThat(e.receipt().tried()).isEmpty();
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
            assertThat(second.connections()).isZero();
        } finally {
            Thread.interrupted();
        }
    }

    private static FakeSmtpServerBuilder greylisting() {
        return FakeSmtpServer.builder().offer("CHUNKING").at(Step.RCPT, Reply.of(450, "4.2.0 Greylisted"));
    }

    /** With chunks its end has left at the first server, where nobody got it. */
    @Test
    void R4_aMailCanBeCancelledBetweenServersToo() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FakeSmtpServerBuilder slow = FakeSmtpServer.builder().at(Step.GREETING, request -> {
            reached.countDown();
            await(go);
            return request.usual();
        });
        try (FakeSmtpServer first = greylisting().start();
                FakeSmtpServer second = greylisting().start();
                FakeSmtpServer third = slow.start()) {
            boolean cancelled;
            try (Mailer mailer = Mailer.builder()
                    .server(clear(first.port()))
                    .server(clear(second.port()))
                    .server(clear(third.port()))
                    .build()) {
                CompletableFuture<Receipt> future = mailer.sendAsync(Mail.of(Setting.mail("bob@example.net")));
                assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
                cancelled = future.cancel(false);
                go.countDown();
            }
            assertThat(cancelled).isTrue();
            assertThat(third.received()).isEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void R4_interruptedAtItsSecondEndItIsCertainlyNotSent() {
        AtomicInteger ends = new AtomicInteger();
        try (FakeSmtpServer first = greylisting().start();
                FakeSmtpServer second = greylisting().start();
                Mailer mailer = Mailer.builder()
                        .server(clear(first.port()))
                        .server(clear(second.port()))
                        .build()) {
            SendException e = catchThrowableOfType(
                    SendException.class,
                    () -> mailer.send(Mail.of(Setting.mail("bob@example.net")), () -> {
                        if (ends.incrementAndGet() == 2) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(ends).hasValue(2);
        }
    }
}
