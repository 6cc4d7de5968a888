package dev.paloma.message;

import org.jspecify.annotations.Nullable;

/** Keeps the value of the first field of one name while a header passes by; of a long one only the beginning. */
final class FieldCatcher {
    private final String name;
    private final int longest;
    private final StringBuilder caught = new StringBuilder();
    private boolean catching;
    private boolean done;

    FieldCatcher(String name, int longest) {
        this.name = name;
        this.longest = longest;
    }

    /** A header line begins. */
    void line(String field, boolean startsField) {
        if (startsField) {
            done |= catching;
            catching = !done && field.equals(name);
        }
    }

    void add(LinePieces piece) {
        if (catching && caught.length() < longest) {
            caught.append(piece.text(longest - caught.length()));
        }
    }

    void reset() {
        caught.setLength(0);
        catching = false;
        done = false;
    }

    @Nullable
    String value() {
        int colon = caught.indexOf(":");
        return colon < 0 ? null : caught.substring(colon + 1);
    }

    String valueOrEmpty() {
        String value = value();
        return value == null ? "" : value;
    }
}
