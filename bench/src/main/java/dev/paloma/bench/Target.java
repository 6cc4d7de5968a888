package dev.paloma.bench;

import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What is to be reached.
 *
 * @param id such as B1
 * @param text what it says, such as "≥ 10 × Angus"
 * @param measured from the medians by name of contender; not a number if one is missing
 */
record Target(
        String id, String text, ToDoubleFunction<Map<String, Measurement>> measured, double bound, boolean atLeast) {
    /** So many times another's figure at least. */
    static Target times(double bound, String id, Figure figure, String ours, String theirs) {
        String text = ours + ": ≥ " + number(bound) + " × " + theirs + ", " + figure.label();
        return new Target(id, text, ratio(figure, ours, theirs), bound, true);
    }

    /** So many times another's figure at most. */
    static Target timesAtMost(double bound, String id, Figure figure, String ours, String theirs) {
        String text = ours + ": ≤ " + number(bound) + " × " + theirs + ", " + figure.label();
        return new Target(id, text, ratio(figure, ours, theirs), bound, false);
    }

    static Target atMost(double bound, String id, Figure figure, String ours) {
        String text = ours + ": ≤ " + number(bound) + " " + figure.label();
        return new Target(id, text, all -> figure(all, figure, ours), bound, false);
    }

    static Target atLeast(double bound, String id, Figure figure, String ours) {
        String text = ours + ": ≥ " + number(bound) + " " + figure.label();
        return new Target(id, text, all -> figure(all, figure, ours), bound, true);
    }

    private static ToDoubleFunction<Map<String, Measurement>> ratio(Figure figure, String ours, String theirs) {
        return all -> figure(all, figure, ours) / figure(all, figure, theirs);
    }

    private static double figure(Map<String, Measurement> all, Figure figure, String name) {
        Measurement measurement = all.get(name);
        return measurement == null ? Double.NaN : measurement.of(figure);
    }

    private static String number(double bound) {
        return bound == Math.rint(bound) ? String.format("%,d", (long) bound) : String.valueOf(bound);
    }

    /** Whether it is met; "?" if that isn't known. */
    String verdict(double value) {
        if (Double.isNaN(value)) {
            return "?";
        }
        return (atLeast ? value >= bound : value <= bound) ? "yes" : "**no**";
    }
}
