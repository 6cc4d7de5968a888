package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody would send in an address to get something else done (S1, S4, S5, S24). */
class AddressAttackTest {
    private static final List<String> PLACES = List.of(
            "%sann@example.org",
            "ann%s@example.org",
            "ann@%sexample.org",
            "ann@exam%sple.org",
            "ann@example.org%s",
            "\"ann%slee\"@example.org",
            "\"ann\\%slee\"@example.org",
            "Ann%sLee <ann@example.org>",
            "\"Ann%sLee\" <ann@example.org>",
            "Ann <ann@example.org%s>",
            "ann@example.org (Ann%sLee)",
            "ann@[192.0.2.1%s]",
            "group%s:ann@example.org;");

    static List<String> forbidden() {
        List<String> all = new ArrayList<>();
        for (char c = 0; c < 0x20; c++) {
            if (c != '\t') {
                all.add(String.valueOf(c));
            }
        }
        for (char c = 0x7F; c < 0xA0; c++) {
            all.add(String.valueOf(c));
        }
        all.addAll(List.of("\u2028", "\u2029", "\u202A", "\u202E", "\u2066", "\u2069", "\u200E", "\u200F", "\u061C"));
        all.addAll(List.of("\uD800", "\uDC00", "\uDFFFx", "\uDBFF\uDBFF", "\r\n", "\r\n ", "\r\nRCPT TO:<x@y>"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void refusesControlsAndHalfCharactersAnywhere(String attack) {
        for (String place : PLACES) {
            String text = String.format(place, attack);
            assertThatThrownBy(() -> Mailbox.parseList(text))
                    .as(place)
                    .isInstanceOfSatisfying(AddressException.class, e -> {
                        assertThat(e.position()).isEqualTo(place.indexOf('%'));
                        assertThat(e.getMessage()).matches("\\P{C}*").doesNotContain("\u2028", "\u2029");
                    });
            assertThatThrownBy(() -> Mailbox.parse(text)).isInstanceOf(AddressException.class);
        }
        assertThatThrownBy(() -> Mailbox.of("Ann" + attack + "Lee", "ann@example.org"))
                .isInstanceOf(AddressException.class);
        assertThatThrownBy(() -> Mailbox.of("Ann", "ann@example.org" + attack)).isInstanceOf(AddressException.class);
    }

    @Test
    void namesTheCharacterAndThePlace() {
        assertThatThrownBy(() -> Mailbox.parse("ann@example.org\r\nDATA"))
                .hasMessage(
                        "carriage return (U+000D) in an address, at position 16 of 'ann@example.org\\u000D\\u000ADATA'");
    }

    /** CVE-2025-7962: narrowed to a byte, these would be line ends. */
    @ParameterizedTest
    @ValueSource(strings = {"č", "Ċ", "瘍", "\u0A0A", "\u0A0D"})
    void takesLettersWhoseLowByteIsALineEndForLetters(String letter) {
        Mailbox mailbox = Mailbox.parse(letter + " <" + letter + "x@example.org>");
        assertThat(mailbox.name()).isEqualTo(letter);
        assertThat(mailbox.address()).isEqualTo(letter + "x@example.org");
        assertThat(Mailbox.parse(mailbox.toString())).isEqualTo(mailbox);
    }

    /** CVE-2025-59937. */
    @Test
    void keepsParametersInsideOfAQuotedLocalPart() {
        assertThatThrownBy(() -> Mailbox.parse("a> SIZE=1 <b@x")).isInstanceOf(AddressException.class);
        assertThatThrownBy(() -> Mailbox.of(null, "a> SIZE=1 <b@x")).isInstanceOf(AddressException.class);
        assertThatThrownBy(() -> Mailbox.of(null, "a@x> SIZE=1")).isInstanceOf(AddressException.class);
        Mailbox quoted = Mailbox.parse("\"a> SIZE=1 <b\"@x");
        assertThat(quoted.local()).isEqualTo("a> SIZE=1 <b");
        assertThat(quoted.address()).isEqualTo("\"a> SIZE=1 <b\"@x");
        assertThat(Mailbox.parse("\"x@y> SIZE=1 \\\"<b\"@x").address()).isEqualTo("\"x@y> SIZE=1 \\\"<b\"@x");
    }

    @Test
    void sendsToTheDomainBehindTheLastUnquotedAt() {
        Mailbox mailbox = Mailbox.parse("\"x@evil y\"@internal");
        assertThat(mailbox.domain()).isEqualTo("internal");
        assertThat(mailbox.local()).isEqualTo("x@evil y");
        assertThat(mailbox.address()).isEqualTo("\"x@evil y\"@internal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?UTF-8?Q?ann=40evil.example=3E=20?=@internal",
                "=?UTF-8?B?YW5uQGV2aWwuZXhhbXBsZT4g?=@internal",
                "=?x?q?=41=42collab=40psres.net=3e=20?=foo@internal"
            })
    void neverDecodesAnEncodedWordInAnAddress(String text) {
        Mailbox mailbox = Mailbox.parse(text);
        assertThat(mailbox.address()).isEqualTo(text);
        assertThat(mailbox.domain()).isEqualTo("internal");
        assertThat(mailbox.name()).isNull();
    }
}
