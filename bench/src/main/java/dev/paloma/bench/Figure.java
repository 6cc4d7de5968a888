package dev.paloma.bench;

import java.util.Locale;

/** What is measured. */
enum Figure {
    RATE("mails/s"),
    CPU("CPU µs a mail"),
    HEAP("heap B a mail"),
    MILLIS("ms"),
    MEGABYTES("MB/s"),
    ROUND_TRIPS("round trips"),
    RESUMED("TLS resumed, %"),
    P99("p99 ms"),
    MEAN("mean ms");

    private final String label;

    Figure(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Three digits that count. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        if (size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
