package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Content;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Trace;
import dev.paloma.smtp.Wire;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where doubt begins, to the octet: before the write that holds the final dot nothing is in doubt, after it all is. */
@ExtendWith(NoLeaks.class)
class DoubtTest {
    private static final Setting CLEAR = new Setting(Setting.Tls.CLEAR, Segmentation.WHOLE);
    private static final int BLOCK = 64 * 1024;

    private static SendException failure(FakeSmtpServerBuilder script, Connector connector, Content content) {
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.builder()
                        .server(CLEAR.address(server))
                        .connector(connector)
                        .timeouts(Setting.quick()
                                .with(Stage.CONTENT, Duration.ofMillis(200))
                                .with(Stage.END_OF_DATA, Duration.ofMillis(500)))
                        .build()) {
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(content));
            assertThat(e)
                    .as("a failure; the session was\n%s", server.transcript())
                    .isNotNull();
            return e;
        } finally {
            Thread.interrupted();
        }
    }

    private static void assertOutcome(SendException e, Outcome outcome) {
        assertThat(e.receipt().rows())
                .as("%s", e)
                .extracting(Receipt.Row::outcome)
                .containsExactly(outcome);
    }

    @Test
    void R4_interruptedJustBeforeTheDotIsCertainlyNotSent() {
        Content content = new Written(sink -> {
            Written.octets(sink, 100);
            Thread.currentThread().interrupt();
        });
        SendException e = failure(CLEAR.server(), Connector.tcp(), content);
        assertOutcome(e, Outcome.DEFERRED);
        assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
        assertThat(e).hasMessageContaining("cancelled");
    }

    @Test
    void R4_contentThatFailsBecauseItsThreadIsInterruptedIsCancelled() {
        Content content = new Written(sink -> {
            Thread.currentThread().interrupt();
            throw new IOException("closed by interrupt");
        });
        SendException e = failure(CLEAR.server(), Connector.tcp(), content);
        assertOutcome(e, Outcome.DEFERRED);
        assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
        assertThat(e).hasMessageContaining("cancelled");
    }

    @Test
    void aBlockThatFailsBeforeTheOneWithTheDotLeavesNoDoubt() {
        Connector breaking = BrokenWire.connector(sound -> new BrokenWire(sound) {
            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                if (length > 10_000) {
                    throw new SocketException("broken");
                }
                super.write(octets, offset, length);
            }
        });
        for (int octets = BLOCK - 4; octets <= BLOCK; octets++) {
            int count = octets;
            SendException e = failure(CLEAR.server(), breaking, new Written(sink -> Written.octets(sink, count)));
            assertOutcome(e, Outcome.DEFERRED);
            assertThat(e.stage()).isEqualTo(Stage.CONTENT);
        }
        SendException e = failure(CLEAR.server(), breaking, new Written(sink -> Written.octets(sink, BLOCK - 5)));
        assertOutcome(e, Outcome.UNKNOWN);
    }

    /** Content that takes a failed write lightly mustn't be ended as if it were whole. */
    @Test
    void contentThatHidesABrokenLineIsNeverEnded() throws Exception {
        Connector once = BrokenWire.connector(sound -> new BrokenWire(sound) {
            private boolean broken;

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                if (length > 10_000 && !broken) {
                    broken = true;
                    throw new SocketException("broken");
                }
                super.write(octets, offset, length);
            }
        });
        Content hiding = new Written(sink -> {
            try {
                Written.octets(sink, 2 * BLOCK);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("broken");
            }
        });
        SendException e = failure(CLEAR.server().timeout(Duration.ofSeconds(1)), once, hiding);
        assertOutcome(e, Outcome.DEFERRED);
    }

    /** The reply that comes half-way into the content has a limit like every other. */
    @Test
    void halfAReplyInsideTheContentHasALimit() {
        FakeSmtpServerBuilder script = CLEAR.server()
                .at(Step.CONTENT.after(1000), Reply.raw("552 5.3.4 Too").then(Fault.STALL));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = Mailer.builder()
                        .server(CLEAR.address(server))
                        .timeouts(Setting.quick().with(Stage.CONTENT, Duration.ofMillis(300)))
                        .build()) {
            Content content = new Written(sink -> {
                Written.octets(sink, 2 * BLOCK);
                try {
                    server.transcript().awaitNote("fault: .*", Duration.ofSeconds(5));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            });
            SendException e = catchThrowableOfType(SendException.class, () -> mailer.send(content));
            assertOutcome(e, Outcome.DEFERRED);
            assertThat(e.stage()).isEqualTo(Stage.CONTENT);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aLineThatFailsInAnUnforeseenWayAfterTheDotLeavesDoubt() {
        Connector breaking = BrokenWire.connector(sound -> new BrokenWire(sound) {
            private boolean ended;

            @Override
            public void write(byte[] octets, int offset, int length) throws IOException {
                super.write(octets, offset, length);
                ended |= length > 50 && octets[offset + length - 3] == '.';
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                if (ended) {
                    throw new IllegalStateException("a bug in somebody's connection");
                }
                return super.read(into, offset, length);
            }
        });
        SendException e = failure(CLEAR.server(), breaking, new Written(sink -> Written.octets(sink, 100)));
        assertOutcome(e, Outcome.UNKNOWN);
    }

    private static Trace failingAt(Predicate<String> when) {
        return new Trace() {
            private void see(String what) {
                if (when.test(what)) {
                    throw new IllegalStateException("no room for a transcript");
                }
            }

            @Override
            public void sent(String command) {
                see("C: " + command);
            }

            @Override
            public void received(String line) {
                see("S: " + line);
            }

            @Override
            public void note(String what) {
                see("-- " + what);
            }
        };
    }

    /** A mail that was delivered is never reported as a fault of the transcript's. */
    @Test
    void aTraceThatFailsChangesNothing() {
        for (String moment : new String[] {"-- connected", "C: MAIL", "final dot", "queued", "C: QUIT"}) {
            try (FakeSmtpServer server = CLEAR.server()
                            .at(Step.CONTENT, Reply.of(250, "2.0.0 queued"))
                            .start();
                    Mailer mailer = Mailer.builder()
                            .server(CLEAR.address(server))
                            .trace(failingAt(what -> what.contains(moment)))
                            .build()) {
                assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                        .as(moment)
                        .isTrue();
                assertThat(server.received()).hasSize(1);
            }
        }
    }

    /** Letters whose lower case has another length must not shift the place where the queue id is looked for. */
    @Test
    void oddLettersAroundTheQueueIdDoNotTurnADeliveredMailIntoAFault() {
        String odd = "\u0130".repeat(20);
        assertThat(queueIdIn(odd + " queued as ")).isNull();
        assertThat(queueIdIn(odd + " Queued AS 4XyZ")).isEqualTo("4XyZ");
        assertThat(queueIdIn("OK id=1tE-00")).isEqualTo("1tE-00");
        assertThat(queueIdIn("2.0.0 Message accepted", "2.0.0 Ok: queued as 4XyZ"))
                .isEqualTo("4XyZ");
        assertThat(queueIdIn("2.0.0 Ok")).isNull();
    }

    private static @Nullable String queueIdIn(String... text) {
        try (FakeSmtpServer server =
                        CLEAR.server().at(Step.CONTENT, Reply.of(250, text)).start();
                Mailer mailer = CLEAR.mailer(server)) {
            return mailer.send(Setting.mail("bob@example.net")).session().queueId();
        }
    }

    /** The thread that watches over all deadlines outlives a connection that can't even be closed properly. */
    @Test
    void aConnectionThatFailsToCloseDoesNotEndTheDeadlines() {
        Connector breaking = BrokenWire.connector((Wire sound) -> new BrokenWire(sound) {
            @Override
            public void close() throws IOException {
                super.close();
                throw new IllegalStateException("a bug in somebody's connection");
            }
        });
        try (FakeSmtpServer server = CLEAR.server().at(Step.MAIL, Fault.STALL).start();
                Mailer mailer = Mailer.builder()
                        .server(CLEAR.address(server))
                        .connector(breaking)
                        .timeouts(Setting.quick().with(Stage.MAIL, Duration.ofMillis(200)))
                        .build()) {
            for (int i = 0; i < 2; i++) {
                SendException e =
                        catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
                assertThat(e).hasMessageContaining("no answer within");
            }
        } finally {
            Thread.interrupted();
        }
    }
}
