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
                    .contains("Usage: paloma", "Examples:", "Exit codes:", "it may have been delivered");
        }
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
        assertThat(run("outbux").err()).contains("send, check, inbox, sendmail, bench, completion, outbox");
    }
}
