package dev.paloma.bench;

import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Content;
import dev.paloma.message.Message;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** Signing a mail, with 1 KiB of text but for the last: what it costs by key, and by octet. */
public class DkimBenchmark extends PartBenchmark {
    private final DkimSigner rsa = signer("RSA", 2048);
    private final DkimSigner ed25519 = signer("Ed25519", 255);
    private final List<DkimSigner> both = List.of(rsa, ed25519);
    private final Message small =
            message("A line of text as people write them, of seventy octets or so, or not.\n".repeat(15));
    private final Message large =
            message("A line of text as people write them, of seventy octets or so, or not.\n".repeat(15_000));

    private static DkimSigner signer(String kind, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(size);
            return DkimSigner.builder("example.org", "s1")
                    .key(generator.generateKeyPair().getPrivate())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message message(String text) {
        return Message.builder()
                .from("Ann <ann@example.org>")
                .to("bob@example.net")
                .subject("Invoice 42")
                .text(text)
                .build();
    }

    @Benchmark
    public Content signRsa2048() {
        return rsa.sign(small);
    }

    @Benchmark
    public Content signEd25519() {
        return ed25519.sign(small);
    }

    @Benchmark
    public Content signBoth() {
        return DkimSigner.sign(small, both);
    }

    /** A mebibyte. */
    @Benchmark
    public Content signLarge() {
        return ed25519.sign(large);
    }
}
