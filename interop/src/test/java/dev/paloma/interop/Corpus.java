package dev.paloma.interop;

import dev.paloma.message.Form;
import dev.paloma.message.Message;
import dev.paloma.message.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Random messages: {@code NNN.eml}, and {@code NNN.json} with what is true of it. The body takes the three forms in
 * turn; one message in eight has addresses that only SMTPUTF8 can carry.
 */
public final class Corpus {
    static final Form EVERYTHING = new Form(Form.Body.BINARY, true);

    private final long seed;

    public Corpus(long seed) {
        this.seed = seed;
    }

    /** The message of this number, the same each time. */
    Sample<Message> message(int number) {
        Chance chance = new Chance(seed * 1_000_003 + number);
        Sample<Message> sample = new RandomMessages(chance, number % 8 == 7).next();
        sample.truth().put("form", form(sample.made(), number).body().name());
        return sample;
    }

    /** The same for those who don't ask what is true of it. */
    public Message made(int number) {
        return message(number).made();
    }

    /** What the message of this number is written in. */
    static Form form(Message message, int number) {
        Form.Body[] bodies = Form.Body.values();
        return message.form(new Form(bodies[number % bodies.length], true));
    }

    static byte[] octets(Message message, Form form) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Sink sink = Sink.to(octets);
        message.writeTo(sink, form);
        sink.flush();
        return octets.toByteArray();
    }

    /** Writes the message of this number; answers its {@code .eml}. */
    Path write(Path folder, int number) throws IOException {
        Sample<Message> sample = message(number);
        String name = String.format(Locale.ROOT, "%04d", number);
        Path eml = folder.resolve(name + ".eml");
        Files.write(eml, octets(sample.made(), form(sample.made(), number)));
        Files.writeString(folder.resolve(name + ".json"), Json.of(sample.truth()));
        return eml;
    }
}
