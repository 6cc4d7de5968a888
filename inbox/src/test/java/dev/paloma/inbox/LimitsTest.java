package dev.paloma.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LimitsTest {
    @TempDir
    Path folder;

    @Test
    void takesContentOfJustTheSizeAndRefusesOneOctetMore() throws IOException {
        try (Trap trap = new Trap(folder, b -> b.maxSize(1000));
                Client client = Client.greeted(trap.inbox())) {
            assertThat(client.say("MAIL FROM:<a@b> SIZE=1001")).startsWith("552 5.3.4 ");
            client.begin();
            assertThat(client.data("a".repeat(998) + "\r\n")).startsWith("250 ");
            client.begin();
            assertThat(client.data("a".repeat(999) + "\r\n")).startsWith("552 5.3.4 ");
            client.begin();
            assertThat(client.data("a".repeat(500_000) + "\r\n")).startsWith("552 5.3.4 ");
            client.begin();
            client.send("BDAT 1001 LAST\r\n" + "a".repeat(1001) + "NOOP\r\n");
            assertThat(client.replies(2)).isEqualTo("552 250");
            assertThat(trap.files("new")).hasSize(1);
            assertThat(trap.files("tmp")).isEmpty();
        }
    }

    @Test
    void addsUpTheChunksOfAMail() throws IOException {
        try (Trap trap = new Trap(folder, b -> b.maxSize(1000));
                Client client = Client.ready(trap.inbox())) {
            String half = "a".repeat(501);
            client.send("BDAT 501\r\n" + half + "BDAT 501\r\n" + half + "BDAT 501 LAST\r\n" + half + "NOOP\r\n");
            assertThat(client.replies(4)).isEqualTo("250 552 503 250");
            assertThat(trap.files("tmp")).isEmpty();
            assertThat(trap.files("new")).isEmpty();
        }
    }

    @Test
    void takesAThousandRecipientsAndNoMore() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            client.say("MAIL FROM:<a@b>");
            for (int i = 0; i < 1000; i++) {
                assertThat(client.say("RCPT TO:<r" + i + "@example.net>")).startsWith("250 ");
            }
            assertThat(client.say("RCPT TO:<more@example.net>")).startsWith("452 4.5.3 ");
            assertThat(client.data("x\r\n")).startsWith("250 ");
            assertThat(trap.caught().get(0).recipients()).hasSize(1000).doesNotContain("more@example.net");
        }
    }

    @Test
    void sendsAwayWhoComesWhenItIsFull() throws IOException {
        try (Trap trap = new Trap(folder, b -> b.maxConnections(1));
                Client first = Client.greeted(trap.inbox())) {
            try (Client second = new Client(trap.inbox())) {
                assertThat(second.reply()).startsWith("421 4.3.2 ");
                assertThat(second.reply()).isEmpty();
            }
            assertThat(first.say("NOOP")).startsWith("250 ");
        }
    }

    @Test
    void sendsAwayWhoMakesTwentyErrors() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.say("FROB")).startsWith("500 ");
            }
            assertThat(client.reply()).startsWith("421 4.7.0 ");
            assertThat(client.reply()).isEmpty();
        }
    }

    @Test
    void forgivesErrorsOnceAMailIsTaken() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 19; i++) {
                    client.say("FROB");
                }
                client.begin();
                assertThat(client.data("x\r\n")).startsWith("250 ");
            }
        }
    }

    @Test
    void refusesLongLinesAndGoesOn() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            assertThat(client.say("NOOP " + "a".repeat(2043))).startsWith("250 ");
            assertThat(client.say("NOOP " + "a".repeat(2044))).startsWith("500 5.5.2 ");
            assertThat(client.say("NOOP " + "a".repeat(100_000))).startsWith("500 5.5.2 ");
            assertThat(client.say("NOOP")).startsWith("250 ");
        }
    }

    @Test
    void sendsAwayWhoNeverEndsALine() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            client.send("a".repeat((1 << 20) + 1));
            assertThat(client.reply()).startsWith("421 4.5.2 ");
        }
    }

    @Test
    void tellsATlsClientThatThereIsNone() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = new Client(trap.inbox())) {
            client.reply();
            client.send(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1});
            assertThat(client.reply()).startsWith("421 4.7.0 No TLS");
        }
    }

    @Test
    void sendsAwayWhoIsSilent() throws IOException {
        try (Trap trap = new Trap(folder, b -> b.idleTimeout(Duration.ofMillis(200)));
                Client client = Client.ready(trap.inbox())) {
            client.say("DATA");
            client.send("half a mail\r\n");
            assertThat(client.reply()).startsWith("421 4.4.2 ");
            assertThat(client.reply()).isEmpty();
            assertThat(trap.files("tmp")).isEmpty();
            assertThat(trap.files("new")).isEmpty();
        }
    }

    @Test
    void sendsAwayWhoDripsACommand() throws IOException {
        try (Trap trap = new Trap(folder, b -> b.idleTimeout(Duration.ofMillis(300)));
                Client client = Client.greeted(trap.inbox())) {
            client.socket().setSoTimeout(20);
            String reply = "";
            while (reply.isEmpty()) {
                client.send("N");
                try {
                    reply = client.reply();
                } catch (SocketTimeoutException e) {
                    reply = "";
                }
            }
            assertThat(reply).startsWith("421 4.4.2 ");
        }
    }

    @Test
    void cutsOffWhoNeverReadsItsReplies() throws IOException {
        String group = "HELP\r\n".repeat(10_000);
        try (Trap trap = new Trap(folder, b -> b.idleTimeout(Duration.ofMillis(200)));
                Client client = Client.greeted(trap.inbox())) {
            assertThatThrownBy(() -> {
                        while (true) {
                            client.send(group);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(() -> Inbox.builder().port(65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Inbox.builder().maxSize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Inbox.builder().maxConnections(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Inbox.builder().idleTimeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
