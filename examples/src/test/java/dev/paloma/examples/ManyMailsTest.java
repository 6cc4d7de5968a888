package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.Mailer;
import dev.paloma.Sent;
import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
final class ManyMailsTest {
    private static Mail mail(int number) {
        return Mail.of(Message.builder()
                .from("ann@example.org")
                .to("r" + number + "@example.net")
                .subject("News")
                .text("Hello")
                .build());
    }

    @Test
    void eachOfManyIsSentOnceAndFailuresAreHeardOf() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT.of("r3@example.net"), Reply.of(550, "5.1.1 Who?"))
                        .start();
                Mailer mailer = ManyMails.mailer(server.url())) {
            List<Sent> failed = new ArrayList<>();
            ManyMails.all(
                    mailer, IntStream.range(0, 10).mapToObj(ManyMailsTest::mail).iterator(), failed);
            assertThat(failed).hasSize(1);
            assertThat(server.received()).hasSize(9);
        }
    }

    @Test
    void oneThatIsSentLaterHasItsReceiptInTheEnd() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = ManyMails.mailer(server.url())) {
            assertThat(ManyMails.later(mailer, mail(1)).join().isAccepted()).isTrue();
        }
    }
}
