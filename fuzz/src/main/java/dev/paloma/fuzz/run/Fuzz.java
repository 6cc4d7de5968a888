package dev.paloma.fuzz.run;

/** Where Jazzer enters: it calls these two by their names. */
public final class Fuzz {
    /** One process fuzzes one target. */
    private static final Target TARGET = Target.named(System.getProperty("target", "reply"));

    private Fuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.run(input);
    }
}
