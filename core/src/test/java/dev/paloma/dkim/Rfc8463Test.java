package dev.paloma.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.dkim.DkimSigner.Canonicalization;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The signed mail of RFC 8463 Appendix A.3, which holds a signature of either kind over one body. */
class Rfc8463Test {
    private static final String SIGNATURES = """
            DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=brisbane; t=1528637909; h=from : to :
             subject : date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
             Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=football.example.com; i=@football.example.com;
             q=dns/txt; s=test; t=1528637909; h=from : to : subject :
             date : message-id : from : subject : date;
             bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
             b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
             DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
             dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
            """.replace("\n", "\r\n");
    private static final String HEADER = """
            From: Joe SixPack <joe@football.example.com>
            To: Suzie Q <suzie@shopping.example.net>
            Subject: Is dinner ready?
            Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
            Message-ID: <20030712040037.46341.5F8J@football.example.com>
            """.replace("\n", "\r\n");
    private static final String BODY = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

    private static final Verifier MAIL = new Verifier(SIGNATURES + HEADER + "\r\n" + BODY);

    /** Which also shows that the verifier of these tests can be believed. */
    @Test
    void bothSignaturesHold() {
        assertThat(MAIL.signatures()).hasSize(2);
        assertThat(MAIL.holds(0, Keys.RFC_ED25519)).isTrue();
        assertThat(MAIL.holds(1, Keys.RFC_RSA)).isTrue();
    }

    @Test
    void ourBodyHashIsTheOneInTheMail() {
        BodyHash hash = new BodyHash(Canonicalization.RELAXED);
        byte[] body = BODY.getBytes(ISO_8859_1);
        hash.add(body, 0, body.length);
        assertThat(Base64.getEncoder().encodeToString(hash.end()))
                .isEqualTo(Verifier.tags(MAIL.signatures().get(0)).get("bh"));
    }

    /** Ed25519 signatures are the same each time (RFC 8032 §5.1.6). */
    @Test
    void ourKeyMakesTheSignatureThatIsInTheMail() {
        String field = MAIL.signatures().get(0);
        String[] halves = field.split("(?<= b=)", 2);
        HeaderFields header = new HeaderFields(HEADER.getBytes(ISO_8859_1));
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        Map<String, Integer> above = new HashMap<>();
        for (String name : "from to subject date message-id from subject date".split(" ")) {
            header.write(name, above.merge(name, 1, Integer::sum) - 1, Canonicalization.RELAXED, signed);
        }
        HeaderFields.writeLast(halves[0].getBytes(ISO_8859_1), Canonicalization.RELAXED, signed);
        byte[] signature = new SigningKey(Keys.RFC_ED25519_SECRET).sign(signed.toByteArray());
        assertThat(Base64.getEncoder().encodeToString(signature)).isEqualTo(halves[1].replaceAll("\\s", ""));
    }
}
