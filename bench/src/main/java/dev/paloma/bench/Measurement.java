package dev.paloma.bench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of a client, in one round or the medians of several.
 *
 * @param sent mails that were sent in all, those of the warm-up too
 */
record Measurement(long sent, Map<Figure, Double> figures) {
    /** As one line, for another process to {@link #parse}. */
    String line() {
        StringBuilder line = new StringBuilder().append(sent);
        figures.forEach(
                (figure, value) -> line.append(' ').append(figure).append('=').append(value));
        return line.toString();
    }

    static Measurement parse(String line) {
        String[] words = line.split(" ");
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        for (String word : List.of(words).subList(1, words.length)) {
            int equals = word.indexOf('=');
            figures.put(Figure.valueOf(word.substring(0, equals)), Double.valueOf(word.substring(equals + 1)));
        }
        return new Measurement(Long.parseLong(words[0]), figures);
    }

    Measurement with(Figure figure, double value) {
        Map<Figure, Double> more = new EnumMap<>(Figure.class);
        more.putAll(figures);
        more.put(figure, value);
        return new Measurement(sent, more);
    }

    /** Not a number where it wasn't measured. */
    double of(Figure figure) {
        return figures.getOrDefault(figure, Double.NaN);
    }

    static Measurement median(List<Measurement> rounds) {
        Map<Figure, Double> medians = new EnumMap<>(Figure.class);
        for (Figure figure : rounds.get(0).figures.keySet()) {
            List<Double> values =
                    rounds.stream().map(round -> round.of(figure)).sorted().toList();
            medians.put(figure, (values.get((values.size() - 1) / 2) + values.get(values.size() / 2)) / 2);
        }
        return new Measurement(rounds.get(0).sent, Collections.unmodifiableMap(medians));
    }
}
