package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** RFC 5322 §3.6.4. */
class ThreadTest {
    private static Headers answer(String original) {
        return new RandomMessages(1)
                .headers()
                .inReplyTo(Headers.parse(original))
                .build()
                .headers();
    }

    @Test
    void answersTheMessageAndItsThread() {
        Headers headers = answer("Message-ID: <3@x>\r\nReferences: <1@x>\r\n <2@x>\r\nIn-Reply-To: <2@x>\r\n");
        assertThat(headers.get("In-Reply-To")).isEqualTo("<3@x>");
        assertThat(headers.get("References")).isEqualTo("<1@x> <2@x> <3@x>");
    }

    @Test
    void takesTheParentWhereThereAreNoReferences() {
        assertThat(answer("Message-ID: <3@x>\r\nIn-Reply-To: <2@x>\r\n").get("References"))
                .isEqualTo("<2@x> <3@x>");
        assertThat(answer("Message-ID: <3@x>\r\nIn-Reply-To: <1@x> <2@x>\r\n").get("References"))
                .isEqualTo("<3@x>");
        assertThat(answer("Message-ID: <3@x>\r\n").get("References")).isEqualTo("<3@x>");
    }

    @Test
    void leavesAMessageWithoutIdAlone() {
        assertThat(answer("References: <1@x>\r\n").get("References")).isNull();
        assertThat(answer("Message-ID: what\r\n").get("In-Reply-To")).isNull();
    }

    @Test
    void keepsTheBeginningAndTheEndOfALongThread() {
        String ids = IntStream.range(0, 500).mapToObj(i -> "<" + i + "@x>").collect(Collectors.joining("\r\n "));
        String references =
                answer("Message-ID: <last@x>\r\nReferences: " + ids + "\r\n").get("References");
        assertThat(references).startsWith("<0@x> <482@x> ").endsWith(" <499@x> <last@x>");
        assertThat(MessageIds.read(references)).hasSize(20);
    }

    @Test
    void passesOverWhatIsNoId() {
        String huge = "<" + "h".repeat(300) + "@x>";
        String field = "junk <> <a@x <b@x> " + huge + " <c d@x> (<e@x>) <b@x>";
        assertThat(MessageIds.read(field)).containsExactly("<b@x>", "<e@x>", "<b@x>");
        assertThat(answer("Message-ID: <z@x>\r\nReferences: " + field + "\r\n").get("References"))
                .isEqualTo("<b@x> <e@x> <z@x>");
    }
}
