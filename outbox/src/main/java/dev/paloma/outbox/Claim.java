package dev.paloma.outbox;

import java.util.function.ToIntFunction;

/**
 * Which jobs a worker wants.
 *
 * @param worker its number
 * @param route by this route
 * @param most jobs at a time
 * @param room how many more of a domain may be taken now
 * @param after the destination whose turn was last
 */
record Claim(long worker, String route, int most, ToIntFunction<String> room, Destination after) {}
