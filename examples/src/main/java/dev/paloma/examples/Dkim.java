package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Receipt;
import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Signing mail. */
final class Dkim {
    private Dkim() {}

    static Receipt sendSigned(String server, Path key, Content message) throws IOException {
        // <example mailer>
        DkimSigner signer = DkimSigner.of("example.org", "s1", key);
        Mailer mailer = Mailer.builder().server(server).dkim(signer).build();
        // </example>
        try (mailer) {
            return mailer.send(message);
        }
    }

    static Content signed(Path rsaKey, Path ed25519Key, Content message) throws IOException {
        // <example sign>
        DkimSigner rsa = DkimSigner.of("example.org", "s1", rsaKey);
        DkimSigner edwards = DkimSigner.of("example.org", "s2", ed25519Key);
        Content signed = DkimSigner.sign(message, List.of(rsa, edwards));
        // </example>
        return signed;
    }

    static DkimSigner withSettings(Path key) throws IOException {
        // <example settings>
        DkimSigner signer = DkimSigner.builder("example.org", "s1")
                .key(key)
                .canonicalization(DkimSigner.Canonicalization.RELAXED, DkimSigner.Canonicalization.SIMPLE)
                .identity("@news.example.org") // i=
                .validity(Duration.ofDays(14)) // x=
                .fields("X-Campaign")
                .build();
        // </example>
        return signer;
    }
}
