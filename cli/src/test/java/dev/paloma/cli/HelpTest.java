package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelpTest {
    @TempDir
    private Path home;

    private Run run(String... args) {
        return new Run.Setup(home).run(args);
    }

    @Test
    void everyPageTeachesByExamplesAndExitCodes() {
        for (String[] args : new String[][] {
            {"--help"},
            {"-h"},
            {"help"},
            {"send", "--help"},
            {"help", "send"},
            {"inbox", "-h"},
            {"check", "--help"},
            {"sendmail", "--help"},
            {"help", "sendmail"},
            {"bench", "--help"},
            {"completion", "--help"}
        }) {
            Run run = run(args);
            assertThat(run.code()).isZero();
            assertThat(run.err()).isEmpty();
            assertThat(run.out().replaceAll("\\s+", " "))
                    .contains(
                            "Usage: paloma", "Examples:", "Exit codes:", "64 wrong usage", "internal error in Paloma");
        }
    }

    @Test
    void everyCommandTellsItsOwnExitCodes() {
        assertThat(run("send", "--help").out()).contains("  80   ", "every recipient was accepted");
        for (String command : new String[] {"check", "inbox", "completion"}) {
            assertThat(run(command, "--help").out()).doesNotContain("  80   ", "every recipient was accepted");
        }
        assertThat(run("outbox", "list", "--help").out()).contains("no mail with this id");
    }

    @Test
    void helpIsThereForCommandsOnly() {
        assertThat(run("help", "nonsense").code()).isEqualTo(64);
        assertThat(run("help", "nonsense").err()).startsWith("paloma: ").hasLineCount(1);
        assertThat(run("outbox", "help").out()).contains("Usage: paloma outbox", "submit");
        String submit = run("outbox", "submit", "--help").out();
        assertThat(run("help", "outbox", "submit").out()).isEqualTo(submit);
        assertThat(run("outbox", "help", "submit").out()).isEqualTo(submit);
        assertThat(run("help", "outbox", "nonsense").code()).isEqualTo(64);
    }

    @Test
    void outboxStandsBeforeCompletion() {
        String page = run("--help").out();
        assertThat(page.indexOf("\n  outbox ")).isPositive().isLessThan(page.indexOf("\n  completion "));
    }

    @Test
    void sendmailIsDescribedAsItIsCalled() {
        assertThat(run("sendmail", "--help").out())
                .contains("-f ADDRESS", "[RECIPIENT...]")
                .doesNotContain("-f=");
    }

    @Test
    void completionKnowsWhatAnOptionCanBe() {
        assertThat(run("completion").out()).contains("\"all\" \"at-least-one\"", "\"full\" \"headers\"", "\"none\"");
    }

    @Test
    void thePageOfSendNamesEveryOption() {
        String page = run("send", "--help").out();
        for (Option option : SendOptions.command().options()) {
            assertThat(page).contains(option.name());
        }
    }

    @Test
    void thePageOfSendmailNamesEveryOption() {
        String page = run("sendmail", "--help").out();
        for (Option option : SendmailOptions.command().options()) {
            assertThat(page).contains(option.name());
        }
    }

    @Test
    void completionKnowsCommandsAndOptions() {
        assertThat(run("completion").out())
                .contains("complete -F", "send", "check", "inbox", "sendmail", "-bs", "--envelope-from");
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("--version").out()).startsWith("paloma ");
    }

    @Test
    void wrongUsageIsOneLineThatLeadsToHelp() {
        for (String[] args : new String[][] {
            {},
            {"sned"},
            {"check"},
            {"outbox"},
            {"bench", "--messages", "none"},
            {"bench", "--size", "huge"},
            {"bench", "--tls", "maybe"},
            {"--nonsense"},
            {"send", "--nonsense"},
            {"send", "--accept", "none"},
            {"send", "--timeout", "soon"},
            {"inbox", "--port", "70000"},
            {"inbox", "--max-size", "much"}
        }) {
            Run run = run(args);
            assertThat(run.code()).as(String.join(" ", args)).isEqualTo(64);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("paloma: ").hasLineCount(1);
        }
        assertThat(run("outbux").err()).contains("send, check, inbox, sendmail, bench, outbox, completion");
    }
}
