package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Racket's net/head does to a header, done with {@link Headers} and {@link Mailbox}. */
class OriginalsHeadersTest {
    private static final Headers SAMPLE =
            Headers.parse("From: ann@example.org\r\nX-Note: 1\r\nTo: bob@example.net\r\nx-note: 2\r\n\r\n");
    private static final Pattern WORD = Pattern.compile("=\\?utf-8\\?[QB]\\?[^? ]*\\?=");

    private static String written(Headers headers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Sink sink = Sink.to(out);
        headers.writeTo(sink);
        sink.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> lines(Headers headers) {
        return headers.fields().stream().map(Headers.Field::toString).toList();
    }

    /** validate-header, where the original only says that something is wrong. */
    @ParameterizedTest
    @CsvSource({
        "A: 1|no colon, 2, no colon after a field name",
        "A: 1|: x, 2, empty field name",
        "A b: 1, 1, white space in a field name",
        "A: 1|B : 2, 2, white space in a field name",
        "A: 1|é: 2, 2, U+00E9 in a field name",
        "' more|A: 1', 1, continuation line before any field",
        "A: 1| two|B: x\u0007y, 3, U+0007",
        "A: 1|B: x\u0000y, 2, NUL",
        "A: x~y|B: 1, 1, carriage return"
    })
    void R5_validateGivesTheLineAndWhatIsWrongWithIt(String header, int line, String why) {
        for (String end : List.of("\r\n", "\n")) {
            assertThatThrownBy(() -> Headers.parse(header.replace("|", end).replace("~", "\r") + end + end))
                    .isInstanceOf(MessageException.class)
                    .hasMessageStartingWith("header line " + line + ": ")
                    .hasMessageContaining(why);
        }
    }

    /** validate-header, on what is well-formed; empty-header too. */
    @Test
    void R5_validateTakesWhatIsWellFormed() {
        assertThat(Headers.parse("A:\r\nB: 1\r\n\ttwo\r\nreceived:x\r\n\r\n").fields())
                .hasSize(3);
        assertThat(Headers.parse("\r\n")).isEqualTo(Headers.empty());
    }

    /** extract-field */
    @Test
    void R5_extractFieldTakesTheFirstWhateverItsCase() {
        assertThat(SAMPLE.get("X-NOTE")).isEqualTo("1");
        assertThat(SAMPLE.get("to")).isEqualTo("bob@example.net");
        assertThat(SAMPLE.get("Note")).as("a part of a name is no name").isNull();
        assertThat(SAMPLE.get("Subject")).isNull();
    }

    /** extract-all-fields, and all of one name */
    @Test
    void R5_extractAllFieldsKeepsOrderCaseAndDuplicates() {
        assertThat(lines(SAMPLE))
                .containsExactly("From: ann@example.org", "X-Note: 1", "To: bob@example.net", "x-note: 2");
        assertThat(SAMPLE.all("X-Note")).containsExactly("1", "2");
    }

    /** remove-field; the original leaves the second. */
    @Test
    void R5_removeFieldLeavesNoneOfTheName() {
        assertThat(lines(SAMPLE.without("x-NOTE"))).containsExactly("From: ann@example.org", "To: bob@example.net");
        assertThat(SAMPLE.without("Subject")).isEqualTo(SAMPLE);
    }

    /** insert-field */
    @Test
    void R5_insertFieldStandsBeforeAllOthers() {
        assertThat(lines(SAMPLE.prepend("X-Note", "0"))).startsWith("X-Note: 0").hasSize(5);
        assertThat(lines(SAMPLE.append("X-Note", "3"))).endsWith("X-Note: 3").hasSize(5);
    }

    /** replace-field */
    @Test
    void R5_replaceFieldKeepsThePlaceOfTheOldOne() {
        assertThat(lines(SAMPLE.with("X-Note", "3")))
                .containsExactly("From: ann@example.org", "X-Note: 3", "To: bob@example.net");
        assertThat(lines(SAMPLE.with("Subject", "new"))).endsWith("Subject: new");
        assertThat(SAMPLE.get("x-note")).as("the old header stays as it was").isEqualTo("1");
    }

    /** append-headers */
    @Test
    void R5_appendHeadersPutsThemBehindEachOther() {
        Headers more = Headers.parse("X-Note: 3\nCc: carol@example.net");
        assertThat(lines(more.append(SAMPLE)))
                .containsExactly(
                        "X-Note: 3",
                        "Cc: carol@example.net",
                        "From: ann@example.org",
                        "X-Note: 1",
                        "To: bob@example.net",
                        "x-note: 2");
    }

    /** standard-message-header */
    @Test
    void R5_standardMessageHeaderHasItsFieldsAndNoBcc() throws IOException {
        ZonedDateTime date = ZonedDateTime.of(2026, 11, 2, 9, 5, 7, 0, ZoneOffset.ofHours(-3));
        Headers byHand = Headers.empty()
                .with("From", "Ann <ann@example.org>")
                .with("To", Mailbox.parseList("bob@example.net, Carol <carol@example.net>"))
                .with("Cc", Mailbox.parseList("dave@example.net"))
                .with("Date", date)
                .with("Subject", "Größe");
        Message message = Message.builder()
                .from("Ann <ann@example.org>")
                .to("bob@example.net", "Carol <carol@example.net>")
                .cc("dave@example.net")
                .bcc("eve@example.net")
                .date(date)
                .subject("Größe")
                .build();
        assertThat(byHand.get("Date")).isEqualTo("Mon, 2 Nov 2026 09:05:07 -0300");
        assertThat(message.headers().fields()).containsAll(byHand.fields());
        assertThat(written(message.headers()))
                .doesNotContainIgnoringCase("bcc:")
                .doesNotContain("eve@");
        assertThat(byHand.with("date", date.plusDays(1)).all("Date")).containsExactly("Tue, 3 Nov 2026 09:05:07 -0300");
    }

    /** assemble-address-field */
    @Test
    void R5_assembleAddressFieldStaysWithinLinesAndReadsBack() throws IOException {
        List<Mailbox> everybody = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            everybody.add(Mailbox.of(i % 3 == 0 ? "Doe, J. " + i : i % 3 == 1 ? "Zoë " + i : null, i + "@example.net"));
        }
        String header = written(Headers.empty().with("To", everybody));
        assertThat(header.split("\r\n")).hasSizeGreaterThan(10).allMatch(line -> line.length() <= 76);
        assertThat(header).matches("([ -~]+\r\n)+");
        assertThat(Mailbox.parseList(String.valueOf(Headers.parse(header).get("To"))))
                .isEqualTo(everybody);
    }

    /** data-lines->data */
    @Test
    void R5_dataLinesBecomeOneValue() {
        Headers headers = Headers.parse("Received: from a\r\n by b\r\n\twith c;\r\n  today\r\nTo: x@example.net\r\n");
        assertThat(headers.get("Received")).isEqualTo("from a by b\twith c;  today");
    }

    /** extract-addresses with 'name, 'address, 'full and 'all */
    @Test
    void R5_extractAddressesGivesNamesAddressesAndBoth() {
        List<Mailbox> found = Mailbox.parseList("\"Doe, John\" <john@example.org>, ann@example.org (Ann), "
                + "bob@example.net, Team: carol@example.net, =?utf-8?Q?Zo=C3=AB?= <zoe@example.net>;");
        assertThat(found).extracting(Mailbox::name).containsExactly("Doe, John", "Ann", null, null, "Zoë");
        assertThat(found)
                .extracting(Mailbox::address)
                .containsExactly(
                        "john@example.org",
                        "ann@example.org",
                        "bob@example.net",
                        "carol@example.net",
                        "zoe@example.net");
        assertThat(found)
                .extracting(Mailbox::toString)
                .containsExactly(
                        "\"Doe, John\" <john@example.org>",
                        "Ann <ann@example.org>",
                        "bob@example.net",
                        "carol@example.net",
                        "Zoë <zoe@example.net>");
        assertThatThrownBy(() -> Mailbox.parseList("ann@example.org, bob@"))
                .isInstanceOf(AddressException.class)
                .hasMessageContaining("position");
    }

    @Test
    void R5_whatIsWrittenIsFoldedAndReadsBackTheSame() throws IOException {
        Headers headers = SAMPLE.append("Subject", "a long subject ".repeat(30)).append("X-NOTE", "4");
        assertThat(written(headers).split("\r\n")).allMatch(line -> line.length() <= 76);
        assertThat(lines(Headers.parse(written(headers)))).isEqualTo(lines(headers));
    }

    /** encode-for-header, which splits a long text wherever 75 characters are full. */
    @Test
    void R6_encodedWordsAreShortAndHoldWholeCharacters() {
        for (String text : List.of("Größe", "ä€😀漢 ".repeat(50), "漢".repeat(300), "é" + "x".repeat(500))) {
            String encoded = Headers.encode(text);
            assertThat(encoded).matches("[ -~]+");
            assertThat(WORD.matcher(encoded).results()).isNotEmpty().allSatisfy(word -> {
                assertThat(word.group()).hasSizeLessThanOrEqualTo(75);
                assertThat(Headers.decode(word.group())).doesNotContain("\uFFFD", "=?");
            });
            assertThat(Headers.decode(encoded)).isEqualTo(text);
        }
        assertThat(Headers.encode("Plain ASCII, kept as it is")).isEqualTo("Plain ASCII, kept as it is");
    }

    /** decode-for-header */
    @Test
    void R6_adjacentWordsAreJoinedWithoutWhiteSpace() {
        assertThat(Headers.decode("=?utf-8?Q?Gr=C3=B6?= \t =?ISO-8859-1?B?32U=?="))
                .isEqualTo("Größe");
        assertThat(Headers.decode("=?utf-8?Q?Gr?= and =?utf-8?Q?=C3=B6?=")).isEqualTo("Gr and ö");
        assertThat(Headers.parse("Subject: =?utf-8?Q?Gr=C3=B6?=\r\n =?utf-8?Q?=C3=9Fe?=\r\n")
                        .text("Subject"))
                .isEqualTo("Größe");
    }
}
