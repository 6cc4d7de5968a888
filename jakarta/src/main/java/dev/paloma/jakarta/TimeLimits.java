package dev.paloma.jakarta;

import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import java.time.Duration;

/** The time limits that a session's properties ask for. */
final class TimeLimits {
    private TimeLimits() {}

    /**
     * The property {@code timeout} holds for every reply but the one to the content: giving that up early leaves a mail in
     * doubt, so it keeps its ten minutes (RFC 5321 §4.5.3.2.6) unless {@code paloma.finaltimeout} says otherwise.
     */
    static Timeouts of(SessionProperties properties) {
        Timeouts limits = Timeouts.standard();
        Duration reading = properties.millis("timeout");
        if (reading != null) {
            for (Stage stage : Stage.values()) {
                boolean reads = stage != Stage.CONNECT && stage != Stage.CONTENT && stage != Stage.END_OF_DATA;
                boolean longer = reading.compareTo(limits.of(stage)) > 0;
                if (reads || (stage == Stage.END_OF_DATA && longer)) {
                    limits = limits.with(stage, reading);
                }
            }
        }
        limits = with(limits, Stage.CONNECT, properties, "connectiontimeout");
        limits = with(limits, Stage.CONTENT, properties, "writetimeout");
        return with(limits, Stage.END_OF_DATA, properties, "paloma.finaltimeout");
    }

    private static Timeouts with(Timeouts limits, Stage stage, SessionProperties properties, String name) {
        Duration given = properties.millis(name);
        return given == null ? limits : limits.with(stage, given);
    }
}
