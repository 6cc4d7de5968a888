package dev.paloma.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The {@link FastSink} in its process. */
final class OwnSink implements Sink {
    private static final List<String> OFFERS = List.of(
            "pipelining", "pipelining+chunking", "pipelining+chunking+binarymime", "pipelining+chunking+tls", "raw");

    private final Process process;
    private final BufferedReader answers;
    private final Map<Offers, Integer> ports = new HashMap<>();

    OwnSink(String java, String classPath) throws IOException {
        process = new ProcessBuilder(Stream.concat(
                                Stream.of(java, "-Xmx512m", "-cp", classPath, FastSink.class.getName()),
                                OFFERS.stream())
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String[] numbers = answer().split(" ");
        for (int i = 0; i < numbers.length; i++) {
            ports.put(Offers.parse(OFFERS.get(i)), Integer.valueOf(numbers[i]));
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the sink has ended");
        }
        return line;
    }

    @Override
    public int port(Offers offers) {
        Integer port = ports.get(offers);
        if (port == null) {
            throw new IllegalArgumentException("the sink has no port that offers " + offers);
        }
        return port;
    }

    @Override
    public Tally.Count take() throws IOException {
        OutputStream questions = process.getOutputStream();
        questions.write('\n');
        questions.flush();
        return Tally.Count.parse(answer());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
