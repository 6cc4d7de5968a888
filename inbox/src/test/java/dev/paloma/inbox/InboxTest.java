package dev.paloma.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InboxTest {
    private static final Instant NOW = Instant.parse("2026-11-02T10:15:30Z");

    @TempDir
    Path folder;

    @Test
    void storesAMailWithItsEnvelopeBeforeIt() throws IOException {
        try (Trap trap = new Trap(folder, b -> b.clock(Clock.fixed(NOW, ZoneOffset.UTC)));
                Client client = Client.greeted(trap.inbox())) {
            client.say("MAIL FROM:<ann@example.org>");
            client.say("RCPT TO:<bob@example.net>");
            client.say("RCPT TO:<\"odd one\"@example.net>");
            String reply = client.data("Subject: hi\r\n\r\nhello\r\n");

            CaughtMail mail = trap.caught().get(0);
            assertThat(reply).isEqualTo("250 2.0.0 Ok: queued as " + mail.id());
            assertThat(mail.path().getFileName().toString()).startsWith(mail.id() + ".");
            assertThat(trap.files("new")).containsExactly(mail.path());
            assertThat(Files.readString(mail.path()))
                    .isEqualTo(String.join(
                            "\r\n",
                            "Return-Path: <ann@example.org>",
                            "Delivered-To: bob@example.net",
                            "Delivered-To: \"odd one\"@example.net",
                            "Received: from client.example ([127.0.0.1]) by localhost with ESMTP;"
                                    + " Mon, 2 Nov 2026 10:15:30 +0000",
                            "Subject: hi",
                            "",
                            "hello",
                            ""));
            assertThat(trap.content(0)).isEqualTo("Subject: hi\r\n\r\nhello\r\n");
            assertThat(mail.sender()).isEqualTo("ann@example.org");
            assertThat(mail.recipients()).containsExactly("bob@example.net", "\"odd one\"@example.net");
            assertThat(mail.size()).isEqualTo(22);
            assertThat(mail.received()).isEqualTo(NOW);
        }
    }

    @Test
    void takesSeveralMailsOnOneConnection() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            for (int i = 0; i < 3; i++) {
                client.begin();
                assertThat(client.data("mail " + i + "\r\n")).startsWith("250 ");
            }
            assertThat(client.say("QUIT")).startsWith("221 ");
            assertThat(client.reply()).isEmpty();
            assertThat(trap.content(2)).isEqualTo("mail 2\r\n");
        }
    }

    @Test
    void servesClientsInParallel() throws Exception {
        int each = 20;
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try (Trap trap = new Trap(folder)) {
            List<Future<?>> clients = new ArrayList<>();
            for (String name : List.of("one", "two")) {
                clients.add(executor.submit(() -> {
                    try (Client client = Client.greeted(trap.inbox())) {
                        for (int i = 0; i < each; i++) {
                            client.begin();
                            assertThat(client.data(name + "\r\n")).startsWith("250 ");
                        }
                    }
                    return null;
                }));
            }
            for (Future<?> client : clients) {
                client.get();
            }
            assertThat(trap.caught()).extracting(CaughtMail::id).doesNotHaveDuplicates();
            assertThat(trap.files("new")).hasSize(2 * each);
            assertThat(trap.files("tmp")).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void listensOnLoopbackAndTellsItsUrl() throws IOException {
        try (Trap trap = new Trap(folder)) {
            assertThat(trap.inbox().url())
                    .isEqualTo("smtp://127.0.0.1:" + trap.inbox().port());
            assertThat(trap.inbox()).hasToString("Inbox at " + trap.inbox().url());
            assertThat(trap.inbox().maildir()).isEqualTo(folder);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws IOException {
        try (Trap trap = new Trap(folder)) {
            int port = trap.inbox().port();
            assertThatThrownBy(() ->
                            Inbox.builder().port(port).maildir(folder).start().close())
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("can't listen on 127.0.0.1:" + port + ": ");
        }
    }

    @Test
    void tellsClientsThatItCloses() throws IOException {
        Trap trap = new Trap(folder);
        try (Client client = Client.greeted(trap.inbox())) {
            trap.close();
            assertThat(client.reply()).startsWith("421 4.3.2 ");
            assertThat(client.reply()).isEmpty();
        }
        trap.close();
    }

    @Test
    void mayBeClosedByAListener() throws Exception {
        CompletableFuture<Inbox> running = new CompletableFuture<>();
        try (Trap trap = new Trap(folder, b -> b.onMail(mail -> running.join().close()));
                Client client = Client.ready(trap.inbox())) {
            running.complete(trap.inbox());
            assertThat(client.data("last\r\n"))
                    .isEqualTo("250 2.0.0 Ok: queued as " + trap.caught().get(0).id());
            assertThat(client.reply()).startsWith("421 4.3.2 ");
        }
    }

    @Test
    void takesTheMailThoughAListenerFails() throws IOException {
        try (Trap trap = new Trap(
                        folder,
                        b -> b.onMail(mail -> {
                            throw new IllegalStateException("listener");
                        }));
                Client client = Client.ready(trap.inbox())) {
            assertThat(client.data("x\r\n")).startsWith("250 ");
            assertThat(trap.faults()).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void keepsMailInTheUsersDataFolder() {
        Path home = folder.resolve("home");
        Map<String, String> environment = new HashMap<>();
        Path usual = home.resolve(".local/share/paloma/inbox");
        assertThat(Inbox.defaultMaildir(environment::get, home)).isEqualTo(usual);
        environment.put("XDG_DATA_HOME", "relative");
        assertThat(Inbox.defaultMaildir(environment::get, home)).isEqualTo(usual);
        environment.put("XDG_DATA_HOME", "");
        assertThat(Inbox.defaultMaildir(environment::get, home)).isEqualTo(usual);
        environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
        assertThat(Inbox.defaultMaildir(environment::get, home)).isEqualTo(folder.resolve("data/paloma/inbox"));
    }

    @Test
    void showsAMailOnOneHarmlessLine() {
        CaughtMail mail = new CaughtMail("1.P2", folder, "a\u202Eb\u001B[2J@x", List.of("c@y\r\nd"), 3, Instant.EPOCH);
        assertThat(mail).hasToString("1.P2 from <a\\u{202e}b\\u{1b}[2J@x> to c@y\\u{d}\\u{a}d, 3 octets");
    }
}
