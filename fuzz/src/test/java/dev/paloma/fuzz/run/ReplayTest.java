package dev.paloma.fuzz.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kept input once: those that broke something, and those that reach all the code that any was found to reach. */
class ReplayTest {
    @ParameterizedTest
    @EnumSource
    void holdsForEveryKeptInput(Target target) {
        List<Path> corpus = files(Path.of("corpus", target.folder()));
        assertThat(corpus).isNotEmpty();
        corpus.forEach(file -> run(target, file));
    }

    @ParameterizedTest
    @EnumSource
    void holdsForEveryInputThatOnceBrokeIt(Target target) {
        List<Path> found = files(Path.of("found", target.folder()));
        found.forEach(file -> run(target, file));
        assertThat(found).allSatisfy(file -> assertThat(file).isReadable());
    }

    @Test
    void everyFolderIsOfATarget() {
        List<String> targets =
                Arrays.stream(Target.values()).map(Target::folder).toList();
        assertThat(names("corpus")).containsExactlyInAnyOrderElementsOf(targets);
        assertThat(names("dictionaries")).containsExactlyInAnyOrderElementsOf(targets);
        assertThat(targets).containsAll(names("found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"corpus", "found"})
    void keepsFewAndSmallInputs(String folder) {
        List<Path> all = names(folder).stream()
                .flatMap(name -> files(Path.of(folder, name)).stream())
                .toList();
        assertThat(all)
                .hasSizeLessThanOrEqualTo(40 * Target.values().length)
                .allSatisfy(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(4096));
    }

    private static void run(Target target, Path file) {
        byte[] input = read(file);
        try {
            target.run(input);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("input " + file, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(String folder) {
        return files(Path.of(folder)).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    /** In their order; none where there is no such folder. */
    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
