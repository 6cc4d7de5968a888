package dev.paloma.message;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message made of the fuzzer's choices, and what must be found in it when it is read. */
final class Composed {
    private static final int STEPS = 14;
    private static final List<TransferEncoding> ENCODINGS = List.of(TransferEncoding.values());
    /** Text that would take long to judge isn't any more likely to be wrong. */
    private static final int DEEPEST = 3;

    final List<Attachment> attachments = new ArrayList<>();

    @Nullable
    String subject;

    @Nullable
    String text;

    @Nullable
    String html;

    @Nullable
    String header;

    private final Message.Builder builder = Message.builder().date(Instant.EPOCH);
    private final int depth;

    /** What must come back of an attached part. */
    record Attachment(String name, String octets) {}

    private Composed(int depth) {
        this.depth = depth;
        builder.from("Ann <ann@example.org>");
    }

    static Composed of(Input input) {
        Composed composed = new Composed(0);
        if (input.choice(4) == 0) {
            composed.builder.random(() -> 0L); // boundaries that the text may foresee
        }
        composed.takeAll(input);
        return composed;
    }

    private void takeAll(Input input) {
        while (!input.isEmpty()) {
            try {
                take(input);
            } catch (MessageException e) {
                Claim.oneLine(e.getMessage(), "exception");
                Claim.that(String.valueOf(e.getMessage()).length() < 1500, "a long story");
            }
        }
    }

    Message build() {
        return builder.build();
    }

    private void take(Input input) {
        switch (input.step(STEPS)) {
            case 0 -> subject(input.text());
            case 1 -> text(input.text());
            case 2 -> html(input.text());
            case 3 -> builder.to(input.text());
            case 4 -> builder.from(Mailbox.of(input.text(), "bob@example.org")).sender("ann@example.org");
            case 5 -> attach(input.text(), input.text(), input.octets());
            case 6 -> header(input.text());
            case 7 -> builder.inline(input.text(), "image/png", input.octets());
            case 8 -> builder.calendar(input.text(), "REQUEST");
            case 9 -> encoded(ENCODINGS.get(input.step(ENCODINGS.size())), input.text(), input.octets());
            case 10 -> parts(input.text(), input.text());
            case 11 -> message(input.octets());
            case 12 -> builder.header(input.text(), input.text());
            default -> described(input.text(), input.text(), input.octets());
        }
    }

    private void subject(String given) {
        builder.subject(given);
        subject = given;
    }

    private void text(String given) {
        builder.text(given);
        text = inLines(given);
    }

    private void html(String given) {
        builder.html(given);
        html = inLines(given);
    }

    private void header(String given) {
        if (header == null) {
            builder.header("X-Fuzz", given);
            header = FieldRules.trim(given);
        }
    }

    private void attach(String name, String type, byte[] octets) {
        builder.attach(name, type, octets);
        expect(name, octets);
    }

    /** Octets that aren't text come back exactly, whatever the encoding. */
    private void encoded(TransferEncoding encoding, String name, byte[] octets) {
        builder.attach(Part.builder()
                .name(name)
                .contentType("application/x-fuzz")
                .attachment()
                .encoding(encoding)
                .bytes(octets)
                .build());
        expect(name, octets);
    }

    private void described(String id, String description, byte[] octets) {
        builder.attach(Part.builder()
                .name("described")
                .id(id)
                .description(description)
                .parameter("x-fuzz", description)
                .attachment()
                .bytes(octets)
                .build());
        expect("described", octets);
    }

    private void parts(String boundary, String given) {
        builder.attach(Part.builder()
                .boundary(boundary)
                .subparts(Part.builder()
                        .name("inner")
                        .contentType("application/x-inner")
                        .attachment()
                        .encoding(TransferEncoding.EIGHT_BIT)
                        .bytes(given.getBytes(StandardCharsets.UTF_8))
                        .build())
                .build());
        expect("inner", given.getBytes(StandardCharsets.UTF_8));
    }

    /** A message in the message, made of the same kind of choices. */
    private void message(byte[] choices) {
        if (depth < DEEPEST) {
            Composed inner = new Composed(depth + 1);
            inner.takeAll(new Input(choices));
            builder.attach(inner.build());
            expect("", new byte[0]);
        }
    }

    private void expect(String name, byte[] octets) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        attachments.add(new Attachment(last, new String(octets, StandardCharsets.ISO_8859_1)));
    }

    private static String inLines(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }
}
