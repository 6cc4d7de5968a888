package dev.paloma.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Measures Paloma beside others; {@code bench/run} starts it. Arguments are names such as B1 or J, and {@code --quick}. */
final class Bench {
    private static final int ROUNDS = 5;

    private final Lab lab;
    private final Report report;
    private boolean failed;

    private Bench(Lab lab, Report report) {
        this.lab = lab;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> picked = new TreeSet<>(List.of(arguments));
        boolean quick = picked.remove("--quick");
        List<Scenario> scenarios = Scenarios.all().stream()
                .filter(scenario -> picked.isEmpty() || picked.stream().anyMatch(scenario::isCalled))
                .toList();
        Set<String> unknown = new TreeSet<>(picked);
        unknown.removeIf(name -> scenarios.stream().anyMatch(scenario -> scenario.isCalled(name)));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no such scenario: " + unknown);
        }
        Path root = Path.of("").toAbsolutePath();
        Report report = new Report(Machine.title(root), Machine.description());
        String fileName =
                Machine.fileName(root, picked); // of the commit that is measured, whatever is committed meanwhile
        boolean failed;
        try (Lab lab = new Lab(root, quick)) {
            Bench bench = new Bench(lab, report);
            for (Scenario scenario : scenarios) {
                bench.measure(scenario);
            }
            failed = bench.failed;
        }
        if (!quick) {
            Path file = root.resolve("bench/results").resolve(fileName);
            Files.createDirectories(file.getParent());
            Files.writeString(file, report.text());
            System.out.println("written to " + root.relativize(file));
        }
        System.exit(failed ? 1 : 0);
    }

    private void measure(Scenario scenario) throws IOException, InterruptedException {
        Map<String, String> absent = new LinkedHashMap<>();
        Map<String, List<Measurement>> rounds = new LinkedHashMap<>();
        for (Contender contender : scenario.contenders()) {
            contender.missing(lab).ifPresent(why -> absent.put(contender.name(), why));
        }
        for (int round = 0; round < (lab.brief() ? 1 : ROUNDS); round++) {
            for (Contender contender : scenario.contenders()) {
                if (!absent.containsKey(contender.name())) {
                    measure(contender, rounds, absent);
                }
            }
        }
        rounds.keySet().removeAll(absent.keySet());
        Map<String, Measurement> medians = new LinkedHashMap<>();
        rounds.forEach((name, each) -> medians.put(name, Measurement.median(each)));
        if (lab.brief()) {
            System.out.println(scenario.name() + ": every mail counted of " + String.join("; ", medians.keySet()));
            absent.forEach((name, why) -> System.out.println("  but " + name + ": " + why));
        } else {
            System.out.println(report.add(scenario, medians, absent));
        }
    }

    /** A client that fails is left out from then on. */
    private void measure(Contender contender, Map<String, List<Measurement>> rounds, Map<String, String> absent)
            throws IOException, InterruptedException {
        try {
            rounds.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(contender.run(lab));
        } catch (IOException e) {
            failed = true;
            System.err.println(contender.name() + ": " + e.getMessage());
            absent.put(contender.name(), "failed");
            lab.forget();
        }
    }
}
