package dev.paloma.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.dkim.DkimSigner.Canonicalization;
import dev.paloma.message.MessageException;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6376 §3.4: header and body as they are put for signing. */
// Each line end and trailing space is the point here, and a text block would hide them.
@SuppressWarnings("StringConcatToTextBlock")
class CanonicalizationTest {
    private static final long SEED = Long.getLong("paloma.seed", 20261123);
    private static final String[] PIECES = {
        " ",
        "\t",
        "  ",
        "\r\n",
        "\r\n\r\n",
        "\r",
        "\n",
        "a",
        "b c",
        ".",
        "..\r\n",
        " \r\n",
        "\t \r\n",
        "é",
        "x".repeat(900)
    };

    private static byte[] hash(Canonicalization how, String body) {
        BodyHash hash = new BodyHash(how);
        byte[] octets = body.getBytes(ISO_8859_1);
        hash.add(octets, 0, octets.length);
        return hash.end();
    }

    private static String field(Canonicalization how, String header, String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new HeaderFields(header.getBytes(ISO_8859_1)).write(name, 0, how, out);
        return out.toString(ISO_8859_1);
    }

    /** §3.4.5. */
    @Test
    void theRfcsOwnExampleComesOutAsItSays() {
        String header = "A: X\r\nB : Y\t\r\n\tZ  \r\n";
        String body = " C \r\nD \t E\r\n\r\n\r\n";
        assertThat(field(Canonicalization.RELAXED, header, "a")).isEqualTo("a:X\r\n");
        assertThat(field(Canonicalization.RELAXED, header, "b")).isEqualTo("b:Y Z\r\n");
        assertThat(field(Canonicalization.SIMPLE, header, "a")).isEqualTo("A: X\r\n");
        assertThat(field(Canonicalization.SIMPLE, header, "b")).isEqualTo("B : Y\t\r\n\tZ  \r\n");
        assertThat(hash(Canonicalization.RELAXED, body)).isEqualTo(Verifier.sha256(" C\r\nD E\r\n"));
        assertThat(hash(Canonicalization.SIMPLE, body)).isEqualTo(Verifier.sha256(" C \r\nD \t E\r\n"));
    }

    /** §3.4.3 and §3.4.4 give these hashes. */
    @Test
    void anEmptyBodyHasTheHashesThatTheRfcGives() {
        Base64.Encoder base64 = Base64.getEncoder();
        assertThat(base64.encodeToString(hash(Canonicalization.SIMPLE, "")))
                .isEqualTo("frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=");
        assertThat(base64.encodeToString(hash(Canonicalization.RELAXED, "")))
                .isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    /** Backslash-R stands for CRLF, T for a tab, S for a space. */
    @ParameterizedTest
    @CsvSource({
        "RR, R, ''",
        "STSRTR, STSRTR, ''",
        "a, aR, aR",
        "aRRRR, aR, aR",
        "aSRRSRR, aSRRSR, aR",
        "RRa, RRaR, RRaR",
        "STaTSb, STaTSbR, SaSbR",
        "aS, aSR, aR",
        "aSRSRb, aSRSRbR, aRRbR",
        ".R..R, .R..R, .R..R",
        "SRa, SRaR, RaR"
    })
    void whiteSpaceAndEmptyLinesCountAsTheySay(String body, String simple, String relaxed) {
        assertThat(hash(Canonicalization.SIMPLE, spelled(body))).isEqualTo(Verifier.sha256(spelled(simple)));
        assertThat(hash(Canonicalization.RELAXED, spelled(body))).isEqualTo(Verifier.sha256(spelled(relaxed)));
    }

    private static String spelled(String letters) {
        return letters.replace("R", "\r\n").replace('T', '\t').replace('S', ' ');
    }

    @Test
    void aReturnOrFeedByItselfIsContent() {
        assertThat(hash(Canonicalization.SIMPLE, "a\rb\n\r\r\n\r")).isEqualTo(Verifier.sha256("a\rb\n\r\r\n\r\r\n"));
        assertThat(hash(Canonicalization.RELAXED, "a \r b \n\r\n")).isEqualTo(Verifier.sha256("a \r b \n\r\n"));
        assertThat(hash(Canonicalization.RELAXED, "\n")).isEqualTo(Verifier.sha256("\n\r\n"));
    }

    @Test
    void thePiecesInWhichABodyComesMakeNoDifference() {
        for (int round = 0; round < 2000; round++) {
            Random random = new Random(SEED + round);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(25); i > 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String body = text.toString();
            byte[] octets = body.getBytes(ISO_8859_1);
            for (Canonicalization how : Canonicalization.values()) {
                BodyHash hash = new BodyHash(how);
                for (int from = 0; from < octets.length; ) {
                    int to = Math.min(octets.length, from + random.nextInt(4));
                    hash.add(octets, from, to);
                    from = to;
                }
                String canonical = how == Canonicalization.SIMPLE ? Verifier.simple(body) : Verifier.relaxed(body);
                assertThat(hash.end()).as("seed %d, %s", SEED + round, how).isEqualTo(Verifier.sha256(canonical));
            }
        }
    }

    @Test
    void everyPlaceToCutABodyGivesTheSameHash() {
        String body = " a  b \t\r\n\r\n\t\r\n \r\rc\n\r\n.\r\n\r\n  \r\n";
        byte[] octets = body.getBytes(ISO_8859_1);
        for (int cut = 0; cut <= octets.length; cut++) {
            for (Canonicalization how : Canonicalization.values()) {
                BodyHash hash = new BodyHash(how);
                hash.add(octets, 0, cut);
                hash.add(octets, cut, octets.length);
                assertThat(hash.end()).as("cut at %d, %s", cut, how).isEqualTo(hash(how, body));
            }
        }
    }

    @Test
    void millionsOfEmptyLinesTakeNoMemory() {
        BodyHash lines = new BodyHash(Canonicalization.RELAXED);
        byte[] octets = "\r\n".repeat(50_000).getBytes(ISO_8859_1);
        for (int i = 0; i < 100; i++) {
            lines.add(octets, 0, octets.length);
        }
        assertThat(lines.end()).isEqualTo(Verifier.sha256(""));
    }

    @Test
    void aFoldedFieldIsOneLineAndKeepsItsColons() {
        String header = "X-Long:\r\n one\r\n\t two : three \t\r\n   \r\n four\r\nEmpty:\r\nBlank: \t\r\n";
        assertThat(field(Canonicalization.RELAXED, header, "x-long")).isEqualTo("x-long:one two : three four\r\n");
        assertThat(field(Canonicalization.SIMPLE, header, "x-long"))
                .isEqualTo("X-Long:\r\n one\r\n\t two : three \t\r\n   \r\n four\r\n");
        assertThat(field(Canonicalization.RELAXED, header, "EMPTY")).isEqualTo("empty:\r\n");
        assertThat(field(Canonicalization.RELAXED, header, "Blank")).isEqualTo("blank:\r\n");
        assertThat(field(Canonicalization.RELAXED, header, "none")).isEmpty();
    }

    @Test
    void ofSeveralFieldsTheLowestIsTheFirst() {
        HeaderFields fields = new HeaderFields("A: 1\r\nB: x\r\na: 2\r\nA : 3\r\n".getBytes(ISO_8859_1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int above = 0; above < 5; above++) {
            fields.write("A", above, Canonicalization.RELAXED, out);
        }
        assertThat(out.toString(ISO_8859_1)).isEqualTo("a:3\r\na:2\r\na:1\r\n");
        assertThat(fields.count("a")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {" a: b\r\n", "a: b\r\nno colon\r\n", ": x\r\n", "a b: c\r\n", "From x Mon Nov 23\r\n"})
    void aHeaderThatCanBeReadInTwoWaysIsRefused(String header) {
        assertThatThrownBy(() -> new HeaderFields(header.getBytes(ISO_8859_1)))
                .isInstanceOf(MessageException.class)
                .hasMessageStartingWith("header line ");
    }
}
