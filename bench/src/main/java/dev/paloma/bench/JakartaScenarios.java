package dev.paloma.bench;

import static dev.paloma.bench.Figure.CPU;
import static dev.paloma.bench.Figure.HEAP;
import static dev.paloma.bench.Figure.RATE;
import static dev.paloma.bench.Figure.RESUMED;
import static dev.paloma.bench.Figure.ROUND_TRIPS;

import dev.paloma.bench.Fork.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * J1 to J10: one program that sends by Jakarta Mail, with Angus Mail on its class path, and with {@code paloma-jakarta}
 * besides. The numbers are those of the scenarios that they are like.
 */
final class JakartaScenarios {
    private static final String ANGUS = "Angus";
    private static final String OURS = "the same program with paloma-jakarta";
    private static final String COMPOSING = ", composing";
    private static final String FRESH = ", new connections";

    private static final Program ANGUS_ALONE = Program.peer("angus", "Angus");
    private static final Program WITH_PALOMA = Program.peer("jakarta", "Angus");

    private JakartaScenarios() {}

    static List<Scenario> all() {
        return List.of(small(), large(), fresh(), distant(), secure());
    }

    /** Both by turns; a class path that chose the wrong transport would be a failure, not a figure. */
    private static List<Contender> pair(String manner, Task task, Course course) {
        return List.of(
                new Fork(ANGUS + manner, ANGUS_ALONE, task.with("provider", "org.eclipse.angus."), course),
                new Fork(OURS + manner, WITH_PALOMA, task.with("provider", "dev.paloma."), course));
    }

    private static List<Contender> both(List<Contender> some, List<Contender> others) {
        List<Contender> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Target faster(double times, String id, String manner) {
        return Target.times(times, id, RATE, OURS + manner, ANGUS + manner);
    }

    private static Scenario small() {
        Task task = Task.of(Letter.SMALL, Manner.REUSE).with("warm-mails", 4000);
        return new Scenario(
                List.of("J1"),
                "Jakarta Mail, 1 KiB, one connection",
                List.of(RATE, CPU, HEAP),
                both(pair("", task, Course.NEAR), pair(COMPOSING, task.with("manner", Manner.COMPOSE), Course.NEAR)),
                List.of(faster(1, "J1", ""), faster(1, "J1", COMPOSING)));
    }

    private static Scenario large() {
        Task task = Task.of(Letter.LARGE, Manner.REUSE)
                .with("connections", 10)
                .with("mails", 200)
                .with("warm-mails", 200);
        return new Scenario(
                List.of("J4"),
                "Jakarta Mail, 50 KiB of HTML with a text and an attachment of 20 KiB, ten connections",
                List.of(RATE, CPU, HEAP),
                pair("", task, Course.NEAR),
                List.of(faster(1, "J4", "")));
    }

    private static Scenario fresh() {
        Task task = Task.of(Letter.SMALL, Manner.FRESH);
        return new Scenario(
                List.of("J5"),
                "Jakarta Mail's Transport.send: 1 KiB, a new connection for each mail",
                List.of(RATE, CPU, HEAP),
                pair(FRESH, task, Course.NEAR),
                List.of(faster(1, "J5", FRESH)));
    }

    private static Scenario distant() {
        Task task = Task.of(Letter.TEN, Manner.REUSE).exactly(2, 10);
        return new Scenario(
                List.of("J8"),
                "Jakarta Mail, 1 KiB to ten recipients, one connection, 40 ms round trip",
                List.of(RATE, ROUND_TRIPS, CPU),
                pair("", task, Course.NEAR.distant(Duration.ofMillis(40))),
                List.of(faster(3, "J8", "")));
    }

    private static Scenario secure() {
        Task task = Task.of(Letter.SMALL, Manner.REUSE);
        Task fresh = Task.of(Letter.SMALL, Manner.FRESH).with("mails", 50).with("warm-mails", 50);
        return new Scenario(
                List.of("J10"),
                "Jakarta Mail, 1 KiB over TLS",
                List.of(RATE, CPU, HEAP, RESUMED),
                both(pair("", task, Course.SECURE), pair(FRESH, fresh, Course.SECURE)),
                List.of(
                        faster(1, "J10", ""),
                        faster(1, "J10", FRESH),
                        Target.atLeast(99, "J10", RESUMED, OURS + FRESH)));
    }
}
