package dev.paloma.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainTest {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-F]{4})");

    static List<String> vectors() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(DomainTest.class.getResourceAsStream("domains.txt")), UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void agreesWithTheVectors(String line) {
        int tab = line.indexOf('\t');
        String expected = line.substring(tab + 1);
        String domain = ESCAPE.matcher(line.substring(0, tab))
                .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16)));
        if (expected.equals("-")) {
            assertThatThrownBy(() -> Domain.toAscii(domain)).isInstanceOf(AddressException.class);
            assertThat(Domain.isValid(domain)).isFalse();
            assertThat(Domain.toUnicode(domain)).isEqualTo(domain);
        } else {
            assertThat(Domain.toAscii(domain)).isEqualTo(expected);
            assertThat(Domain.isValid(domain)).isTrue();
            assertThat(Domain.toAscii(Domain.toUnicode(domain))).isEqualTo(expected);
        }
    }

    @Test
    void keepsSharpSAndFinalSigmaApartFromTheirSubstitutes() {
        assertThat(Domain.toAscii("straße.example")).isEqualTo("xn--strae-oqa.example");
        assertThat(Domain.toAscii("strasse.example")).isEqualTo("strasse.example");
        assertThat(Domain.toAscii("βόλος.com")).isEqualTo("xn--nxasmm1c.com");
        assertThat(Domain.toAscii("βόλοσ.com")).isEqualTo("xn--nxasmq6b.com");
    }

    @Test
    void showsLettersForPeople() {
        assertThat(Domain.toUnicode("www.XN--strae-oqa.example")).isEqualTo("www.straße.example");
        assertThat(Domain.toUnicode("Example.org")).isEqualTo("Example.org");
        assertThat(Domain.toUnicode("xn--99999999.example")).isEqualTo("xn--99999999.example");
        assertThat(Domain.toUnicode("[192.0.2.1]")).isEqualTo("[192.0.2.1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u2028b",
                "a\u2029b",
                "a\u0085b",
                "a\rb",
                "a\nb",
                "a\0b",
                "a\tb",
                "a\u007Fb",
                "a\u202Eb",
                "a\u061Cb",
                "a\uD800b",
                "a\uFFFFb",
                "\uE000",
                "a\u0378b",
                "",
                "😀.example",
                "[192.0.2.1]",
                "a@b"
            })
    void refusesWhatIsNoName(String domain) {
        assertThatThrownBy(() -> Domain.toAscii(domain))
                .isInstanceOf(AddressException.class)
                .satisfies(e -> assertThat(e.getMessage()).matches("[\\P{C}]*"));
    }

    @Test
    void tellsThePlace() {
        assertThatThrownBy(() -> Domain.toAscii("mail.exam_ple.org"))
                .isInstanceOfSatisfying(
                        AddressException.class, e -> assertThat(e.position()).isEqualTo(9))
                .hasMessage("'_' where a domain can't have it, at position 10 of 'mail.exam_ple.org'");
    }

    /** Upper limit of a label 63, of a name 253 (RFC 1035 §2.3.4). */
    @Test
    void keepsToTheLimits() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThat(Domain.isValid(label)).isTrue();
        assertThat(Domain.isValid(label + "a")).isFalse();
        assertThat(longest).hasSize(253);
        assertThat(Domain.isValid(longest)).isTrue();
        assertThat(Domain.isValid(longest + "a")).isFalse();
        assertThat(Domain.isValid("ä".repeat(2_000_000))).isFalse();
        assertThat(Domain.isValid("a\u0316\u0301".repeat(300))).isFalse();
    }

    /** The conditions of RFC 5893 §2, one that meets and one that breaks each. */
    @ParameterizedTest
    @CsvSource({
        "אב.example, true",
        "1אב.example, false", // 1: begins with a letter
        "אaב.example, false", // 2: no left-to-right letter inside
        "אב1.example, true", // 3: ends in a letter or digit
        "אב-.example, false",
        "ا1٢ا.example, false", // 4: one kind of digits
        "ا12ا.example, true",
        "ا٢ا.example, true",
        "aאb.example, false", // 5: no right-to-left letter in a left-to-right label
        "a1.אב, true", // 6: ends in a letter or digit
        "1a.אב, false",
        "אְ.example, true", // marks at the end aren't counted
        "ދިވެހި.example, true",
    })
    void appliesTheBidiRule(String domain, boolean valid) {
        assertThat(Domain.isValid(domain)).isEqualTo(valid);
    }

    @Test
    void readsLettersWhoseLowByteIsALineEnd() {
        assertThat(Domain.toAscii("č.瘍.example")).isEqualTo("xn--bea.xn--2ty.example");
        assertThat(Domain.toUnicode("xn--bea.xn--2ty.example")).isEqualTo("č.瘍.example");
    }

    @ParameterizedTest
    @CsvSource({
        "a, VALID",
        "A, DISALLOWED",
        "_, DISALLOWED",
        "ß, VALID",
        "ς, VALID",
        "ı, VALID",
        "ẞ, DISALLOWED",
        "ｅ, DISALLOWED",
        "\u200D, CONTEXT_J",
        "·, CONTEXT_O",
        "٠, CONTEXT_O",
        "ـ, DISALLOWED",
        "〇, VALID",
        "\u034F, DISALLOWED",
        "ᄀ, DISALLOWED",
        "Ꭰ, VALID",
        "ꭰ, DISALLOWED",
        "\u0378, UNASSIGNED",
        "\uFFFF, DISALLOWED",
        "\uE000, DISALLOWED",
        "€, DISALLOWED"
    })
    void derivesThePropertyOfACharacter(String character, DerivedProperty property) {
        assertThat(DerivedProperty.of(character.codePointAt(0))).isEqualTo(property);
    }
}
