package dev.paloma.message;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/** Messages of all shapes, the same for the same seed. */
final class RandomMessages {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T10:15:30Z"), ZoneOffset.ofHours(1));
    private static final String[] PIECES = {
        "a",
        "Hello",
        " ",
        "\t",
        ".",
        "..",
        "\n",
        "\r\n",
        "\r",
        "é",
        "ß",
        "日本",
        "😀",
        "=",
        "=3D",
        "From ",
        "--",
        "-- ",
        "\0",
        "~",
        ">",
        "x".repeat(80),
        "y".repeat(1200),
        "ö".repeat(600),
        "  \n",
        "\u0085",
        "\u2028",
        "č",
        "Ċ",
        "瘍",
        "\u007F"
    };

    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(40);
        int variety = 1 + random.nextInt(PIECES.length);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES[random.nextInt(variety)]);
        }
        return text.toString();
    }

    byte[] octets() {
        byte[] octets = new byte[random.nextInt(random.nextInt(20) == 0 ? 20_000 : 300)];
        random.nextBytes(octets);
        return random.nextInt(4) == 0 ? text().getBytes(StandardCharsets.UTF_8) : octets;
    }

    Message.Builder headers() {
        return Message.builder()
                .clock(CLOCK)
                .random(random)
                .from("Ann Ö <ann@example.org>")
                .to("bob@example.net")
                .bcc("hidden@example.com")
                .subject("Größe " + random.nextInt());
    }

    Message message() {
        return message(0);
    }

    private Message message(int depth) {
        Message.Builder builder = headers();
        if (random.nextInt(4) == 0) {
            builder.textFlowed(text());
        } else if (random.nextInt(4) > 0) {
            builder.text(text());
        }
        if (random.nextBoolean()) {
            builder.html("<p>" + text());
            for (int i = random.nextInt(3); i > 0; i--) {
                builder.inline("id" + i, "image/png", octets());
            }
        }
        if (random.nextInt(4) == 0) {
            builder.calendar("BEGIN:VCALENDAR\nX:" + text() + "\nEND:VCALENDAR\n", "REQUEST");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            builder.attach("Datei ü" + i + ".bin", "application/octet-stream", octets());
        }
        if (random.nextInt(4) == 0) {
            builder.attach(quoted());
        }
        if (depth < 2 && random.nextInt(4) == 0) {
            builder.attach(message(depth + 1));
        }
        return builder.build();
    }

    private Part quoted() {
        return Part.builder()
                .contentType(random.nextBoolean() ? "text/plain" : "application/x-thing")
                .name("quoted.txt")
                .attachment()
                .encoding(random.nextBoolean() ? TransferEncoding.QUOTED_PRINTABLE : TransferEncoding.BASE64)
                .bytes(octets())
                .build();
    }
}
