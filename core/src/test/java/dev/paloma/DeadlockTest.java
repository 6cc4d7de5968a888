package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Connector;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Neither side may come to wait for the other (F52, F54; RFC 2920 §3). */
@ExtendWith({NoLeaks.class, Runs.Resolver.class})
class DeadlockTest {
    private static final int MANY = 10_000;
    private static final Shape[] FLEETS = {Shape.ALL_OF_THREE.of(MANY), Shape.SOME_OF_THREE.of(MANY)};

    private static boolean plain(Setting setting) {
        return setting.tls() == Setting.Tls.CLEAR && setting.segmentation() == Segmentation.WHOLE;
    }

    /** All its replies together are more than the buffers between hold, and the client's commands are too. */
    @Test
    void F52_F54_serverThatReadsNothingUntilItsRepliesAreRead(Case c) throws InterruptedException {
        Connector narrow = (address, limit) -> new NarrowWire(address, limit);
        Reply large = Reply.of(250, "2.1.5 " + "x".repeat(490), "2.1.5 " + "y".repeat(490));
        c.in(DeadlockTest::plain)
                .with(FLEETS)
                .run((run, nothing) -> run.server(server -> server.receiveBuffer(4096))
                        .mailer(mailer -> mailer.connector(narrow))
                        .at(Step.RCPT, large)
                        .send()
                        .accepted());
    }

    /** It gathers its replies as long as there is anything to read. */
    @Test
    void F52_F54_serverThatRepliesOnlyWhenThereIsNothingLeftToRead(Case c) throws InterruptedException {
        c.in(DeadlockTest::plain).with(FLEETS).run((run, nothing) -> {
            Result result = run.server(FakeSmtpServerBuilder::batchReplies).send();
            result.accepted();
            assertThat(result.commands())
                    .filteredOn(line -> line.startsWith("MAIL"))
                    .hasSize(1);
        });
        c.with(Shape.usual())
                .run((run, nothing) ->
                        run.server(FakeSmtpServerBuilder::batchReplies).send().accepted());
    }

    /** A client that waited for any of these replies would wait in vain. */
    @Test
    void F52_envelopeIsOneGroup(Case c) throws InterruptedException {
        List<Shape> grouped = Shape.usual().stream()
                .filter(shape -> shape.size().fitsInOneFlow())
                .filter(shape -> shape.recipients() == 1 || shape.acceptance() == Acceptance.AT_LEAST_ONE)
                .toList();
        c.in(Setting::pipelining)
                .with(grouped)
                .run((run, nothing) -> run.at(Step.MAIL, Reply.usual().withNext())
                        .at(Step.RCPT, Reply.usual().withNext())
                        .send()
                        .accepted());
    }

    @Test
    void F52_roundTripsAreAsFewAsTheOfferAllows(Case c) throws InterruptedException {
        c.in(DeadlockTest::plain).with(Shape.ONE, Shape.SOME_OF_THREE).run((run, nothing) -> {
            Result result = run.send();
            result.accepted();
            int inLockStep = 2 + run.shape.recipients() + (run.setting.chunking() ? 0 : 1);
            int flights = run.setting.pipelining() ? (run.setting.chunking() ? 1 : 2) : inLockStep;
            assertThat(result.server().clientFlights()).isEqualTo(1 + flights + 1); // EHLO before, QUIT after
        });
    }
}
