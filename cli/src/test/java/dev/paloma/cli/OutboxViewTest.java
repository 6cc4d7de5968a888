package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Looking at mails of the outbox, and changing them. */
@ExtendWith(NoLeaks.class)
class OutboxViewTest {
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

    private String submit(String to) {
        Run run = outbox("submit", "--from", "ann@example.org", "--to", to, "--text", "Hello");
        assertThat(run.code()).as(run.err()).isZero();
        return run.json().replaceAll("^\\{\"id\":\"([0-9A-Z]+)\".*", "$1");
    }

    @Test
    void domainsAreFoundInEitherForm() {
        submit("bob@ex\u00e4mple.net");
        assertThat(outbox("list", "--domain", "ex\u00e4mple.net").out()).hasLineCount(1);
        assertThat(outbox("list", "--domain", "XN--exmple-cua.net").out()).hasLineCount(1);
        assertThat(outbox("list", "--recipient", "bob@ex\u00e4mple.net").out()).hasLineCount(1);
        assertThat(outbox("list", "--domain", "no domain").code()).isEqualTo(64);
    }

    @Test
    void aListThatIsCutSaysSo() {
        String first = submit("bob@example.net");
        String second = submit("bob@example.net");
        assertThat(outbox("list").err()).isEmpty();
        Run cut = outbox("list", "--limit", "1");
        assertThat(cut.out()).hasLineCount(1).startsWith(second);
        assertThat(cut.err()).hasLineCount(1).contains("there are more", "--before " + second);
        assertThat(outbox("list", "--limit", "1", "--json").err()).isEmpty();
        Run rest = outbox("list", "--limit", "1", "--before", second);
        assertThat(rest.out()).startsWith(first);
        assertThat(rest.err()).isEmpty();
    }

    @Test
    void nothingIsChangedWhereOneIdIsNone() {
        String id = submit("bob@example.net");
        assertThat(outbox("hold", id, "!").code()).isEqualTo(64);
        assertThat(outbox("show", id, "!").out()).isEmpty();
        assertThat(outbox("stats", "--json").json()).contains("\"held\":0");
        Run unknown = outbox("hold", "7ZZ", id);
        assertThat(unknown.code()).isEqualTo(66);
        assertThat(unknown.err()).hasLineCount(1).contains("there is no mail 7ZZ");
        assertThat(unknown.out()).isEqualTo(id + ": held\n");
        assertThat(outbox("hold", id).err()).contains("can't be held as it is now");
    }

    @Test
    void countsAreInWordsThatFit() {
        submit("bob@example.net");
        assertThat(outbox("release", "--all").out()).isEqualTo("no mails released\n");
        assertThat(outbox("drain", "--timeout", "1ms").err()).contains("1 mail is left");
        assertThat(outbox("hold", "--all").out()).isEqualTo("1 mail held\n");
        Run retry = outbox("run", "--server", "smtp://localhost", "--retry-first", "10s", "--retry-max", "5s");
        assertThat(retry.code()).isEqualTo(64);
        assertThat(retry.err()).contains("--retry-max 5s is less than --retry-first 10s");
    }

    @Test
    void figuresOfTheLastMinuteHaveWhatHappenedJustNow() {
        submit("bob@example.net");
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            outbox("run", "--server", server.url(), "--until-empty", "--retry-max", "5s");
        }
        assertThat(outbox("stats", "--json").json()).contains("\"perMinute\":{\"accepted\":1,");
    }

    @Test
    void aReadyMailGetsAMessageIdUnlessItIsSigned() {
        String mail = "From: ann@example.org\nTo: bob@example.net\nDate: Mon, 23 Nov 2026 10:00:00 +0000\n\nHello\n";
        assertThat(piped(mail, "submit", "--eml", "-").code()).isZero();
        assertThat(piped("DKIM-Signature: v=1\n" + mail, "submit", "--eml", "-").code())
                .isZero();
        assertThat(piped("Message-ID: <1@example.org>\n" + mail, "submit", "--eml", "-")
                        .code())
                .isZero();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(outbox("run", "--server", server.url(), "--until-empty").code())
                    .isZero();
            List<String> received = server.received().stream()
                    .map(one -> new String(one.content(), StandardCharsets.UTF_8))
                    .toList();
            assertThat(received)
                    .hasSize(3)
                    .anyMatch(one -> one.matches("(?s)Message-ID: <[^>\r\n]+>\r\nFrom: ann@example.org\r\nTo: .*"))
                    .anyMatch(one -> one.startsWith("DKIM-Signature: v=1\r\nFrom: "))
                    .anyMatch(one -> one.startsWith("Message-ID: <1@example.org>\r\nFrom: "));
        }
    }
}
