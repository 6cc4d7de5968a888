package dev.paloma.dkim;

import dev.paloma.dkim.DkimSigner.Canonicalization;
import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.MessageException;
import dev.paloma.message.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Ready-made mail of any kind: refused in one line, or sent as it is behind signatures that a second reader verifies. */
public final class DkimTarget {
    /** The one of RFC 8463 Appendix A, which everybody knows. */
    private static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;

    private static final List<DkimSigner> SIGNERS = List.of(
            signer(Canonicalization.SIMPLE, Canonicalization.RELAXED),
            signer(Canonicalization.RELAXED, Canonicalization.SIMPLE));

    private DkimTarget() {}

    private static DkimSigner signer(Canonicalization header, Canonicalization body) {
        return DkimSigner.builder("example.org", "s1")
                .key(KEY)
                .canonicalization(header, body)
                .build();
    }

    public static void run(Input input) {
        Content content;
        Content signed;
        try {
            content = Content.of(input.rest());
            signed = DkimSigner.sign(content, SIGNERS);
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
            return;
        }
        Form form = signed.form(Form.PLAIN);
        Claim.equal(signed.form(new Form(Form.Body.BINARY, true)), form, "the form, whatever is offered");
        String plain = written(content, form);
        String mail = written(signed, form);
        Claim.equal(signed.size(form), (long) mail.length(), "size");
        Claim.that(mail.endsWith(plain), "the mail isn't what was signed");
        String fields = mail.substring(0, mail.length() - plain.length());
        List<String> signatures = SignedMail.fields(fields);
        Claim.equal(signatures.size(), SIGNERS.size(), "signatures");
        SignedMail second = new SignedMail(plain);
        for (String signature : signatures) {
            Claim.that(signature.startsWith("DKIM-Signature: v=1; a=ed25519-sha256; c="), "no signature");
            Claim.that(signature.lines().allMatch(line -> line.length() <= 78 && !line.isBlank()), "a line");
            Claim.that(second.isSignedBy(signature), "the signature doesn't hold: " + signature);
        }
    }

    /** Octets as characters, one each. */
    private static String written(Content content, Form form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        try {
            content.writeTo(sink, form);
            sink.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
