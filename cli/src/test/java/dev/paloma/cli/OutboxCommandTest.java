package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code paloma outbox}: what is handed over is delivered, and all that is known can be asked. */
@ExtendWith(NoLeaks.class)
class OutboxCommandTest {
    @TempDir
    private Path home;

    private Run outbox(String... args) {
        return piped("", args);
    }

    private Run piped(String input, String... args) {
        List<String> all = new ArrayList<>(List.of("outbox"));
        all.addAll(List.of(args));
        return new Run.Setup(home).input(input).run(all.toArray(String[]::new));
    }

    private Run submit(String... more) {
        List<String> args = new ArrayList<>(
                List.of("submit", "--from", "ann@example.org", "--to", "bob@example.net", "--text", "Hello", "--json"));
        args.addAll(List.of(more));
        return outbox(args.toArray(String[]::new));
    }

    private static String id(Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run.json().replaceAll("^\\{\"id\":\"([0-9A-Z]+)\".*", "$1");
    }

    private Run deliver(FakeSmtpServer server, String... more) {
        List<String> args = new ArrayList<>(List.of("run", "--server", server.url(), "--until-empty", "--json"));
        args.addAll(List.of(more));
        return outbox(args.toArray(String[]::new));
    }

    @Test
    void whatIsSubmittedIsDeliveredLater() {
        String id = id(submit("--subject", "Invoice 42"));
        assertThat(outbox("stats", "--json").json()).startsWith("{\"queued\":1,\"sending\":0,\"accepted\":0,");
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Run run = deliver(server);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.json())
                    .startsWith("{\"id\":\"" + id + "\",\"messageId\":\"<")
                    .contains("\"outcome\":\"accepted\"", "\"address\":\"bob@example.net\"", "\"code\":250")
                    .contains("\"attempt\":1,\"next\":null");
            assertThat(server.received()).hasSize(1);
            assertThat(new String(server.received().get(0).content(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("Subject: Invoice 42");
        }
        assertThat(outbox("stats", "--json").json()).startsWith("{\"queued\":0,\"sending\":0,\"accepted\":1,");
        assertThat(outbox("show", id, "--json").json())
                .contains("\"state\":\"accepted\"", "\"attempts\":[{\"number\":1,\"domain\":\"example.net\"");
    }

    @Test
    void aKeyIsSubmittedOnce() {
        String first = id(submit("--key", "order-42"));
        assertThat(submit("--key", "order-42").json())
                .isEqualTo("{\"id\":\"" + first + "\",\"key\":\"order-42\",\"duplicate\":true}");
        assertThat(outbox("list", "--json").out()).hasLineCount(1);
    }

    @Test
    void linesAreAnsweredInTheirOrder() {
        String lines = IntStream.range(0, 300)
                .mapToObj(i -> "{\"from\":\"ann@example.org\",\"to\":[\"bob@example.net\"],\"subject\":\"" + i
                        + "\",\"text\":\"Grüße\",\"headers\":{\"X-Number\":\"" + i + "\"},\"key\":\"k" + i + "\"}\n")
                .collect(Collectors.joining());
        Run run = piped(lines, "submit", "--lines", "-", "--json");
        assertThat(run.code()).as(run.err()).isZero();
        List<String> answers = run.out().lines().toList();
        assertThat(answers).hasSize(300);
        for (int i = 0; i < 300; i++) {
            assertThat(answers.get(i)).endsWith(",\"key\":\"k" + i + "\"}");
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().offer("PIPELINING").start()) {
            assertThat(deliver(server).out()).hasLineCount(300);
            assertThat(server.received()).hasSize(300);
        }
    }

    @Test
    void aBadLineIsNamedAndStopsNoOther() throws IOException {
        Path file = home.resolve("mails.jsonl");
        Files.writeString(file, """
                {"from":"ann@example.org","to":["bob@example.net"],"subject":"one","text":"1"}
                {"from":"ann@example.org","to":["not an address"],"text":"2"}
                not JSON
                {"from":"ann@example.org","to":["bob@example.net"],"colour":"red"}
                {"from":"ann@example.org","to":["bob@example.net"],"priority":"high"}

                {"to":"bob@example.net","text":"3","priority":9,"tags":["bulk"],"expires":"P1D","notBefore":null}
                """);
        Run run = outbox("submit", "--lines", file.toString(), "--json");
        assertThat(run.code()).isEqualTo(65);
        assertThat(run.out().lines().filter(line -> line.startsWith("{\"id\":null")))
                .hasSize(4);
        assertThat(run.err())
                .hasLineCount(4)
                .contains(
                        "line 2: ",
                        "line 3: not JSON",
                        "line 4: \"colour\" means nothing here",
                        "line 5: \"priority\"");
        assertThat(outbox("list", "--json").out()).hasLineCount(2);
        assertThat(outbox("list", "--tag", "bulk", "--json").json()).contains("\"priority\":9");
    }

    @Test
    void whatIsDeferredIsTriedAgainAndItsStoryShown() {
        String id = id(submit());
        AtomicInteger asked = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(
                        Step.RCPT,
                        request -> asked.getAndIncrement() == 0 ? Reply.of(451, "4.2.1 greylisted") : request.usual())
                .start()) {
            Run run = deliver(server, "--retry-first", "100ms", "--retry-max", "200ms");
            assertThat(run.code()).as(run.err()).isZero();
            List<String> attempts = run.out().lines().toList();
            assertThat(attempts).hasSize(2);
            assertThat(attempts.get(0)).contains("\"outcome\":\"deferred\"", "\"enhanced\":\"4.2.1\"", "\"next\":\"20");
            assertThat(attempts.get(1)).contains("\"outcome\":\"accepted\"", "\"attempt\":2");
        }
        assertThat(outbox("show", id).out()).contains("greylisted", "try 2 for example.net");
    }

    @Test
    void mailsAreHeldReleasedAndCancelled() {
        String first = id(submit());
        String second = id(submit());
        assertThat(outbox("hold", first, "--json").json()).isEqualTo("{\"id\":\"" + first + "\",\"changed\":true}");
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(deliver(server).code()).isZero();
            assertThat(server.received()).hasSize(1);
            assertThat(outbox("list", "--state", "held", "--json").json()).contains(first);
            assertThat(outbox("release", "--all", "--json").json()).isEqualTo("{\"changed\":1}");
            assertThat(outbox("cancel", first).code()).isZero();
            assertThat(outbox("cancel", second).err()).contains(second);
            assertThat(deliver(server).out()).isEmpty();
            assertThat(server.received()).hasSize(1);
        }
        assertThat(outbox("stats", "--json").json()).contains("\"accepted\":1", "\"cancelled\":1");
    }

    @Test
    void wrongUseIsToldInOneLine() {
        submit();
        for (String[] args : new String[][] {
            {"deliver"},
            {"show"},
            {"hold"},
            {"hold", "X", "--all"},
            {"submit", "--priority", "10"},
            {"submit", "--lines", "-", "--to", "a@b.c"},
            {"list", "--state", "gone"},
            {"show", "!"},
            {"run", "--server", "smtp://localhost", "--rate", "many"},
            {"run", "--server", "smtp://localhost", "--in-doubt", "no"}
        }) {
            Run run = outbox(args);
            assertThat(run.code()).as(String.join(" ", args)).isEqualTo(64);
            assertThat(run.err()).as(String.join(" ", args)).hasLineCount(1);
        }
        assertThat(outbox("run").code()).isEqualTo(78);
        assertThat(outbox("list", "--outbox", "mysql:x").code()).isEqualTo(78);
        assertThat(outbox("show", "7ZZ").code()).isEqualTo(66);
    }

    @Test
    void theHelpTeaches() {
        assertThat(outbox("--help").out()).contains("submit", "cancel", "stats", "paloma outbox run");
        assertThat(outbox("submit", "--help").out()).contains("--lines", "--key", "--not-before", "--attach");
        assertThat(new Run.Setup(home).run("--help").out()).contains("outbox");
    }
}
