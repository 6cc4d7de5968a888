/**
 * Measurements. {@code Bench} runs the scenarios of {@code Scenarios} in rounds: each client in a process of its own, against
 * {@code FastSink}, which counts what it gets. The clients of others are in {@code bench/peers}. Classes named Benchmark
 * measure parts, with JMH.
 */
@NullMarked
package dev.paloma.bench;

import org.jspecify.annotations.NullMarked;
