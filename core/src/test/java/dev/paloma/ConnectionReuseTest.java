package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Mail;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which connection a mail goes by, and who gets one first. */
@ExtendWith(NoLeaks.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionReuseTest {
    private static FakeSmtpServerBuilder closing() {
        return FakeSmtpServer.builder()
                .offer("CHUNKING")
                .at(Step.CONTENT, Reply.usual().then(Fault.CRASH));
    }

    private static MailerBuilder to(FakeSmtpServer server) {
        return Mailer.builder()
                .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                .timeouts(Setting.quick());
    }

    /** However short its rest was: half of these mails were in doubt. */
    @Test
    void F65_aServerThatClosesAfterEachMailLeavesNoDoubt() {
        try (FakeSmtpServer server = closing().start();
                Mailer mailer = to(server).connections(1).build()) {
            for (int i = 0; i < 20; i++) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .isTrue();
                server.awaitDisconnected(Duration.ofSeconds(10));
            }
            assertThat(server.connections()).isEqualTo(20);
        }
    }

    @Test
    void F65_aConnectionThatDiesWhileItsBatchWaitsForItsPaceLeavesNoDoubt() {
        List<Mail> mails = Collections.nCopies(4, Mail.of(Setting.mail("bob@example.net")));
        List<Sent> all = Collections.synchronizedList(new ArrayList<>());
        try (FakeSmtpServer server = closing().start();
                Mailer mailer = to(server)
                        .connections(1)
                        .rate(1, Duration.ofMillis(200))
                        .build()) {
            mailer.sendAll(mails.iterator(), all::add);
            assertThat(all).hasSize(4).allMatch(sent -> sent.receipt().isAccepted());
        }
    }

    /** Each of the threads had one connection and waited for the other's. */
    @Test
    void twoThreadsMayOpenConnectionsBeforehandAtOnce() {
        CountDownLatch both = new CountDownLatch(2);
        FakeSmtpServerBuilder script = FakeSmtpServer.builder().at(Step.EHLO, request -> {
            both.countDown();
            await(both);
            return request.usual();
        });
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).connections(2).build()) {
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> mailer.warmUp(2));
            mailer.warmUp(2);
            other.join();
            assertThat(server.connections()).isEqualTo(2);
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
    void whoeverWaitsForTheConnectionGetsItBeforeTheNextOfABatch() {
        int many = 1000;
        AtomicInteger gone = new AtomicInteger();
        Mail mail = Mail.of(Setting.mail("bob@example.net"));
        try (FakeSmtpServer server = FakeSmtpServer.builder().offer("CHUNKING").start();
                Mailer mailer = to(server).connections(1).build()) {
            List<CompletableFuture<?>> batch = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                batch.add(mailer.sendAsync(mail).thenRun(gone::incrementAndGet));
            }
            batch.get(0).join();
            assertThat(mailer.send(mail).isAccepted()).isTrue();
            assertThat(gone).hasValueLessThan(many);
            batch.forEach(CompletableFuture::join);
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
