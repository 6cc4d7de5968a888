package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Mail;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Step;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit for all that a send does (T14, R4). */
@ExtendWith(NoLeaks.class)
class DeadlineTest {
    private static final Duration LIMIT = Duration.ofMillis(400);

    private static MailerBuilder builder(FakeSmtpServer server) {
        return Mailer.builder().server(server.url()).connections(1).deadline(LIMIT);
    }

    private static SendException late(Mailer mailer) {
        long began = System.nanoTime();
        SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(LIMIT, LIMIT.plusSeconds(10));
        assertThat(Thread.currentThread().isInterrupted())
                .as("an interrupt that outlasts the send")
                .isFalse();
        return e;
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "DATA"})
    void T14_oneLimitForTheWholeEndsWhateverIsWaitedFor(String stage) {
        Step step = switch (stage) {
            case "GREETING" -> Step.GREETING;
            case "EHLO" -> Step.EHLO;
            case "MAIL" -> Step.MAIL;
            default -> Step.DATA;
        };
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(step, Fault.STALL).start();
                Mailer mailer = builder(server).build()) {
            SendException e = late(mailer);
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(e).hasMessageContaining("all the time it had was over").hasMessageNotContaining("cancelled");
            assertThat(e.receipt().rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row.text()).contains("all the time it had was over"));
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void R4_aDeadlineAfterTheDotLeavesItUnknown() {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(Step.CONTENT, Fault.STALL).start();
                Mailer mailer = builder(server).build()) {
            SendException e = late(mailer);
            assertThat(e.kind()).isEqualTo(SendException.Kind.UNKNOWN);
            assertThat(e.receipt().with(Outcome.UNKNOWN)).hasSize(1);
        }
    }

    @Test
    void T14_theNextServerIsNotTriedAfterIt() {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(Step.EHLO, Fault.STALL).start();
                FakeSmtpServer second = FakeSmtpServer.builder().start();
                Mailer mailer = builder(server).server(second.url()).build()) {
            late(mailer);
            assertThat(second.connections()).isZero();
        }
    }

    @Test
    void T14_waitingForAConnectionCounts() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder().start();
                Mailer mailer = builder(server).deadline(LIMIT.multipliedBy(20)).build()) {
            Thread other = new Thread(() -> mailer.send(Mail.of(Setting.mail("bob@example.net")), () -> {
                first.countDown();
                await(go);
            }));
            other.start();
            first.await();
            Thread waiting = Thread.currentThread();
            Thread meddler = new Thread(waiting::interrupt);
            meddler.start(); // the caller's own interrupt, unlike the limit's, outlasts the send
            assertThatThrownBy(() -> mailer.send(Setting.mail("eve@example.net")))
                    .isInstanceOf(SendException.class)
                    .hasMessageContaining("before there was a connection");
            assertThat(Thread.interrupted()).isTrue();
            meddler.join(); // now that nothing interrupts it
            go.countDown();
            other.join();
            assertThat(server.received()).hasSize(1);
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
    void T14_aSlowLookUpCounts() {
        CountDownLatch never = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder().start();
                Mailer mailer = builder(server)
                        .resolver(host -> {
                            await(never);
                            throw new UnknownHostException(host);
                        })
                        .build()) {
            assertThat(late(mailer).kind()).isEqualTo(SendException.Kind.TEMPORARY);
        } finally {
            never.countDown();
        }
    }

    @Test
    void T14_aMailOfABatchIsNotBegunAfterIt() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.EHLO, request -> {
                            await(held);
                            return request.usual();
                        })
                        .start();
                Mailer mailer = builder(server).build()) {
            CompletableFuture<Receipt> future = mailer.sendAsync(Mail.of(Setting.mail("bob@example.net")));
            TimeUnit.NANOSECONDS.sleep(LIMIT.toNanos()); // what is tested is that time passes
            held.countDown();
            assertThatThrownBy(future::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(SendException.class);
            assertThat(server.received()).isEmpty();
            assertThat(mailer.send(Setting.mail("eve@example.net")).isAccepted())
                    .as("a mail in time")
                    .isTrue();
        }
    }

    @Test
    void aMailInTimeIsNotDisturbed() {
        try (FakeSmtpServer server = FakeSmtpServer.builder().start();
                Mailer mailer = builder(server).deadline(Duration.ofSeconds(20)).build()) {
            for (int i = 0; i < 50; i++) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
            }
            assertThat(server.received()).hasSize(50);
        }
    }

    @Test
    void aDeadlineIsAhead() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> Mailer.builder().deadline(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ahead");
        }
    }
}
