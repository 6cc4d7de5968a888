package dev.paloma.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was measured, as Markdown that can be read as it stands. */
final class Report {
    private final StringBuilder text = new StringBuilder();
    private final List<List<String>> targets = new ArrayList<>();

    Report(String title, String machine) {
        text.append("# ").append(title).append("\n\n").append(machine).append("\n\n");
    }

    /**
     * @return the scenario's part
     */
    String add(Scenario scenario, Map<String, Measurement> medians, Map<String, String> missing) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(header(scenario));
        medians.forEach((name, median) -> rows.add(row(name, scenario, median)));
        missing.forEach((name, why) -> rows.add(List.of(name, why)));
        List<List<String>> reached = new ArrayList<>();
        for (Target target : scenario.targets()) {
            double value = target.measured().applyAsDouble(medians);
            reached.add(List.of(target.id(), target.text(), Figure.text(value), target.verdict(value)));
        }
        targets.addAll(reached);
        String part = "## " + scenario.name() + ": " + scenario.title() + "\n\n" + table(rows) + "\n";
        text.append(part);
        return part + (reached.isEmpty() ? "" : targets(reached) + "\n");
    }

    private static List<String> header(Scenario scenario) {
        List<String> header = new ArrayList<>(List.of("client"));
        scenario.columns().forEach(figure -> header.add(figure.label()));
        return header;
    }

    private static List<String> row(String name, Scenario scenario, Measurement median) {
        List<String> row = new ArrayList<>(List.of(name));
        for (Figure figure : scenario.columns()) {
            row.add(Figure.text(median.of(figure)));
        }
        return row;
    }

    private static String targets(List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(List.of("", "target", "measured", "met"));
        all.addAll(rows);
        return table(all);
    }

    /** The first row is the header; rows may be shorter than it. */
    static String table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder table = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            for (int i = 0; i < columns; i++) {
                String cell = i < rows.get(r).size() ? rows.get(r).get(i) : "";
                table.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
            }
            table.append("|\n");
            if (r == 0) {
                for (int width : widths) {
                    table.append('|').append("-".repeat(width + 2));
                }
                table.append("|\n");
            }
        }
        return table.toString();
    }

    String text() {
        return targets.isEmpty() ? text.toString() : text + "## Targets\n\n" + targets(targets);
    }
}
