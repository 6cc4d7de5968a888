package dev.paloma.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's example, word for word, with a newsletter to test. */
@ExtendWith(NoLeaks.class)
class NewsletterTest {
    @Test
    void goesOnWithoutTheUnknownReader() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("gone@example.net"), Reply.of(550, "5.1.1 no such user"))
                .start()) {

            sendNewsletter(server.host(), server.port()); // what you want to test

            ReceivedMail mail = server.received().get(0);
            assertEquals(List.of("ann@example.net"), mail.recipientAddresses());
            assertEquals(List.of(), server.violations());
        }
    }

    @Test
    void readmeShowsThisVeryTest() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String example = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("```\n\nThis example"));
        String source = Files.readString(Path.of("src/test/java/dev/paloma/testkit/NewsletterTest.java"));
        String method = example.substring(example.indexOf("    @Test"), example.lastIndexOf('}'));
        assertEquals(true, source.contains(method));
    }

    private static void sendNewsletter(String host, int port) throws IOException {
        try (RawClient client = new RawClient(host, port)) {
            client.reply();
            client.ask("EHLO client.test");
            client.ask("MAIL FROM:<news@example.org>");
            client.ask("RCPT TO:<gone@example.net>");
            client.ask("RCPT TO:<ann@example.net>");
            client.ask("DATA");
            client.ask("Subject: news\r\n\r\nnone today\r\n.");
            client.ask("QUIT");
        }
    }
}
