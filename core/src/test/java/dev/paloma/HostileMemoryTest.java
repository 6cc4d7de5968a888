package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.FloodServer.Flood;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile server costs: at most 1 MiB of memory, and no time beyond the limit (S11). */
@ExtendWith(NoLeaks.class)
class HostileMemoryTest {
    private static final int MOST = 1 << 20;
    private static final int RECIPIENTS = 100;
    private static final Flood GREETING = new Flood("", 0, "220 x\r\n");
    private static final Flood EHLO = new Flood("", 0, "250 x\r\n");
    private static final Flood OK = new Flood("", 0, "250 ok\r\n");

    private static MailerBuilder mailer(int port) {
        return Mailer.builder()
                .server(Server.smtp("127.0.0.1", port).withTls(TlsPolicy.of(TlsPolicy.Mode.NONE)))
                .acceptance(Acceptance.AT_LEAST_ONE);
    }

    /** Octets in use once the server has said all of it and the client waits for more. */
    private static long used(List<Flood> floods) throws Exception {
        try (FloodServer server = new FloodServer(floods);
                Mailer mailer = mailer(server.port()).timeouts(Setting.quick()).build()) {
            SendException[] kept = new SendException[1];
            Thread sender = new Thread(() -> kept[0] = catchThrowableOfType(
                    SendException.class, () -> mailer.send(new Sample("x", RECIPIENTS, Shape.Size.SMALL))));
            sender.start();
            assertThat(server.awaitSilence()).as("all was taken").isTrue();
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                System.gc();
                Thread.sleep(20); // what the garbage collector does besides
                Runtime runtime = Runtime.getRuntime();
                least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
            }
            server.leave(); // ends what the client still waits for
            sender.join();
            assertThat(kept[0]).isNotNull();
            return least;
        }
    }

    private static List<Flood> envelope(Flood rcpt) {
        List<Flood> all = new ArrayList<>(List.of(GREETING, EHLO, OK));
        all.addAll(Collections.nCopies(RECIPIENTS, rcpt));
        return all;
    }

    private static List<Flood> floods(String what) {
        String wide = "x".repeat(60_000) + "\r\n";
        return switch (what) {
            case "greeting" -> List.of(new Flood("220-" + wide, 511, "220 x\r\n"), EHLO);
            case "capabilities" -> List.of(GREETING, new Flood("250-X" + wide, 511, "250 SIZE\r\n"), OK);
            case "sender" -> List.of(GREETING, EHLO, new Flood("250-" + wide, 511, "250 x\r\n"), OK);
            case "recipients" -> envelope(new Flood("250-" + "x".repeat(4000) + "\r\n", 100, "250 x\r\n"));
            case "refusals" -> envelope(new Flood("550-" + "x".repeat(4000) + "\r\n", 100, "550 x\r\n"));
            default -> throw new IllegalArgumentException(what);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"greeting", "capabilities", "sender", "recipients", "refusals"})
    void S11_memoryGrowsByAMebibyteAtMost(String what) throws Exception {
        used(floods(what)); // loads what there is to load
        long quiet = used(envelope(OK));
        long flooded = used(floods(what));
        assertThat(flooded - quiet)
                .as("%s: %,d, then %,d octets", what, quiet, flooded)
                .isLessThan(MOST);
    }

    private record Slow(Step step, Stage stage, Reply reply) {}

    /** The best of some tries: a busy machine may be late by itself, and the client begins to count before the server does. */
    @Test
    void S11_theLimitIsTheEnd() {
        Duration limit = Duration.ofMillis(300);
        Duration drip = Duration.ofMillis(3);
        List<Slow> all = List.of(
                new Slow(
                        Step.GREETING,
                        Stage.GREETING,
                        Reply.raw("220-" + "x".repeat(60_000)).dripping(drip)),
                new Slow(
                        Step.EHLO,
                        Stage.EHLO,
                        Reply.raw("250-x\r\n".repeat(500)).dripping(drip)),
                new Slow(Step.MAIL, Stage.MAIL, Reply.none().then(Fault.STALL)),
                new Slow(Step.RCPT, Stage.RCPT, Reply.raw("250-").dripping(drip).endless()));
        for (Slow slow : all) {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 5 && best > limit.toNanos() + 100_000_000; i++) {
                best = Math.min(best, nanosUntilTheEnd(slow, limit));
            }
            assertThat(Duration.ofNanos(best))
                    .as("%s", slow.stage())
                    .isBetween(limit.dividedBy(2), limit.plusMillis(100));
        }
    }

    private static long nanosUntilTheEnd(Slow slow, Duration limit) {
        long[] began = new long[1];
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(slow.step(), request -> {
                            began[0] = System.nanoTime();
                            return slow.reply();
                        })
                        .start();
                Mailer mailer = mailer(server.port())
                        .timeouts(Setting.quick().with(slow.stage(), limit))
                        .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(new Sample("x", 1, Shape.Size.SMALL)));
            long ended = System.nanoTime();
            assertThat(e).isNotNull();
            assertThat(e.stage()).isEqualTo(slow.stage());
            return ended - began[0];
        }
    }
}
