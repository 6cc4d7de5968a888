package dev.paloma.interop.seeds;

import java.util.ArrayList;
import java.util.List;

/** All of them. */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        all.addAll(Envelopes.all());
        all.addAll(Contents.all());
        all.addAll(Security.all());
        all.addAll(Logins.all());
        all.addAll(Failures.all());
        return all;
    }
}
