package dev.paloma.interop.seeds;

/**
 * What a client told its caller.
 *
 * @param says {@code sent}, {@code error}; {@code refused}, if it returned with a list of those who were; {@code in
 *     doubt}; {@code hangs}
 * @param text its words
 * @param hooks how often it called the end-of-message hook
 */
record Answer(String says, String text, int hooks) {
    static final Answer HANGS = new Answer("hangs", "", 0);
}
