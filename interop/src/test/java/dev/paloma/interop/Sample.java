package dev.paloma.interop;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something made at random and what is true of it, noted without asking the library.
 *
 * @param made a part or a message
 * @param truth for JSON
 */
record Sample<T>(T made, Map<String, Object> truth) {
    /** Names and values in turn. */
    static Map<String, Object> facts(Object... namesAndValues) {
        Map<String, Object> truth = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            truth.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return truth;
    }
}
