package dev.paloma.interop.seeds;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All of them. */
final class Scenarios {
    private Scenarios() {}

    /** By what they are about. */
    static Map<String, List<Scenario>> bySubject() {
        Map<String, List<Scenario>> subjects = new LinkedHashMap<>();
        subjects.put("Servers, senders, recipients", Envelopes.all());
        subjects.put("Headers and bodies", Contents.all());
        subjects.put("TLS", Security.all());
        subjects.put("Logging in", Logins.all());
        subjects.put("Lost lines, silence, refusals, the hook", Failures.all());
        subjects.put("The sendmail program", Programs.all());
        return subjects;
    }

    static List<Scenario> all() {
        return bySubject().values().stream().flatMap(List::stream).toList();
    }
}
