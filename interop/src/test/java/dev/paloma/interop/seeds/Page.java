package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The comparison as a page of Markdown: made of what is expected, which is what happens if no check fails. */
final class Page {
    private static final String HEAD = """
            # Paloma beside Tcllib and Racket

            The same mails, sent by Tcllib's `smtp::sendmessage`, Racket's `smtp-send-message` and Paloma through the same
            scripted servers. This page is written by `interop/run seeds`, which fails where one of the three does something
            else. What a client says to its caller stands first: *sent*; *error*; *refused*, where it returns with a list of
            recipients that were not taken; *in doubt*; *hangs*. An original's cell names only where it differs from Paloma.

            """;

    private final String text;

    Page(List<Scenario> scenarios) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("| | Paloma | Tcllib | Racket |\n|---|---|---|---|\n");
        for (Scenario scenario : scenarios) {
            page.append("| ").append(cell(scenario.name())).append(" | ").append(ours(scenario));
            page.append(" | ").append(theirs(scenario, Who.TCLLIB));
            page.append(" | ").append(theirs(scenario, Who.RACKET)).append(" |\n");
        }
        text = page.toString();
    }

    /** What was said, and what isn't usual. */
    private static String ours(Scenario scenario) {
        Map<String, String> usual = Facts.usual(scenario.order());
        Map<String, String> facts = scenario.expected(Who.PALOMA);
        List<String> told = new ArrayList<>(List.of(facts.getOrDefault("says", "")));
        facts.forEach((fact, value) -> {
            if (!fact.equals("says") && !value.equals(usual.get(fact))) {
                told.add(fact + ": " + value);
            }
        });
        return cell(String.join("; ", told));
    }

    private static String theirs(Scenario scenario, Who who) {
        if (!scenario.isIn(who)) {
            return "– " + cell(scenario.reason(who));
        }
        Map<String, String> ours = scenario.expected(Who.PALOMA);
        Map<String, String> theirs = scenario.expected(who);
        List<String> told = new ArrayList<>();
        for (String fact : new TreeSet<>(theirs.keySet()).descendingSet()) {
            String value = theirs.get(fact);
            boolean follows = !ours.containsKey(fact) && !scenario.declared(who).containsKey(fact);
            if (value != null && !value.equals(ours.get(fact)) && !follows) {
                told.add(fact.equals("says") ? value : fact + ": " + value);
            }
        }
        return told.isEmpty() ? "the same" : cell(String.join("; ", told) + " – " + scenario.reason(who));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
    }

    void write(Path file) throws IOException {
        Files.writeString(file, text);
    }

    boolean isAt(Path file) throws IOException {
        return Files.exists(file) && Files.readString(file).equals(text);
    }
}
