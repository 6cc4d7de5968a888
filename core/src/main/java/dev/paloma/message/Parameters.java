package dev.paloma.message;

import java.util.List;

/** Scaffold. */
final class Parameters {
    private Parameters() {}

    static void append(List<String> tokens, String name, String value) {
        int last = tokens.size() - 1;
        tokens.set(last, tokens.get(last) + ";");
        tokens.add(name + "=\"" + value + "\"");
    }
}
