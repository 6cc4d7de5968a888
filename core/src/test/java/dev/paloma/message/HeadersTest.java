package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private static final Headers SAMPLE =
            Headers.parse("Subject: one\r\nX-A: 1\r\nx-a: 2\r\nTo: bob@example.net\r\n\r\nbody");

    private static String written(Headers headers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        headers.writeTo(sink);
        sink.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void keepsOrderCaseAndDuplicates() throws IOException {
        assertThat(SAMPLE.fields()).extracting(Headers.Field::name).containsExactly("Subject", "X-A", "x-a", "To");
        assertThat(SAMPLE.all("X-a")).containsExactly("1", "2");
        assertThat(written(SAMPLE)).isEqualTo("Subject: one\r\nX-A: 1\r\nx-a: 2\r\nTo: bob@example.net\r\n");
    }

    @Test
    void findsFieldsWithoutCase() {
        assertThat(SAMPLE.get("SUBJECT")).isEqualTo("one");
        assertThat(SAMPLE.contains("subJect")).isTrue();
        assertThat(SAMPLE.get("Cc")).isNull();
        assertThat(SAMPLE.text("Cc")).isNull();
        assertThat(SAMPLE.all("Cc")).isEmpty();
    }

    @Test
    void unfoldsByTakingOutOnlyTheLineEnds() {
        Headers headers = Headers.parse("A: one\n  two\r\n\tthree\r\n \r\n four  \r\nB:\r\n next\r\nC:\n");
        assertThat(headers.get("a")).isEqualTo("one  two\tthree  four");
        assertThat(headers.get("b")).isEqualTo("next");
        assertThat(headers.get("c")).isEmpty();
    }

    @Test
    void endsAtTheEmptyLine() {
        assertThat(Headers.parse("A: 1\n\nB: 2").fields()).hasSize(1);
        assertThat(Headers.parse("").fields()).isEmpty();
        assertThat(Headers.parse("\r\nA: 1")).isEqualTo(Headers.empty());
        assertThat(Headers.parse("A: 1").get("A")).isEqualTo("1");
    }

    @Test
    void tellsLineAndReasonOfEachBadForm() {
        refuses("A: 1\nno colon here\n", "line 2", "no colon");
        refuses("A: 1\r\n: x\r\n", "line 2", "empty field name");
        refuses("A b: x\n", "line 1", "white space in a field name");
        refuses("A : x\n", "line 1", "white space in a field name");
        refuses("A\u0001: x\n", "line 1", "U+0001");
        refuses("Ä: x\n", "line 1", "U+00C4");
        refuses(" A: x\n", "line 1", "continuation");
        refuses("A: x\nB: a\0b\n", "line 2", "NUL");
        refuses("A: x\n \u0007\n", "line 2", "U+0007");
        refuses("A: x\rB: y\n", "line 1", "carriage return");
        refuses("A: x\u007F\n", "line 1", "U+007F");
        refuses("A: x\n y\uD800\nB: z", "line 2", "surrogate");
        refuses("A: x\r\n" + "n".repeat(76) + ": y", "line 2", "longer than 75");
    }

    private static void refuses(String text, String line, String why) {
        assertThatThrownBy(() -> Headers.parse(text))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining(line)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n", "\r");
    }

    @Test
    void replacesTheFirstAndDropsTheOthers() {
        Headers changed = SAMPLE.with("x-A", "3");
        assertThat(changed.fields())
                .extracting(Headers.Field::toString)
                .containsExactly("Subject: one", "x-A: 3", "To: bob@example.net");
        assertThat(SAMPLE.all("X-A")).hasSize(2);
        assertThat(SAMPLE.with("New", "x").fields().get(4).name()).isEqualTo("New");
    }

    @Test
    void removesPrependsAndAppends() {
        assertThat(SAMPLE.without("X-A").fields()).hasSize(2);
        assertThat(SAMPLE.without("none")).isEqualTo(SAMPLE);
        assertThat(SAMPLE.prepend("X-A", "0").all("x-a")).containsExactly("0", "1", "2");
        assertThat(SAMPLE.append("X-A", "9").all("x-a")).containsExactly("1", "2", "9");
        assertThat(SAMPLE.append(SAMPLE).fields()).hasSize(8);
    }

    @Test
    void isEqualButForTheCaseOfNames() {
        Headers other = Headers.parse("SUBJECT:one\nx-a: 1\nX-A: 2\nto:bob@example.net");
        assertThat(other).isEqualTo(SAMPLE).hasSameHashCodeAs(SAMPLE);
        assertThat(other).isNotEqualTo(SAMPLE.with("Subject", "One"));
        assertThat(SAMPLE).hasToString("Subject: one\nX-A: 1\nx-a: 2\nTo: bob@example.net\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\r\nBcc: x", "a\0", "\u0001", "a\u001Fb", "a\u007F", "a\uD800b", "é\n"})
    void refusesControlsInValues(String value) {
        assertThatThrownBy(() -> SAMPLE.with("Subject", value))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("Subject")
                .hasMessageContaining("position");
        assertThatThrownBy(() -> SAMPLE.append("Subject", value)).isInstanceOf(MessageException.class);
        assertThatThrownBy(() -> SAMPLE.prepend("Subject", value)).isInstanceOf(MessageException.class);
        assertThatThrownBy(() -> new Headers.Field("Subject", value)).isInstanceOf(MessageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:b", "a\r\nb", "é", "\u010D", "a\0", "a\u007F", "\uD83D"})
    void refusesBadNames(String name) {
        assertThatThrownBy(() -> SAMPLE.with(name, "x")).isInstanceOf(MessageException.class);
        assertThatThrownBy(() -> SAMPLE.append(name, "é")).isInstanceOf(MessageException.class);
    }

    @Test
    void encodesLineSeparatorsOfUnicodeInsteadOfWritingThem() throws IOException {
        Headers headers = Headers.empty().with("Subject", "a\u0085b\u2028c\u2029d");
        assertThat(headers.get("Subject")).matches("[ -~]+");
        assertThat(headers.text("Subject")).isEqualTo("a\u0085b\u2028c\u2029d");
        assertThat(written(headers)).matches("[ -~]+\r\n");
    }

    @Test
    void neverNarrowsLettersToTheirLowByte() throws IOException {
        Headers headers = Headers.empty().with("Subject", "čBcc: x Ċ 瘍");
        assertThat(written(headers)).matches("([ -~]+\r\n)+");
        assertThat(headers.text("Subject")).isEqualTo("čBcc: x Ċ 瘍");
    }

    @Test
    void keepsAsciiThatIsEncodedAlready() {
        assertThat(Headers.empty().with("Subject", "=?utf-8?Q?=C3=A9?=").text("Subject"))
                .isEqualTo("é");
    }

    @Test
    void encodesParametersInTheirOwnWay() {
        Headers headers = Headers.empty().with("Content-Disposition", "attachment; filename=\"é.txt\"");
        assertThat(headers.get("Content-Disposition")).isEqualTo("attachment; filename*=utf-8''%C3%A9.txt");
    }

    /** RFC 2047 §5: neither addresses nor identifiers may stand in encoded words. */
    @Test
    void encodesOnlyNamesInFieldsThatHoldAddressesOrIdentifiers() {
        for (String name : List.of(
                "Disposition-Notification-To",
                "Mail-Followup-To",
                "Mail-Reply-To",
                "Errors-To",
                "Return-Receipt-To",
                "Resent-To")) {
            assertThat(Headers.empty()
                            .with(name, "Zoë <zoe@example.org>, Ännis: a@x.org;")
                            .get(name))
                    .isEqualTo("=?utf-8?Q?Zo=C3=AB?= <zoe@example.org>, =?utf-8?B?w4Rubmlz?= : a@x.org;");
        }
        assertThat(Headers.empty().with("List-Id", "Café <a.b.org>").get("List-Id"))
                .isEqualTo("=?utf-8?B?Q2Fmw6k=?= <a.b.org>");
        for (String name : List.of("Message-ID", "References", "Received", "List-Unsubscribe", "MIME-Version")) {
            assertThatThrownBy(() -> Headers.empty().with(name, "<é@x.org>"))
                    .isInstanceOf(MessageException.class)
                    .hasMessageContaining(name);
        }
        assertThatThrownBy(() -> Headers.empty().with("List-Id", "<é.b.org>")).isInstanceOf(MessageException.class);
    }

    @Test
    void foldsOnlyAtWhiteSpaceAndUnfoldsToTheSameValue() throws IOException {
        String value = "word and  two\t".repeat(40) + "x".repeat(300) + " end";
        Headers headers = Headers.empty().append("Subject", value);
        assertThat(written(headers).split("\r\n")).allSatisfy(line -> {
            assertThat(line).isNotBlank();
            assertThat(line.length()).isLessThanOrEqualTo(line.contains("xxx") ? 301 : 78);
        });
        assertThat(Headers.parse(written(headers)).get("Subject")).isEqualTo(value);
    }

    @Test
    void doesNotLeaveTheFirstLineOfAMessageIdEmpty() throws IOException {
        String id = "<" + "a".repeat(70) + "@example.org>";
        assertThat(written(Headers.empty().append("Message-ID", id))).isEqualTo("Message-ID: " + id + "\r\n");
    }

    @Test
    void breaksLongWordsOfTextAndRefusesThoseOfIdentifiers() throws IOException {
        String word = "x".repeat(2000);
        Headers headers = Headers.empty().append("Subject", "a " + word);
        assertThat(headers.text("Subject")).isEqualTo("a " + word);
        assertThat(written(headers).split("\r\n"))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(78));
        assertThatThrownBy(() -> Headers.empty().append("References", "<" + word + ">"))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("References");
        Headers read = Headers.parse("Subject: a " + word + "\nReferences: <" + word + ">");
        assertThat(read.get("Subject")).isEqualTo("a " + word);
        assertThat(written(read.without("References"))).contains("=?utf-8?");
        assertThatThrownBy(() -> written(read)).isInstanceOf(MessageException.class);
    }

    @Test
    void encodesParsedTextWhenWritingItButNotIdentifiers() throws IOException {
        Headers headers = Headers.parse("Subject: =?utf-8?Q?=C3=A9?= \u2028ü\nMessage-ID: <jörg@example.org>");
        assertThat(written(headers))
                .isEqualTo("Subject: =?utf-8?B?w6kg4oCow7w=?=\r\nMessage-ID: <jörg@example.org>\r\n");
        assertThat(written(Headers.parse("X: " + "é".repeat(600))).split("\r\n"))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(78));
    }

    @Test
    void readsManyLinesInLinearTime() {
        assertThat(Headers.parse("X-A: b\r\n".repeat(100_000)).fields()).hasSize(100_000);
        assertThat(Headers.parse("X-A: b\r\n" + " c\r\n".repeat(100_000)).get("x-a"))
                .hasSize(200_001);
    }
}
