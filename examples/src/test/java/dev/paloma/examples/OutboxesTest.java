package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import dev.paloma.outbox.MailState;
import dev.paloma.outbox.Outbox;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
final class OutboxesTest {
    @TempDir
    private Path folder;

    private static Mail mail() {
        return Mail.of(Message.builder()
                .from("shop@example.org")
                .to("bob@example.net")
                .subject("Order 42")
                .text("Thank you")
                .build());
    }

    @Test
    void whatIsSubmittedTwiceIsDeliveredOnce() throws InterruptedException {
        String id = Outboxes.submit(folder, mail());
        assertThat(Outboxes.submit(folder, mail())).isEqualTo(id);
        List<String> log = new CopyOnWriteArrayList<>();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Outbox outbox = Outbox.open("sqlite:" + folder.resolve("outbox.db"))) {
            assertThat(Outboxes.look(outbox)).hasSize(1);
            Outboxes.deliver(outbox, server.url(), log::add);
            assertThat(server.received()).hasSize(1);
            assertThat(outbox.show(id).orElseThrow().state()).isEqualTo(MailState.ACCEPTED);
        }
        assertThat(log).containsExactly(id + " accepted");
    }
}
