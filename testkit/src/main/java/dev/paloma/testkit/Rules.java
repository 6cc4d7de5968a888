package dev.paloma.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules as one connection meets them: counts how often each one's step came by. */
final class Rules {
    private final List<Rule> rules;
    private final int connection;
    private final int[] seen;

    Rules(List<Rule> rules, int connection) {
        this.rules = rules;
        this.connection = connection;
        this.seen = new int[rules.size()];
    }

    /** The rule for this moment, or null; every rule whose step this is counts it. */
    @Nullable
    Rule find(Step.Kind kind, String argument) {
        List<Rule> turns = turns(kind, argument);
        return turns.isEmpty() ? null : turns.get(turns.size() - 1);
    }

    /** The interruptions of the content that begins now, the earliest first. */
    List<Rule> withinContent() {
        List<Rule> turns = turns(Step.Kind.WITHIN_CONTENT, "");
        turns.sort(Comparator.comparingLong(rule -> rule.step().bytes()));
        return turns;
    }

    private List<Rule> turns(Step.Kind kind, String argument) {
        List<Rule> turns = new ArrayList<>();
        for (int i = 0; i < seen.length; i++) {
            Step step = rules.get(i).step();
            if (step.concerns(kind, connection, argument) && step.isTurn(++seen[i])) {
                turns.add(rules.get(i));
            }
        }
        return turns;
    }
}
