package dev.paloma.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Form;
import dev.paloma.message.Message;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcorpus.folder} keeps the files, {@code -Dcorpus.count} and {@code -Dcorpus.seed} say how many and which. */
class CorpusTest {
    private static final int COUNT = Integer.getInteger("corpus.count", 60);
    private static final long SEED = Long.getLong("corpus.seed", 1);

    @TempDir
    private Path temporary;

    private Path folder() {
        String given = System.getProperty("corpus.folder");
        return given == null ? temporary : Path.of(given);
    }

    @Test
    void writesTheSameOctetsEachTimeAndAsManyAsItSays() throws IOException {
        Corpus corpus = new Corpus(SEED);
        for (int number = 0; number < COUNT; number++) {
            Message message = corpus.message(number).made();
            for (Form.Body body : Form.Body.values()) {
                Form form = message.form(new Form(body, true));
                byte[] octets = Corpus.octets(message, form);
                assertThat(Corpus.octets(message, form))
                        .as("seed %d, number %d, %s", SEED, number, form)
                        .isEqualTo(octets);
                assertThat(message.size(form))
                        .as("seed %d, number %d, %s", SEED, number, form)
                        .isIn(-1L, (long) octets.length);
            }
            corpus.write(folder(), number);
        }
    }
}
