package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressListTest {
    private static final Mailbox ANN = Mailbox.parse("Ann <ann@example.org>");
    private static final Mailbox BOB = Mailbox.parse("bob@example.net");

    @Test
    void keepsOrderAndRepetitions() {
        assertThat(Mailbox.parseList("bob@example.net, Ann <ann@example.org>,bob@example.net"))
                .containsExactly(BOB, ANN, BOB);
    }

    @Test
    void readsGroupsAndWhoIsInThem() {
        AddressList list = AddressList.parse(
                "My Friends: Ann <ann@example.org>,, bob@example.net; (x), bob@example.net, Nobody:;");
        assertThat(list.entries())
                .containsExactly(
                        new AddressList.Entry("My Friends", List.of(ANN, BOB)),
                        AddressList.Entry.of(BOB),
                        new AddressList.Entry("Nobody", List.of()));
        assertThat(list.mailboxes()).containsExactly(ANN, BOB, BOB);
        assertThat(list.tokens())
                .containsExactly(
                        "My",
                        "Friends:",
                        "Ann",
                        "<ann@example.org>,",
                        "bob@example.net;,",
                        "bob@example.net,",
                        "Nobody:;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "(nobody)", ",,", " , (a) ,", "undisclosed-recipients:;", "a:,,;"})
    void readsListsOfNobody(String text) {
        assertThat(Mailbox.parseList(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {",,ann@example.org,,", " , (a) ,ann@example.org (b) , ", "x:ann@example.org;"})
    void readsOverEmptyPlaces(String text) {
        assertThat(Mailbox.parseList(text).stream().map(Mailbox::address)).containsExactly("ann@example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: b@c|1|without its ';'",
                "a: b: c@d;;|5|group within a group",
                ": b@c;|1|group without a name",
                "a: b@c;; d@e|8|semicolon",
                "a: b@c; d@e|9|commas",
                "b@c; d@e|4|semicolon",
                "b@c d@e|5|commas",
                "b@c, d|7|no @",
                "; b@c|1|semicolon",
                "mailto:b@c|1|group",
            })
    void refusesWithReasonAndPlace(String text, int position, String reason) {
        assertThatThrownBy(() -> AddressList.parse(text))
                .isInstanceOfSatisfying(
                        AddressException.class, e -> assertThat(e.position()).isEqualTo(position - 1))
                .hasMessageContaining(reason);
    }

    @Test
    void quotesNamesThatNeedItAndEncodesOthers() {
        AddressList list = AddressList.of(List.of(
                Mailbox.of("Ann Lee", "a@x"),
                Mailbox.of("Lee, Ann", "b@x"),
                Mailbox.of("J. \"Q\" \\", "c@x"),
                Mailbox.of("Ann  Lee", "d@x"),
                Mailbox.of("=?x?q?y?=", "e@x"),
                Mailbox.of(null, "\"f g\"@x")));
        assertThat(list.tokens())
                .containsExactly(
                        "Ann",
                        "Lee",
                        "<a@x>,",
                        "\"Lee, Ann\"",
                        "<b@x>,",
                        "\"J. \\\"Q\\\" \\\\\"",
                        "<c@x>,",
                        "\"Ann  Lee\"",
                        "<d@x>,",
                        "=?utf-8?B?PT94P3E/eT89?=",
                        "<e@x>,",
                        "\"f g\"@x");
    }

    @Test
    void writesNamesBeyondAsciiInEncodedWords() {
        AddressList list = AddressList.parse("Änne č瘍 <ann@example.org>, Fräunde: bob@example.net;");
        assertThat(list.tokens()).allMatch(token -> token.chars().allMatch(c -> c > ' ' && c < 0x7F));
        assertThat(list.tokens()).anyMatch(token -> token.startsWith("=?"));
        // RFC 2047 §5 (3): white space between an encoded word and what isn't one.
        assertThat(list.tokens()).allMatch(token -> !token.contains("=?") || token.endsWith("?="));
        assertThat(AddressList.parse(String.join(" ", list.tokens())).entries()).isEqualTo(list.entries());
    }

    @Test
    void keepsUtf8LocalPartsAsTheyAre() {
        assertThat(AddressList.parse("čx@straße.example").tokens()).containsExactly("čx@xn--strae-oqa.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The committee for the improvement of long names, of which this one is an example, in one line",
                "A name with two  spaces, and long enough that it won't be kept in one piece of quoted string",
            })
    void writesLongNamesInShortPieces(String name) {
        AddressList list = AddressList.of(List.of(Mailbox.of(name, "a@x")));
        assertThat(list.tokens()).allMatch(token -> token.length() <= 76);
        assertThat(AddressList.parse(String.join(" ", list.tokens())).mailboxes())
                .isEqualTo(list.mailboxes());
    }

    /** RFC 5322 §2.1.1: at most 998 octets in a line, and such a name can't be folded. */
    @Test
    void writesAWordTooLongForALineInSeveralPieces() {
        AddressList list = AddressList.of(List.of(Mailbox.of("x".repeat(3000), "a@x")));
        assertThat(list.tokens()).allMatch(token -> token.length() <= 76);
        assertThat(AddressList.parse(String.join(" ", list.tokens())).mailboxes())
                .isEqualTo(list.mailboxes());
    }
}
