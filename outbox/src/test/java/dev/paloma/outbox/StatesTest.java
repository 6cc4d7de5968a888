package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.Outcome;
import dev.paloma.Receipt;
import dev.paloma.message.Mailbox;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The table of states in ARCHITECTURE.md is what happens: no transition is missing there, and none happens besides. */
@ExtendWith(NoLeaks.class)
class StatesTest {
    private static final Pattern ROW = Pattern.compile("\\| ([a-z-]+) \\| ([a-z]+) \\| ([a-z ]+) \\|");
    private static final Map<String, Operations> PEOPLE = Map.of(
            "hold", Operations.HOLD,
            "release", Operations.RELEASE,
            "cancel", Operations.CANCEL,
            "retry", Operations.RETRY);

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private Outbox outbox;
    private long worker;

    @BeforeEach
    void open() {
        outbox = new SqlitePlace(folder).open(clock);
        worker = outbox.writers().write("test", 0, session -> Leases.register(session, Identity.own(), 60_000));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    private static Set<String> documented() throws IOException {
        Set<String> rows = new TreeSet<>();
        String page = Files.readString(Path.of("..", "ARCHITECTURE.md"));
        Matcher row = ROW.matcher(page.substring(page.indexOf("## The outbox")));
        while (row.find()) {
            if (!row.group(1).equals("from")) {
                rows.add(row.group(1) + " > " + row.group(2) + " by " + row.group(3));
            }
        }
        return rows;
    }

    @Test
    void everyTransitionIsInTheTableAndEveryRowOfItHappens() throws IOException {
        Set<String> seen = new TreeSet<>();
        seen.add("- > " + state(submit()).label() + " by submit");
        for (MailState from : MailState.values()) {
            if (from != MailState.SENDING) {
                PEOPLE.forEach((who, operation) -> byPeople(seen, from, who, operation));
                late(seen, from);
            }
        }
        for (Outcome outcome : Outcome.values()) {
            for (int choice = 0; choice < 4; choice++) {
                Judge judge = new Judge(BackOff.STANDARD, choice % 2 == 1);
                String id = submit();
                end(List.of(judge.judge(begin(id).endedAt(clock.millis()), receipt(outcome), null, choice > 1)));
                note(seen, MailState.QUEUED, id, "worker");
            }
        }
        assertThat(seen).isEqualTo(documented());
    }

    private void byPeople(Set<String> seen, MailState from, String who, Operations operation) {
        String id = in(from);
        outbox.writers().write("test", 0, session -> operation.run(session, List.of(MailId.parse(id))));
        note(seen, from, id, who);
    }

    /** A worker's word that comes after it has been given up. */
    private void late(Set<String> seen, MailState from) {
        for (Outcome outcome : Outcome.values()) {
            String id = submit();
            Flight flight = begin(id);
            outbox.writers().write("test", 0, session -> {
                Leases.Other me = Leases.others(session, -1).get(0);
                return Leases.takeOver(session, me, -1, new Leases.Policy(from == MailState.HELD, false));
            });
            worker = outbox.writers().write("test", 0, session -> Leases.register(session, Identity.own(), 60_000));
            MailState before = state(id);
            Judge judge = new Judge(BackOff.STANDARD, false);
            end(List.of(judge.judge(flight.endedAt(clock.millis()), receipt(outcome), null, false)));
            if (before == MailState.HELD) {
                note(seen, before, id, "late worker");
            }
        }
    }

    private void note(Set<String> seen, MailState from, String id, String who) {
        MailState to = state(id);
        if (to != from) {
            seen.add(from.label() + " > " + to.label() + " by " + who);
        }
    }

    private String submit() {
        SubmitOptions options = SubmitOptions.standard().withExpires(Duration.ofDays(1));
        return outbox.submit(Letters.mail("one", "bob@example.net"), options).id();
    }

    private MailState state(String id) {
        return outbox.show(id).orElseThrow().recipients().get(0).state();
    }

    private Flight begin(String id) {
        return outbox.writers().write("test", 0, session -> {
            Claim claim = new Claim(worker, "default", 1000, domain -> 1000, Destination.START);
            Claimed job = Claims.run(session, claim).jobs().stream()
                    .filter(one -> one.mail() == MailId.parse(id))
                    .findFirst()
                    .orElseThrow();
            new Ledger(session, worker).begin(List.of(job), clock.millis());
            Loaded loaded = new Loaded(job, null, List.of(0), Long.MAX_VALUE, 0, null, null);
            return new Flight(loaded, worker, clock.millis(), 0);
        });
    }

    private void end(List<Finish> ends) {
        outbox.writers().write("test", 0, session -> new Ledger(session, worker).write(ends));
    }

    @SuppressWarnings("NullAway") // it doesn't see the annotation of a nested type in another module
    private static Receipt receipt(Outcome outcome) {
        Receipt.Row row = new Receipt.Row(Mailbox.parse("bob@example.net"), outcome, null, "for the test");
        Receipt.Session session = new Receipt.Session(null, null, Map.of(), Duration.ZERO, 0, 0);
        return new Receipt(List.of(row), null, null, List.of(), session);
    }

    /** A mail that is in this state. */
    private String in(MailState state) {
        String id = submit();
        switch (state) {
            case QUEUED, SENDING -> {}
            case HELD -> outbox.hold(id);
            case CANCELLED -> outbox.cancel(id);
            case ACCEPTED, REFUSED, EXPIRED -> {
                Outcome outcome = state == MailState.ACCEPTED
                        ? Outcome.ACCEPTED
                        : state == MailState.REFUSED ? Outcome.REFUSED : Outcome.DEFERRED;
                Judge judge = new Judge(BackOff.STANDARD, false);
                end(List.of(judge.judge(begin(id).endedAt(clock.millis()), receipt(outcome), null, true)));
            }
        }
        assertThat(state(id)).isEqualTo(state);
        return id;
    }
}
