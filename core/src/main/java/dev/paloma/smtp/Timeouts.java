package dev.paloma.smtp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How long each stage may take, from its first octet to its last (RFC 5321 §4.5.3.2); a peer that sends an octet now and
 * then gains nothing. {@link Stage#CONTENT} is the limit for one block. Immutable.
 */
public final class Timeouts {
    private final Map<Stage, Duration> limits;

    private Timeouts(Map<Stage, Duration> limits) {
        this.limits = limits;
    }

    /** What RFC 5321 asks for, with limits of our own where it has none. */
    public static Timeouts standard() {
        Map<Stage, Duration> limits = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            limits.put(stage, Duration.ofMinutes(5));
        }
        limits.put(Stage.CONNECT, Duration.ofSeconds(30));
        limits.put(Stage.STARTTLS, Duration.ofMinutes(2));
        limits.put(Stage.DATA, Duration.ofMinutes(2));
        limits.put(Stage.CONTENT, Duration.ofMinutes(3));
        limits.put(Stage.END_OF_DATA, Duration.ofMinutes(10));
        limits.put(Stage.INQUIRY, Duration.ofMinutes(1)); // no mail depends on the answer
        limits.put(Stage.RSET, Duration.ofSeconds(20)); // the verdict is known by then and waits for this
        limits.put(Stage.QUIT, Duration.ofSeconds(5));
        return new Timeouts(limits);
    }

    /** For somebody who waits in front of a screen: no stage over 60 seconds. */
    public static Timeouts interactive() {
        Timeouts standard = standard();
        Duration most = Duration.ofSeconds(60);
        Duration finalDot = standard.of(Stage.END_OF_DATA);
        return standard.cappedAt(most).with(Stage.END_OF_DATA, finalDot.compareTo(most) < 0 ? finalDot : most);
    }

    /** This stage's limit. */
    public Duration of(Stage stage) {
        return Objects.requireNonNull(limits.get(stage));
    }

    long nanos(Stage stage) {
        return of(stage).toNanos();
    }

    /**
     * The same with another limit for one stage.
     *
     * @throws IllegalArgumentException if it isn't above zero, or longer than a day
     */
    public Timeouts with(Stage stage, Duration limit) {
        Map<Stage, Duration> changed = new EnumMap<>(limits);
        changed.put(stage, checked(limit));
        return new Timeouts(changed);
    }

    /**
     * The same with no stage over {@code most}, but for the reply to the final dot: giving that up early is what leaves
     * a mail in doubt (RFC 5321 §4.5.3.2.6).
     */
    public Timeouts cappedAt(Duration most) {
        checked(most);
        Map<Stage, Duration> changed = new EnumMap<>(limits);
        changed.replaceAll((stage, limit) -> stage == Stage.END_OF_DATA || limit.compareTo(most) < 0 ? limit : most);
        return new Timeouts(changed);
    }

    private static Duration checked(Duration limit) {
        if (limit.isNegative() || limit.isZero() || limit.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a time limit must be above zero and at most a day, not " + limit);
        }
        return limit;
    }

    @Override
    public String toString() {
        return limits.toString();
    }
}
