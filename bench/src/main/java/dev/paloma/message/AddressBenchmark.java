package dev.paloma.message;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading addresses. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AddressBenchmark {
    private final String bare = "bob@example.net";
    private final String named = "\"Bob, the Builder\" <bob.builder+bricks@mail.example.net>";
    private final String hundred = IntStream.range(0, 100)
            .mapToObj(i -> "Bob " + i + " <bob" + i + "@example.net>")
            .collect(Collectors.joining(", "));

    @Benchmark
    public Mailbox bare() {
        return new AddressParser(bare).single();
    }

    @Benchmark
    public Mailbox named() {
        return new AddressParser(named).single();
    }

    @Benchmark
    public List<?> listOfHundred() {
        return new AddressParser(hundred).list();
    }
}
