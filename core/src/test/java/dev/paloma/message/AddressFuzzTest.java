package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressFuzzTest {
    private static final long SEED = 20_240_607;
    private static final int ROUNDS = 40_000;

    private static final List<String> PIECES = List.of(
            "a",
            "Ann",
            "example.org",
            "@",
            "@",
            "<",
            ">",
            "(",
            ")",
            "\"",
            "\\",
            ",",
            ";",
            ":",
            ".",
            " ",
            "\t",
            "[",
            "]",
            "[192.0.2.1]",
            "[IPv6:::1]",
            "=?UTF-8?B?w4Q=?=",
            "=?",
            "?=",
            "xn--",
            "xn--strae-oqa",
            "ß",
            "č",
            "瘍",
            "😀",
            "א",
            "1",
            "-",
            "_",
            "\r",
            "\n",
            "\0",
            "\u2028",
            "\u202E",
            "\uD800",
            "\u00A0",
            "\u200D",
            "\u0301",
            "“",
            "。",
            "Ａ");

    private static final List<String> NAME_PIECES = List.of(
            "a", "Ann", " ", "  ", "\"", "\\", ",", ".", "(", ")", "<", ">", "@", ":", ";", "=?", "?=", "č", "瘍", "😀",
            "א", "\u0301", "\u200D", "\u00A0", "名", "[", "]", "'", "\t", "Ünïcödé");

    private static final List<String> LOCAL_PIECES = List.of(
            "a", "b", ".", " ", "\"", "\\", "@", "<", ">", ",", "(", ")", "č", "瘍", "😀", "+", "=?", "?=", ":", ";",
            "[");

    private static final List<String> DOMAINS =
            List.of("example.org", "Example.ORG", "straße.example", "[192.0.2.1]", "[IPv6:2001:db8::1]", "例え。テスト", "x");

    @Test
    void givesAMailboxOrAnAddressExceptionForAnyText() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            String text = text(random, PIECES, 1 + random.nextInt(14));
            try {
                List<Mailbox> read = Mailbox.parseList(text);
                for (Mailbox mailbox : read) {
                    assertThat(Characters.findForbidden(mailbox.toString())).isNegative();
                    assertThat(Mailbox.parse(mailbox.toString()))
                            .as(() -> "text '" + text + "'")
                            .isEqualTo(mailbox);
                }
                assertThat(AddressList.parse(
                                        String.join(" ", AddressList.parse(text).tokens()))
                                .mailboxes())
                        .as(() -> "text '" + text + "'")
                        .isEqualTo(read);
            } catch (AddressException e) {
                assertThat(e.position()).as(text).isBetween(0, text.length());
                assertThat(e.input()).isEqualTo(text);
                assertThat(e)
                        .message()
                        .matches(message -> Characters.escape(message).equals(message));
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + (SEED + round) + ", text '" + text + "'", e);
            }
        }
    }

    @Test
    void readsEveryMailboxItHasWritten() {
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            String name = text(random, NAME_PIECES, random.nextInt(8));
            String local = text(random, LOCAL_PIECES, random.nextInt(8));
            String domain = DOMAINS.get(random.nextInt(DOMAINS.size()));
            Mailbox mailbox = Mailbox.of(name, Phrase.quote(local) + "@" + domain);
            assertThat(mailbox.local()).isEqualTo(local);
            assertThat(Mailbox.parse(mailbox.toString()))
                    .as("seed %d", SEED + round)
                    .isEqualTo(mailbox);
            assertThat(Mailbox.parseList(String.join(
                            " ", AddressList.of(List.of(mailbox, mailbox)).tokens())))
                    .as("seed %d", SEED + round)
                    .containsExactly(mailbox, mailbox);
        }
    }

    private static String text(Random random, List<String> pieces, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }
}
