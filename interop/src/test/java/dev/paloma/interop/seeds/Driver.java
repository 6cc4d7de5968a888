package dev.paloma.interop.seeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that is another program: one process for all orders, unless it can't be brought back from one. */
final class Driver implements Client {
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    private final List<String> command;
    private final Path log;
    private Running running;

    private record Running(Process process, BlockingQueue<Answer> answers) {}

    Driver(Path log, String... command) throws IOException {
        this.command = List.of(command);
        this.log = log;
        this.running = start();
    }

    private Running start() throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BlockingQueue<Answer> answers = new ArrayBlockingQueue<>(16);
        Thread reader = new Thread(() -> read(process, answers), "answers of " + command.get(0));
        reader.setDaemon(true);
        reader.start();
        return new Running(process, answers);
    }

    private static void read(Process process, BlockingQueue<Answer> answers) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                String text = new String(Base64.getDecoder().decode(words[1]), UTF_8);
                answers.put(new Answer(words[0], text.substring(1), Integer.parseInt(words[2])));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Answer send(Order order, Duration limit) throws IOException, InterruptedException {
        running.process.getOutputStream().write(order.lines().getBytes(UTF_8));
        running.process.getOutputStream().flush();
        @Nullable Answer answer = running.answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        return answer == null ? Answer.HANGS : answer;
    }

    /** It sees the end of its connection; one that doesn't is ended. */
    @Override
    public void recover() throws IOException, InterruptedException {
        if (running.answers.poll(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS) == null) {
            close();
            running = start();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        running.process.destroy();
        if (!running.process.waitFor(5, TimeUnit.SECONDS)) {
            running.process.destroyForcibly().waitFor();
        }
    }
}
