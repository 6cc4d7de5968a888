package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class MimeStructureTest {
    private static Message.Builder mail() {
        return Message.builder()
                .clock(RandomMessages.CLOCK)
                .from("ann@example.org")
                .to("bob@example.net");
    }

    private static String shape(Message.Builder builder) {
        return Written.of(builder.build(), Written.SEVEN).shape();
    }

    private static final byte[] ONE = {1};

    @Test
    void nestsAsReadersExpect() {
        assertThat(shape(mail().text("a"))).isEqualTo("text/plain");
        assertThat(shape(mail().html("a"))).isEqualTo("text/html");
        assertThat(shape(mail().html("h").text("t"))).isEqualTo("alternative(text/plain, text/html)");
        assertThat(shape(mail().attach("a", "a/b", ONE))).isEqualTo("mixed(a/b)");
        assertThat(shape(mail().text("t").attach("a", "a/b", ONE))).isEqualTo("mixed(text/plain, a/b)");
        assertThat(shape(mail().html("h").inline("i", "image/png", ONE))).isEqualTo("related(text/html, image/png)");
        assertThat(shape(mail().text("t").inline("i", "image/png", ONE))).isEqualTo("mixed(text/plain, image/png)");
        assertThat(shape(mail().calendar("c", "REQUEST"))).isEqualTo("text/calendar");
        assertThat(shape(mail().attach("z", "a/z", ONE)
                        .inline("i", "image/png", ONE)
                        .calendar("c", "REQUEST")
                        .html("h")
                        .text("t")
                        .inline("j", "image/gif", ONE)
                        .attach("y", "a/y", ONE)
                        .attach(mail().text("inner").build())))
                .isEqualTo("mixed(alternative(text/plain, related(text/html, image/png, image/gif), text/calendar), "
                        + "a/z, a/y, message/rfc822)");
    }

    @Test
    void attachmentsStayInOrder() {
        Message.Builder builder = mail().text("t");
        for (int i = 0; i < 20; i++) {
            builder.attach("f" + i + ".bin", "a/b", new byte[] {(byte) i});
        }
        List<Written> parts = Written.of(builder.build(), Written.SEVEN).parts();
        for (int i = 0; i < 20; i++) {
            assertThat(parts.get(i + 1).parameter("Content-Disposition", "filename"))
                    .isEqualTo("f" + i + ".bin");
            assertThat(parts.get(i + 1).decoded()).containsExactly(i);
        }
    }

    @Test
    void relatedSaysTheTypeOfItsRoot() {
        Written written =
                Written.of(mail().html("h").inline("logo", "image/png", ONE).build(), Written.SEVEN);
        assertThat(written.parameter("Content-Type", "type")).isEqualTo("text/html");
        Written image = written.parts().get(1);
        assertThat(image.headers().get("Content-ID")).isEqualTo("<logo>");
        assertThat(image.parameter("Content-Disposition", "")).isEqualTo("inline");
    }

    @Test
    void calendarSaysItsMethod() {
        Written written =
                Written.of(mail().calendar("BEGIN:VCALENDAR\n", "REQUEST").build(), Written.SEVEN);
        assertThat(written.parameter("Content-Type", "method")).isEqualTo("REQUEST");
        assertThatExceptionOfType(MessageException.class).isThrownBy(() -> mail().calendar("x", "A B"));
    }

    @Test
    void aHandMadeBodyStandsAlone() {
        Part report = Part.builder()
                .contentType("multipart/report; report-type=disposition-notification")
                .subparts(
                        Part.text("read"),
                        Part.builder()
                                .contentType("message/disposition-notification")
                                .text("Final-Recipient: rfc822;a@b.example\n")
                                .build())
                .build();
        Written written = Written.of(mail().body(report).build(), Written.SEVEN);
        assertThat(written.shape()).isEqualTo("report(text/plain, message/disposition-notification)");
        assertThat(written.parameter("Content-Type", "report-type")).isEqualTo("disposition-notification");
        assertThatExceptionOfType(MessageException.class)
                .isThrownBy(() -> mail().body(report).text("a").build());
        assertThat(shape(mail().body(report).attach("a", "a/b", ONE)))
                .isEqualTo("mixed(report(text/plain, message/disposition-notification), a/b)");
    }

    @Test
    void twoInlinePartsCantHaveOneId() {
        assertThatExceptionOfType(MessageException.class)
                .isThrownBy(() -> mail().inline("a", "a/b", ONE).inline("<a>", "a/b", ONE))
                .withMessageContaining("'a'");
        assertThatExceptionOfType(MessageException.class).isThrownBy(() -> mail().inline(Part.text("no id")));
    }

    @Test
    void boundariesDifferAndAreNoBeginningOfEachOther() {
        Set<String> seen = new HashSet<>();
        for (int n = 0; n < 200; n++) {
            Message message = mail().text("t")
                    .html("h")
                    .inline("i", "a/b", ONE)
                    .attach("a", "a/b", ONE)
                    .build();
            Written written = Written.of(message, Written.SEVEN);
            collect(written, seen);
        }
        assertThat(seen).hasSize(600);
        List<String> sorted = seen.stream().sorted().toList();
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i)).doesNotStartWith(sorted.get(i - 1));
        }
    }

    private static void collect(Written written, Set<String> boundaries) {
        String boundary = written.parameter("Content-Type", "boundary");
        if (!boundary.isEmpty()) {
            assertThat(boundary).hasSizeBetween(10, 70).startsWith("=_");
            assertThat(boundaries.add(boundary)).isTrue();
            written.parts().forEach(part -> collect(part, boundaries));
        }
    }

    /** S19: somebody foresees the random numbers and puts the boundary in the text. */
    @Test
    void aForeseenBoundaryInTheContentIsNotUsed() {
        RandomGenerator zero = () -> 0L;
        String foreseen = "--=_0_00\r\n--=_0_00--\r\n--=_1_00\r\n";
        Message message = mail().random(zero)
                .text(foreseen)
                .attach("a", "a/b", foreseen.getBytes(StandardCharsets.US_ASCII))
                .build();
        for (Form form : Written.FORMS) {
            Written written = Written.of(message, form);
            assertThat(written.parameter("Content-Type", "boundary")).isEqualTo("=_2_00");
            assertThat(written.parts().get(0).decodedText()).isEqualTo(foreseen);
            assertThat(written.parts().get(1).decodedText()).isEqualTo(foreseen);
        }
    }

    @Test
    void aMessageInsideWithTheSameRandomNumbersDoesntShareItsBoundary() {
        RandomGenerator zero = () -> 0L;
        Message message = mail().random(zero).text("t").html("h").build();
        for (int i = 0; i < 5; i++) {
            message = mail().random(zero).text("t").attach(message).build();
        }
        Written written = Written.of(message, Written.SEVEN);
        for (int i = 0; i < 5; i++) {
            assertThat(written.shape()).isEqualTo("mixed(text/plain, message/rfc822)");
            written = new Written(written.parts().get(1).body());
        }
        assertThat(written.shape()).isEqualTo("alternative(text/plain, text/html)");
    }

    @Test
    void aGivenBoundaryIsCheckedAgainstTheContent() {
        Part.Builder builder = Part.builder().subparts(Part.text("a\n--xyz\nb"));
        assertThatExceptionOfType(MessageException.class)
                .isThrownBy(() -> builder.boundary("xyz").build());
        assertThat(shape(mail().body(builder.boundary("xyz1").build()))).isEqualTo("mixed(text/plain)");
        Part readyMade = Part.builder().content(Content.of("A: b\n\n--xyz1\n")).build();
        Part nested = Part.multipart("mixed", List.of(readyMade));
        for (Part part : List.of(readyMade, nested)) {
            assertThatExceptionOfType(MessageException.class)
                    .isThrownBy(
                            () -> Part.builder().subparts(part).boundary("xyz1").build())
                    .withMessageContaining("ready-made");
        }
        for (String bad : List.of("", "a b", "a\"", "a\r\n", "x".repeat(71), "é")) {
            assertThatExceptionOfType(MessageException.class).isThrownBy(() -> builder.boundary(bad));
        }
    }

    /** S13. */
    @Test
    void nestingIsBounded() {
        Part part = Part.text("deep");
        for (int i = 0; i < 99; i++) {
            part = Part.multipart("mixed", List.of(part));
        }
        Part deep = part;
        Written written = Written.of(mail().body(deep).attach("a", "a/b", ONE).build(), Written.EIGHT);
        assertThat(written.parts()).hasSize(2);
        assertThatExceptionOfType(MessageException.class)
                .isThrownBy(() -> {
                    Part more = deep;
                    for (int i = 0; i < 100_000; i++) {
                        more = Part.multipart("mixed", List.of(more));
                    }
                })
                .withMessageContaining("100");
        Message message = mail().text("a").build();
        List<Message> chain = new ArrayList<>(List.of(message));
        assertThatExceptionOfType(MessageException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        chain.add(mail().attach(chain.get(chain.size() - 1)).build());
                    }
                })
                .withMessageContaining("100");
        Written.of(chain.get(chain.size() - 1), Written.SEVEN);
    }

    @Test
    void thousandsOfPartsSideBySideAreNoTrouble() {
        List<Part> parts = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            parts.add(Part.text("part " + random.nextInt()));
        }
        assertThat(Written.of(mail().body(Part.multipart("mixed", parts)).build(), Written.SEVEN)
                        .parts())
                .hasSize(5000);
    }
}
