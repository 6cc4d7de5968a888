package dev.paloma.bench;

import java.util.List;

/**
 * Clients that are measured in turn, and what is to come of it.
 *
 * @param ids of its targets, by which it is picked
 * @param columns what its table shows
 */
record Scenario(
        List<String> ids, String title, List<Figure> columns, List<Contender> contenders, List<Target> targets) {
    /** By a name of its own, or by the letter that those of its kind begin with. */
    boolean isCalled(String name) {
        return ids.contains(name) || (name.length() == 1 && ids.stream().anyMatch(id -> id.startsWith(name)));
    }

    String name() {
        return String.join(", ", ids);
    }
}
