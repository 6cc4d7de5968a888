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
import java.util.function.Predicate;

/** Measures Paloma beside others; {@code bench/run} starts it. Arguments are names such as B1, and {@code --quick}. */
final class Bench {
    private static final int ROUNDS = 5;

    private final Lab lab;
    private final Report report;

    private Bench(Lab lab, Report report) {
        this.lab = lab;
        this.report = report;
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> picked = new TreeSet<>(List.of(arguments));
        boolean quick = picked.remove("--quick");
        List<Scenario> scenarios = Scenarios.all().stream()
                .filter(scenario -> picked.isEmpty() || scenario.ids().stream().anyMatch(picked::contains))
                .toList();
        Scenarios.all().forEach(scenario -> picked.removeAll(scenario.ids()));
        if (!picked.isEmpty()) {
            throw new IllegalArgumentException("no such scenario: " + picked);
        }
        Path root = Path.of("").toAbsolutePath();
        Report report = new Report(Machine.title(root), Machine.description());
        try (Lab lab = new Lab(root, quick)) {
            Bench bench = new Bench(lab, report);
            for (Scenario scenario : scenarios) {
                bench.measure(scenario);
            }
        }
        if (!quick) {
            Path file = root.resolve("bench/results").resolve(Machine.fileName(root));
            Files.createDirectories(file.getParent());
            Files.writeString(file, report.text());
            System.out.println("written to " + root.relativize(file));
        }
        System.exit(0);
    }

    private void measure(Scenario scenario) throws IOException, InterruptedException {
        Map<String, String> missing = new LinkedHashMap<>();
        for (Contender contender : scenario.contenders()) {
            contender.missing(lab).ifPresent(why -> missing.put(contender.name(), why));
        }
        List<Contender> present = scenario.contenders().stream()
                .filter(Predicate.not(contender -> missing.containsKey(contender.name())))
                .toList();
        Map<String, List<Measurement>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < (lab.brief() ? 1 : ROUNDS); round++) {
            for (Contender contender : present) {
                rounds.computeIfAbsent(contender.name(), name -> new ArrayList<>())
                        .add(contender.run(lab));
            }
        }
        Map<String, Measurement> medians = new LinkedHashMap<>();
        rounds.forEach((name, each) -> medians.put(name, Measurement.median(each)));
        if (lab.brief()) {
            System.out.println(
                    scenario.name() + ": every mail of " + medians.keySet() + " counted; missing: " + missing);
        } else {
            System.out.println(report.add(scenario, medians, missing));
        }
    }
}
