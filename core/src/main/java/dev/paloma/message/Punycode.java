package dev.paloma.message;

/** A label's letters in ASCII and back (RFC 3492), without the {@code xn--}. For labels of at most 63 characters. */
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;

    private Punycode() {}

    /**
     * RFC 3492 §6.3. Time grows with the square of the length.
     *
     * @throws ArithmeticException if a number grows out of range
     */
    static String encode(int[] input) {
        StringBuilder output = new StringBuilder();
        for (int c : input) {
            if (c < INITIAL_N) {
                output.append((char) c);
            }
        }
        int basic = output.length();
        if (basic > 0) {
            output.append('-');
        }
        int delta = 0;
        int bias = INITIAL_BIAS;
        int n = INITIAL_N;
        for (int handled = basic; handled < input.length; n++) {
            int next = leastFrom(input, n);
            delta = Math.addExact(delta, Math.multiplyExact(next - n, handled + 1));
            n = next;
            for (int c : input) {
                if (c < n) {
                    delta = Math.incrementExact(delta);
                } else if (c == n) {
                    appendNumber(output, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta = Math.incrementExact(delta);
        }
        return output.toString();
    }

    private static int leastFrom(int[] input, int floor) {
        int least = Integer.MAX_VALUE;
        for (int c : input) {
            if (c >= floor && c < least) {
                least = c;
            }
        }
        return least;
    }

    private static void appendNumber(StringBuilder output, int number, int bias) {
        int q = number;
        int k = BASE;
        for (int t = threshold(k, bias); q >= t; t = threshold(k, bias)) {
            output.append(digit(t + (q - t) % (BASE - t)));
            q = (q - t) / (BASE - t);
            k += BASE;
        }
        output.append(digit(q));
    }

    /**
     * RFC 3492 §6.2. Upper and lower case digits mean the same.
     *
     * @throws IllegalArgumentException if the text encodes nothing
     * @throws ArithmeticException if a number grows out of range
     */
    static String decode(String text) {
        StringBuilder output = new StringBuilder();
        int delimiter = text.lastIndexOf('-');
        output.append(text, 0, Math.max(0, delimiter));
        int count = output.length();
        int n = INITIAL_N;
        int i = 0;
        int bias = INITIAL_BIAS;
        // A hyphen in front of everything delimits nothing: it isn't a digit either, so it is refused below.
        for (int at = delimiter > 0 ? delimiter + 1 : 0; at < text.length(); ) {
            int before = i;
            int weight = 1;
            int k = BASE;
            int digit;
            int t;
            do {
                digit = value(at < text.length() ? text.charAt(at) : '-');
                at++;
                i = Math.addExact(i, Math.multiplyExact(digit, weight));
                t = threshold(k, bias);
                k += BASE;
                weight = digit < t ? weight : Math.multiplyExact(weight, BASE - t);
            } while (digit >= t);
            count++;
            bias = adapt(i - before, count, before == 0);
            n = Math.addExact(n, i / count);
            i %= count;
            if (n > Character.MAX_CODE_POINT || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
                throw new IllegalArgumentException("not a character");
            }
            output.insert(output.offsetByCodePoints(0, i), Character.toString(n));
            i++;
        }
        return output.toString();
    }

    /** RFC 3492 §6.1. */
    private static int adapt(int delta, int points, boolean first) {
        int d = first ? delta / DAMP : delta / 2;
        d += d / points;
        int k = 0;
        while (d > (BASE - T_MIN) * T_MAX / 2) {
            d /= BASE - T_MIN;
            k += BASE;
        }
        return k + (BASE - T_MIN + 1) * d / (d + SKEW);
    }

    private static int threshold(int k, int bias) {
        return Math.min(T_MAX, Math.max(T_MIN, k - bias));
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int value(char digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0' + 26;
        }
        if (digit >= 'a' && digit <= 'z') {
            return digit - 'a';
        }
        if (digit >= 'A' && digit <= 'Z') {
            return digit - 'A';
        }
        throw new IllegalArgumentException("not a digit");
    }
}
