package dev.paloma.testkit;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What all connections of a server report to. Thread-safe. */
final class Journal {
    /** A client that does everything wrong shouldn't fill the memory with its faults. */
    private static final int MOST_VIOLATIONS = 1_000;

    final Transcript transcript = new Transcript();
    private final Queue<ReceivedMail> received = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> flights = new ConcurrentHashMap<>();

    void note(int connection, String what) {
        transcript.add(connection, Transcript.Side.NOTE, what);
    }

    void violation(int connection, String what) {
        note(connection, "violation: " + what);
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add("connection " + connection + ": " + what);
        }
    }

    void received(ReceivedMail mail) {
        received.add(mail);
    }

    void failure(Throwable failure) {
        failures.add(failure);
    }

    void flight(int connection) {
        flights.merge(connection, 1, Integer::sum);
    }

    List<ReceivedMail> received() {
        return List.copyOf(received);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    int flights() {
        return flights.values().stream().mapToInt(Integer::intValue).sum();
    }

    int flights(int connection) {
        return flights.getOrDefault(connection, 0);
    }

    /** Throws what went wrong on the server's own threads, once. */
    void rethrow() {
        Throwable first = failures.poll();
        if (first == null) {
            return;
        }
        AssertionError error =
                new AssertionError("the fake server failed: " + first.getMessage() + "\n" + transcript, first);
        failures.forEach(error::addSuppressed);
        failures.clear();
        throw error;
    }
}
