package dev.paloma;

import dev.paloma.message.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/** A process of its own that sends one mail with a large file, and prints by how much its heap has grown. */
final class HugeMail {
    private HugeMail() {}

    static Message of(Path file) {
        return Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("The film")
                .text("Here it is.\n")
                .attach(file)
                .clock(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC))
                .random(new Random(1))
                .build();
    }

    public static void main(String[] arguments) {
        Message message = of(Path.of(arguments[1]));
        try (Mailer mailer =
                Mailer.builder().server("smtp://127.0.0.1:" + arguments[0]).build()) {
            mailer.warmUp(1);
            System.gc();
            long before = used();
            System.out.println("begins");
            Receipt receipt = mailer.send(message);
            System.out.println(receipt.session().octets() + " " + (used() - before));
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
