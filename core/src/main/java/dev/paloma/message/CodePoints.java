package dev.paloma.message;

import java.util.Arrays;

/** A set of code points, written as hexadecimal numbers and ranges in ascending order: {@code "5F0 600-60F"}. */
final class CodePoints {
    private final int[] starts;
    private final int[] ends;

    private CodePoints(int[] starts, int[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    static CodePoints of(String ranges) {
        String[] parts = ranges.split(" ");
        int[] starts = new int[parts.length];
        int[] ends = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int dash = parts[i].indexOf('-');
            starts[i] = Integer.parseInt(dash < 0 ? parts[i] : parts[i].substring(0, dash), 16);
            ends[i] = Integer.parseInt(parts[i].substring(dash + 1), 16);
        }
        return new CodePoints(starts, ends);
    }

    boolean contains(int c) {
        int at = Arrays.binarySearch(starts, c);
        int range = at >= 0 ? at : -at - 2;
        return range >= 0 && c <= ends[range];
    }
}
