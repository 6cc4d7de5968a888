package dev.paloma.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.Mailer;
import dev.paloma.inbox.CaughtMail;
import dev.paloma.inbox.Inbox;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import dev.paloma.message.RawContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dcorpus.folder} keeps the files, {@code -Dcorpus.count} and {@code -Dcorpus.seed} say how many and which. */
class CorpusTest {
    private static final int COUNT = Integer.getInteger("corpus.count", 60);
    private static final long SEED = Long.getLong("corpus.seed", 1);

    private static final Envelope TO_BOB =
            Envelope.of(Mailbox.parse("alice@example.org"), List.of(Mailbox.parse("bob@example.org")));

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
                assertThat(Corpus.octets(message, form)).as(name(number)).isEqualTo(octets);
                assertThat(message.size(form)).as(name(number)).isIn(-1L, (long) octets.length);
            }
        }
    }

    @Test
    void readyMadeMessagesArriveUnchangedToTheOctet() throws IOException {
        Queue<CaughtMail> caught = new ConcurrentLinkedQueue<>();
        Path maildir = temporary.resolve("maildir");
        Corpus corpus = new Corpus(SEED);
        try (Inbox inbox = Inbox.builder()
                        .port(0)
                        .maildir(maildir)
                        .onMail(caught::add)
                        .start();
                Mailer mailer = Mailer.to(inbox.url())) {
            for (int number = 0; number < COUNT; number++) {
                Path eml = corpus.write(folder(), number);
                byte[] octets = Files.readAllBytes(eml);
                if ("BINARY".equals(corpus.message(number).truth().get("form"))) {
                    continue; // The inbox has no BINARYMIME, so it can't go unchanged.
                }
                mailer.send(TO_BOB, RawContent.builder().add(eml).build());
                assertThat(caught.remove().content().readAllBytes())
                        .as(name(number))
                        .isEqualTo(octets);
            }
        }
    }

    private static String name(int number) {
        return "seed " + SEED + ", number " + number;
    }
}
