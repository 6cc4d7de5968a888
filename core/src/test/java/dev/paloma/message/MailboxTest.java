package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {
    /** Text, display name, address on the wire. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ann@example.org||ann@example.org",
                " \tann@example.org\t ||ann@example.org",
                "ann+tag=1@Example.ORG||ann+tag=1@Example.ORG",
                "<ann@example.org>||ann@example.org",
                "Ann Lee <ann@example.org>|Ann Lee|ann@example.org",
                "Ann\t  Lee<ann@example.org>|Ann Lee|ann@example.org",
                "\"Lee, Ann\" <ann@example.org>|Lee, Ann|ann@example.org",
                "\"Ann \\\"B\\\" \\\\ Lee\" <ann@example.org>|Ann \"B\" \\ Lee|ann@example.org",
                "\"\" <ann@example.org>||ann@example.org",
                "Ann \"the\tGreat\" Lee <ann@example.org>|Ann the Great Lee|ann@example.org",
                "John Q. Public <john@example.org>|John Q. Public|john@example.org",
                "ann@example.org (Ann Lee)|Ann Lee|ann@example.org",
                "ann@example.org (one) (two)|two|ann@example.org",
                "<ann@example.org> (Ann)|Ann|ann@example.org",
                "Ann <ann@example.org> (work)|Ann|ann@example.org",
                "(her) Ann (not ( her \\) ) sister) Lee <ann@(x)example.org>|Ann Lee|ann@example.org",
                "(before) ann@example.org||ann@example.org",
                "ann (a) . (b) lee (c) @ (d) example (e) . (f) org||ann.lee@example.org",
                "<@a.example,@b.example:ann@example.org>||ann@example.org",
                "< , @a.example , @[192.0.2.1] : ann@example.org >||ann@example.org",
                "\"a b\"@example.org||\"a b\"@example.org",
                "\"ann\"@example.org||ann@example.org",
                "\"ann\".\"l e e\"@example.org||\"ann.l e e\"@example.org",
                "\"a..b\"@example.org||\"a..b\"@example.org",
                "\"\"@example.org||\"\"@example.org",
                "\"a\\\"\\\\b\"@example.org||\"a\\\"\\\\b\"@example.org",
                "ann@localhost||ann@localhost",
                "ann@[192.0.2.1]||ann@[192.0.2.1]",
                "ann@[IPv6:2001:db8::1]||ann@[IPv6:2001:db8::1]",
                "ann@[IPv6:::]||ann@[IPv6:::]",
                "ann@[IPv6:::ffff:192.0.2.1]||ann@[IPv6:::ffff:192.0.2.1]",
                "ann@[IPv6:1:2:3:4:5:6:7:8]||ann@[IPv6:1:2:3:4:5:6:7:8]",
                "ann@[x-tag:any/thing]||ann@[x-tag:any/thing]",
                "!#$%&'*+-/=?^_`{}~@example.org||!#$%&'*+-/=?^_`{}~@example.org",
                "Änne <änne@straße.example>|Änne|änne@xn--strae-oqa.example",
                "用户@例え。テスト||用户@xn--r8jz45g.xn--zckzah",
            })
    void reads(String text, @Nullable String name, String address) {
        Mailbox mailbox = Mailbox.parse(text.replace("{}", "{|}"));
        assertThat(mailbox.name()).isEqualTo(name);
        assertThat(mailbox.address()).isEqualTo(address.replace("{}", "{|}"));
        assertThat(Mailbox.parse(mailbox.toString())).isEqualTo(mailbox).hasSameHashCodeAs(mailbox);
    }

    /** Text, position as people count, and what the message says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|1|empty",
                "(nobody)|9|empty",
                "postmaster|11|no @",
                "ann.example.org|16|no @",
                "Ann <ann>|9|'>'",
                "Lee, Ann <ann@example.org>|4|needs double quotes",
                "ann@@example.org|5|two @",
                "ann@x@example.org|6|two @",
                "<ann@x@example.org>|7|two @",
                "@example.org|1|nothing before the @",
                "ann@|5|no domain",
                "ann@.example.org|5|dot at the beginning of the domain",
                "ann@example..org|13|two dots",
                "ann@example.org.|17|dot at the end of the domain",
                ".ann@example.org|1|dot at the beginning",
                "ann..lee@example.org|5|two dots",
                "ann.@example.org|4|dot at the end of the local part",
                "ann lee@example.org|5|space in the local part",
                "Ann ann@example.org|5|space in the local part",
                "\"ann\"lee@example.org|6|side by side",
                "ann@example.org lee|17|text after the address",
                "Ann <ann@example.org|5|'<' without its '>'",
                "Ann ann@example.org>|5|space in the local part",
                "ann@example.org>|16|'>' without its '<'",
                "Ann <>|5|nothing between",
                "Ann <@a.example ann@example.org>|17|source route",
                "ann@example.org; bob@example.org|16|commas",
                "ann@example.org, bob@example.org|16|more than one",
                "ann@example.org,|16|more than one",
                "Friends: ann@example.org;|8|group",
                "“Ann, Lee” <ann@example.org>|5|curly quotes",
                "“ann”@example.org|1|curly quotes",
                "ann@example.org <ann@example.org>|17|needs double quotes",
                "\"ann@example.org|1|closing quote",
                "\"ann@example.org\\|1|closing quote",
                "ann@example.org (Ann|17|without its ')'",
                "ann@example.org (Ann\\|17|without its ')'",
                "ann@example.org )|17|without its '('",
                "a\\b@example.org|2|backslash",
                "Ann [x] <ann@example.org>|5|bracket",
                "ann@[192.0.2.1|5|without its ']'",
                "ann@[192.0.2.256]|5|IPv4",
                "ann@[192.0.2.01]|5|IPv4",
                "ann@[]|5|IPv4",
                "ann@[IPv6:1:2:3]|5|IPv6",
                "ann@[IPv6:1::2::3]|5|IPv6",
                "ann@[IPv6:1:2:3:4:5:6:7:8:9]|5|IPv6",
                "ann@[IPv6:1:2:3:4::5:6:7:8]|5|IPv6",
                "ann@[IPv6:192.0.2.1::]|5|IPv6",
                "ann@[a b:c]|5|IPv4",
                "ann@192.0.2.1|5|brackets",
                "ann@exam_ple.org|9|'_'",
                "ann@-example.org|5|'-'",
                "ann@exa_mple(c).org|5|'_'",
                "ann@ex\u00ADample.org|5|U+00AD",
                "ann\u200B@example.org|1|invisible character \\u200B",
                "ann\u00A0lee@example.org|1|invisible character \\u00A0",
                "\"ann\tlee\"@example.org|1|invisible character \\u0009",
            })
    void refusesWithReasonAndPlace(String text, int position, String reason) {
        assertThatThrownBy(() -> Mailbox.parse(text))
                .isInstanceOfSatisfying(AddressException.class, e -> {
                    assertThat(e.position()).isEqualTo(position - 1);
                    assertThat(e.input()).isEqualTo(text);
                })
                .hasMessageContaining(reason)
                .hasMessageContaining("at position " + position + " of '");
    }

    @Test
    void decodesEncodedWordsInNamesAndComments() {
        assertThat(Mailbox.parse("=?UTF-8?B?w4RubmU=?= =?UTF-8?B?IExlZQ==?= <ann@example.org>")
                        .name())
                .isEqualTo("Änne Lee");
        assertThat(Mailbox.parse("ann@example.org (=?UTF-8?B?w4RubmU=?=)").name())
                .isEqualTo("Änne");
    }

    @Test
    void leavesEncodedWordsInQuotesAlone() {
        Mailbox mailbox = Mailbox.parse("\"=?UTF-8?B?w4RubmU=?=\" <ann@example.org>");
        assertThat(mailbox.name()).isEqualTo("=?UTF-8?B?w4RubmU=?=");
        assertThat(Mailbox.parse(mailbox.toString())).isEqualTo(mailbox);
    }

    @Test
    void allowsNoLineEndOutOfAnEncodedWord() {
        assertThat(Mailbox.parse("=?UTF-8?B?QQ0KQjog4oCuQw==?= <ann@example.org>")
                        .name())
                .isNotNull()
                .doesNotContain("\r", "\n", "\u202E");
    }

    @Test
    void takesANameOfAnyText() {
        Mailbox mailbox = Mailbox.of(" Lee, \"Ann\" <x@y> =?a?q?b?= ", "ann@example.org");
        assertThat(mailbox.name()).isEqualTo("Lee, \"Ann\" <x@y> =?a?q?b?=");
        assertThat(mailbox.address()).isEqualTo("ann@example.org");
        assertThat(Mailbox.parse(mailbox.toString())).isEqualTo(mailbox);
        assertThat(Mailbox.of(" \t", "ann@example.org").name()).isNull();
        assertThat(Mailbox.of(null, "ann@example.org").name()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<ann@example.org>", "Ann <ann@example.org>", "a:ann@example.org;", "a@b, c@d", "", "ann"})
    void takesOnlyABareAddressBesideAName(String address) {
        assertThatThrownBy(() -> Mailbox.of("Ann", address)).isInstanceOf(AddressException.class);
    }

    @Test
    void keepsTheLocalPartAsItIs() {
        // e with acute in two forms: two mailboxes, whatever they look like.
        assertThat(Mailbox.parse("e\u0301@example.org").local()).isEqualTo("e\u0301");
        assertThat(Mailbox.parse("e\u0301@example.org").sameAddress(Mailbox.parse("\u00E9@example.org")))
                .isFalse();
        assertThat(Mailbox.parse("Ann@example.org")).isNotEqualTo(Mailbox.parse("ann@example.org"));
        assertThat(Mailbox.parse("ann@Example.org"))
                .isEqualTo(Mailbox.parse("ann@example.ORG"))
                .hasSameHashCodeAs(Mailbox.parse("ann@example.ORG"));
        assertThat(Mailbox.parse("Ann <ann@x>")).isNotEqualTo(Mailbox.parse("ann@x"));
        assertThat(Mailbox.parse("Ann <ann@x>").sameAddress(Mailbox.parse("ann@x")))
                .isTrue();
    }

    @Test
    void needsUtf8OnlyForItsLocalPart() {
        assertThat(Mailbox.parse("Änne <ann@straße.example>").needsUtf8()).isFalse();
        assertThat(Mailbox.parse("änne@example.org").needsUtf8()).isTrue();
    }

    @Test
    void keepsToTheLimits() {
        String domain = ("d".repeat(60) + ".").repeat(3) + "example";
        assertThat(domain).hasSize(190);
        assertThat(Mailbox.parse("a".repeat(63) + "@" + domain).address()).hasSize(254);
        assertThatThrownBy(() -> Mailbox.parse("a".repeat(64) + "@" + domain))
                .hasMessageContaining("address of 255 octets, 254 are allowed");
        assertThat(Mailbox.parse("a".repeat(64) + "@x").local()).hasSize(64);
        assertThatThrownBy(() -> Mailbox.parse("a".repeat(65) + "@x")).hasMessageContaining("local part of 65 octets");
        assertThat(Mailbox.parse("ä".repeat(32) + "@x").local()).hasSize(32);
        assertThatThrownBy(() -> Mailbox.parse("ä".repeat(33) + "@x")).hasMessageContaining("local part of 66 octets");
        assertThatThrownBy(() -> Mailbox.parse("a@" + "d".repeat(64))).hasMessageContaining("63");
    }

    @Test
    void shortensLongTextAroundThePlace() {
        assertThatThrownBy(() -> Mailbox.parse("x".repeat(5000) + "@@" + "y".repeat(5000)))
                .hasMessageContaining("...xxx")
                .hasMessageContaining("@@yyy")
                .hasMessageEndingWith("...'")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
}
