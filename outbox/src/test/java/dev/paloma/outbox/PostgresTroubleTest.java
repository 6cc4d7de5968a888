package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("postgresql")
class PostgresTroubleTest extends TroubleContract {
    @BeforeAll
    static void server() {
        PrivatePostgres.server(); // its process and threads aren't any test's
    }

    @Override
    Place place() throws Exception {
        return PostgresPlace.fresh();
    }

    @Test
    void aBeginningThatIsCommittedDuringATakeOverIsInDoubt() throws Exception {
        Identity identity = Identity.own();
        Database database = place.database(clock, Hook.NONE);
        outbox.submit(Letters.mail("one", "bob@example.net"), SubmitOptions.standard());
        long late = outbox.writers().write("test", 0, session -> Leases.register(session, identity, 1000));
        long heir = outbox.writers().write("test", 0, session -> Leases.register(session, identity, 1000));
        Claim claim = new Claim(late, "default", 10, domain -> 5, Destination.START);
        List<Claimed> jobs = outbox.writers()
                .write("test", 0, session -> Claims.run(session, claim))
                .jobs();
        try (Session beginning = database.open()) {
            database.begin(beginning);
            assertThat(new Ledger(beginning, late).begin(jobs, clock.millis())).hasSize(1);
            Leases.Other other = new Leases.Other(late, 0, 1000, identity);
            CompletableFuture<Integer> doubtful = outbox.writers()
                    .later(0, session -> Leases.takeOver(session, other, heir, new Leases.Policy(false, false)));
            await().until(() -> number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
            database.commit(beginning);
            assertThat(doubtful.join()).isEqualTo(1);
        }
        assertThat(number("SELECT state FROM outbox_job")).isEqualTo(JobState.READY);
    }
}
