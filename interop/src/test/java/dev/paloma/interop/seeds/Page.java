package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The comparison as a page of Markdown: made of what is expected, which is what happens if no check fails. */
final class Page {
    private static final String HEAD = """
            # Paloma beside Tcllib and Racket

            The same mails, sent by Tcllib's `smtp::sendmessage`, Racket's `smtp-send-message` and Paloma through the same
            scripted servers. This page is written by `interop/run seeds`, which fails where one of the three does something
            else. It was last written with VERSIONS.

            A cell begins with what the caller is told: *sent*; *error*; *refused*, where a list of recipients comes back that
            were not taken; *in doubt*; *hangs*. Then come what else isn't as with a plain mail: the envelopes that arrived,
            header and body, TLS and login on the line, connections to each server, commands, what of the server's words the
            caller is told, breaches of the standards. The cell of an original names what isn't as with Paloma, and why; where
            it can't be asked for something it says so after a dash.
            """;

    private final String text;

    /** Versions: what the others are, in words. */
    Page(Map<String, List<Scenario>> subjects, String versions) {
        StringBuilder page = new StringBuilder(HEAD.replace("VERSIONS", versions));
        subjects.forEach((subject, scenarios) -> {
            page.append("\n## ").append(subject).append("\n\n| | Paloma | Tcllib | Racket |\n|---|---|---|---|\n");
            for (Scenario scenario : scenarios) {
                page.append("| ").append(cell(scenario.name())).append(" | ").append(ours(scenario));
                page.append(" | ").append(theirs(scenario, Who.TCLLIB));
                page.append(" | ").append(theirs(scenario, Who.RACKET)).append(" |\n");
            }
        });
        text = page.toString();
    }

    private static String ours(Scenario scenario) {
        Map<String, String> facts = scenario.expected(Who.PALOMA);
        List<String> told = otherwise(facts, Facts.usual(scenario.order()), facts.keySet());
        return cell(facts.get("says") + (told.isEmpty() ? "" : "; " + String.join("; ", told)));
    }

    private static String theirs(Scenario scenario, Who who) {
        if (!scenario.isIn(who)) {
            return "– " + cell(scenario.reason(who));
        }
        Map<String, String> ours = scenario.expected(Who.PALOMA);
        Map<String, String> theirs = scenario.expected(who);
        Collection<String> meant = new LinkedHashSet<>(ours.keySet());
        meant.addAll(scenario.declared(who).keySet());
        String says = theirs.getOrDefault("says", "");
        List<String> told = otherwise(theirs, ours, meant);
        if (!says.equals(ours.get("says"))) {
            told.add(0, says);
        }
        return told.isEmpty() ? "the same" : cell(String.join("; ", told) + ": " + scenario.reason(who));
    }

    /** What facts these have that those haven't, but for what was said. */
    private static List<String> otherwise(
            Map<String, String> these, Map<String, String> those, Collection<String> facts) {
        List<String> told = new ArrayList<>();
        for (String fact : facts) {
            String value = these.get(fact);
            if (value != null && !fact.equals("says") && !value.equals(those.get(fact))) {
                boolean nothing = fact.equals("mails") && value.equals(Facts.NONE);
                told.add(nothing ? "nothing arrives" : fact + " *" + value + "*");
            }
        }
        return told;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    void write(Path file) throws IOException {
        Files.writeString(file, text);
    }

    /** But for the versions. */
    boolean isAt(Path file) throws IOException {
        return Files.exists(file) && withoutVersions(Files.readString(file)).equals(withoutVersions(text));
    }

    private static String withoutVersions(String page) {
        return page.replaceFirst("last written with .*", "");
    }
}
