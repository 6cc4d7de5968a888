package dev.paloma;

import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Content;
import dev.paloma.message.Message;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;

/** A process of its own that signs one mail with a large file and sends it, and prints by how much its heap has grown. */
final class HugeSignedMail {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);

    private HugeSignedMail() {}

    /** With one key and at one time it comes out the same each time: a key of 32 octets of zero, of which none is secret. */
    static DkimSigner signer() {
        byte[] head = {0x30, 46, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 34, 4, 32};
        byte[] key = Arrays.copyOf(head, head.length + 32);
        return DkimSigner.builder("example.org", "s1")
                .key("-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n")
                .clock(NOON)
                .build();
    }

    static Content of(Path file) {
        return signer().sign(HugeMail.of(file));
    }

    public static void main(String[] arguments) {
        Message message = HugeMail.of(Path.of(arguments[1]));
        DkimSigner signer = signer();
        signer.sign(Content.of("From: ann@example.org\r\n\r\n")); // loads what signing needs
        try (Mailer mailer =
                Mailer.builder().server("smtp://127.0.0.1:" + arguments[0]).build()) {
            mailer.warmUp(1);
            System.gc();
            long before = used();
            System.out.println("begins");
            Receipt receipt = mailer.send(signer.sign(message));
            System.out.println(receipt.session().octets() + " " + (used() - before));
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
