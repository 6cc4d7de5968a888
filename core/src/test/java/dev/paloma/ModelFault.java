package dev.paloma;

import java.util.Random;

/** What a scripted server does at the moment of a reply. */
enum ModelFault {
    NONE,
    CLOSE_BEFORE,
    CLOSE_INSIDE,
    CLOSE_AFTER,
    RESET_BEFORE,
    RESET_AFTER,
    DISMISSAL_AFTER,
    SECOND_REPLY,
    SILENCE;

    private static final ModelFault[] ALL = values();

    /**
     * @param strict whether a second reply can be told from the next command's: only where the client waits for each
     * @param silences whether the server may fall silent
     */
    static ModelFault drawn(Random dice, boolean strict, boolean silences) {
        ModelFault fault = ALL[1 + dice.nextInt(ALL.length - 1)];
        boolean impossible = (fault == SECOND_REPLY && !strict) || (fault == SILENCE && !silences);
        return impossible ? CLOSE_BEFORE : fault;
    }

    boolean isReset() {
        return this == RESET_BEFORE || this == RESET_AFTER;
    }
}
