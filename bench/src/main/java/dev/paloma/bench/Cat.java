package dev.paloma.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code cat} of the file into a socket, until the other end has read all of it: what no client can beat by much. */
record Cat() implements Contender {
    @Override
    public String name() {
        return "cat";
    }

    @Override
    public Optional<String> missing(Lab lab) {
        return Lab.program("bash").isPresent() ? Optional.empty() : Optional.of("no bash");
    }

    @Override
    public Measurement run(Lab lab) throws IOException, InterruptedException {
        String line = "exec 3<>/dev/tcp/127.0.0.1/" + Course.RAW.port(lab) + " && cat '" + lab.hugeFile() + "' >&3";
        long began = System.nanoTime();
        Output.of(lab.root(), List.of("bash", "-c", line));
        long octets = 0;
        long ends = 0;
        while (octets < lab.hugeOctets() || ends == 0) { // or its end would be counted for whoever comes next
            Tally.Count count = Course.RAW.sink(lab).take();
            octets += count.octets();
            ends += count.messages();
        }
        double nanos = System.nanoTime() - began;
        return new Measurement(1, Map.of(Figure.MEGABYTES, octets * 1e3 / nanos, Figure.MILLIS, nanos / 1e6));
    }
}
