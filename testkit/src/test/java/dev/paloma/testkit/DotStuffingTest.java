package dev.paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class DotStuffingTest {
    private static final String[] PIECES = {".", "a", "\r\n"};

    /** Every content of up to this many pieces that ends in CRLF: all have only whole line ends. */
    private static List<String> contents() {
        List<String> all = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= 5; length++) {
            int to = all.size();
            for (int i = from; i < to; i++) {
                for (String piece : PIECES) {
                    all.add(all.get(i) + piece);
                }
            }
            from = to;
        }
        return all.stream().map(text -> text + "\r\n").toList();
    }

    @Test
    void givesBackEveryShortContent() throws IOException {
        List<String> contents = contents();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                RawClient client = new RawClient(server)) {
            client.reply();
            client.ask("EHLO c.test");
            for (String content : contents) {
                client.write("MAIL FROM:<>\r\nRCPT TO:<b@b.test>\r\nDATA\r\n");
                client.reply();
                client.reply();
                client.reply();
                String stuffed = ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2);
                client.write(stuffed + ".\r\n");
                assertThat(client.reply()).startsWith("250 ");
            }
            assertThat(server.received().stream().map(ReceivedMail::text)).containsExactlyElementsOf(contents);
            assertThat(server.violations()).isEmpty();
        }
    }
}
