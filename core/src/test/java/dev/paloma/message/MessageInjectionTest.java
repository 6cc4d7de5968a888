package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** S1, S3: no text that is given becomes a line of its own, whichever method takes it. */
class MessageInjectionTest {
    private static final List<String> BAD = List.of(
            "x\r\nEvil: yes",
            "x\nEvil: yes",
            "x\rEvil: yes",
            "x\r\n\r\nEvil",
            "x\r\n.\r\nMAIL FROM:<e@x.example>",
            "x\0y",
            "x\u001By",
            "x\u007Fy",
            "x\uD83Dy");

    private static final byte[] NONE = {};

    private static void refuses(BiConsumer<Message.Builder, String> method) {
        for (String bad : BAD) {
            assertThatExceptionOfType(MessageException.class)
                    .as("given %s", FieldRules.shown(bad))
                    .isThrownBy(() -> method.accept(new RandomMessages(1).headers(), bad))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\r", "\n", "\0", "\u001B", "\u007F"));
        }
    }

    @Test
    void addressesAreRefused() {
        refuses((mail, bad) -> mail.from(bad + " <a@x.example>"));
        refuses((mail, bad) -> mail.sender(bad + "@x.example"));
        refuses((mail, bad) -> mail.replyTo("a@x.example, " + bad + " <b@x.example>"));
        refuses((mail, bad) -> mail.to("a@" + bad));
        refuses((mail, bad) -> mail.cc("Group " + bad + ": a@x.example;"));
        refuses((mail, bad) -> mail.bcc("\"" + bad + "\"@x.example"));
        refuses((mail, bad) -> mail.envelopeSender(bad + "@x.example"));
        refuses((mail, bad) -> mail.to(Mailbox.of(bad, "a@x.example")));
        refuses((mail, bad) -> mail.to(Mailbox.of("a", bad + "@x.example")));
    }

    @Test
    void fieldsAreRefused() {
        refuses(Message.Builder::subject);
        refuses((mail, bad) -> mail.messageId(bad + "@x.example"));
        refuses((mail, bad) -> mail.header("X-A", bad));
        refuses((mail, bad) -> mail.header("X-" + bad, "a"));
        refuses((mail, bad) -> mail.header("Subject", bad));
        refuses((mail, bad) -> mail.header("To", "a@x.example, " + bad));
        refuses((mail, bad) -> mail.header("Message-ID", "<" + bad + "@x>"));
        refuses((mail, bad) -> mail.listUnsubscribe("https://x.example/" + bad));
        refuses(Message.Builder::autoSubmitted);
    }

    @Test
    void partsAreRefused() {
        refuses((mail, bad) -> mail.attach(bad, "a/b", NONE));
        refuses((mail, bad) -> mail.attach("a", "a/" + bad, NONE));
        refuses((mail, bad) -> mail.attach("a", "a/b; c=" + bad, NONE));
        refuses((mail, bad) -> mail.inline(bad, "a/b", NONE));
        refuses((mail, bad) -> mail.inline("a", bad, NONE));
        refuses((mail, bad) -> mail.calendar("x", bad));
    }

    @Test
    void aFilesOwnNameIsRefused() {
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> Message.builder().attach(Path.of("no\r\nEvil: yes.txt")))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\r", "\n"));
    }

    @Test
    void lineSeparatorsBeyondAsciiAreEncoded() {
        Message message = new RandomMessages(1)
                .headers()
                .subject("a\u0085b\u2028c")
                .header("X-A", "č Ċ 瘍")
                .build();
        String text = Written.of(message, Written.SEVEN).text();
        assertThat(text).doesNotContain("\u0085", "\u2028");
        assertThat(message.headers().text("Subject")).isEqualTo("a\u0085b\u2028c");
        assertThat(message.headers().text("X-A")).isEqualTo("č Ċ 瘍");
    }

    @Test
    void fieldsOfAnAnsweredMessageAreTakenApart() {
        Headers original = Headers.parse("Message-ID: <a@x> Evil: yes <b@x>\r\nReferences: <c@x>\u2028<d@x>\r\n");
        Message message = new RandomMessages(1).headers().inReplyTo(original).build();
        assertThat(message.headers().get("In-Reply-To")).isEqualTo("<a@x>");
        assertThat(message.headers().get("References")).isEqualTo("<c@x> <d@x> <a@x>");
    }

    /** Text may hold anything: it is the body, and stays there. */
    @Test
    void textStaysText() {
        String text = "\r\n.\r\nMAIL FROM:<e@x.example>\r\n\0\r\n--=_0_\r\n";
        Message message = new RandomMessages(1).headers().text(text).html(text).build();
        for (Form form : Written.FORMS) {
            for (Written part : Written.of(message, form).parts()) {
                assertThat(part.decodedText()).isEqualTo(text);
            }
        }
    }

    @Test
    void aReadyMadeMessageGoesInsideAsItIs() {
        String inner = "Subject: inner\r\nX: y\r\n\r\nbody\r\n.\r\n";
        Message message = new RandomMessages(1)
                .headers()
                .text("see")
                .attach(Content.of(inner))
                .build();
        for (Form form : Written.FORMS) {
            Written part = Written.of(message, form).parts().get(1);
            assertThat(part.type()).isEqualTo("message/rfc822");
            assertThat(part.body()).asString().isEqualTo(inner);
        }
    }
}
