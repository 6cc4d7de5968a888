package dev.paloma.message;

import dev.paloma.bench.PartBenchmark;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;

/** Reading addresses. */
public class AddressBenchmark extends PartBenchmark {
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
