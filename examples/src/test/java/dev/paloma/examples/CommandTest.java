package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell blocks of README and guide: every option is one that the command's help names, and those marked
 * {@code <!-- run -->} (or with the exit code, {@code <!-- run 67 -->}) are run against a scripted server.
 */
final class CommandTest {
    private static final Pattern OPTION = Pattern.compile("(?:^|\\s)(--[a-z-]+)");
    private static final Pattern RUN = Pattern.compile("run(?: ([0-9]+))?");
    private static final Pattern HELP_CODE = Pattern.compile("^ {1,4}([0-9]{1,2}) +\\p{Alpha}");
    private static final Pattern TABLE_ROW = Pattern.compile("\\| ([0-9]{1,2}) \\| (.+) \\|");
    private static final Pattern CALL =
            Pattern.compile("(?:^|[|;({]\\s*|\\s)(?:\\./)?paloma ((?:outbox )?[a-z]+)([^|;)]*)");

    private static final Pattern JSON_NAME = Pattern.compile("\"[a-zA-Z-]+\":");

    @TempDir
    private Path folder;

    private record Finished(int exit, String output) {}

    @Test
    void helpNamesEveryOption() throws Exception {
        Map<String, String> help = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (Guide.Block block : shellBlocks()) {
            Matcher calls = CALL.matcher(block.text().replace("\\\n", " ").replace("\n", " ;\n"));
            while (calls.find()) {
                if (!help.containsKey(calls.group(1))) {
                    help.put(calls.group(1), help(calls.group(1)));
                }
                String page = help.getOrDefault(calls.group(1), "");
                Matcher options = OPTION.matcher(calls.group(2));
                while (options.find()) {
                    if (!page.contains(options.group(1) + "=") && !page.contains(options.group(1) + " ")) {
                        unknown.add(block.place() + ": paloma " + calls.group(1) + " knows no " + options.group(1));
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void tableOfExitCodesIsThatOfTheHelp() throws Exception {
        String help = help("");
        String unbroken = help.replaceAll("\\s+", " ");
        Set<String> ofTable = new TreeSet<>();
        for (String line : Guide.lines(Guide.root().resolve("docs/guide/command.md"))) {
            Matcher row = TABLE_ROW.matcher(line);
            if (row.matches()) {
                ofTable.add(row.group(1));
                assertThat(unbroken).contains(" " + row.group(1) + " " + row.group(2));
            }
        }
        Set<String> ofHelp = new TreeSet<>();
        help.lines().map(HELP_CODE::matcher).filter(Matcher::find).forEach(code -> ofHelp.add(code.group(1)));
        assertThat(ofTable).hasSizeGreaterThan(10).isEqualTo(ofHelp);
    }

    @Test
    void markedBlocksRun() throws Exception {
        prepareFiles();
        List<String> wrong = new ArrayList<>();
        try (FakeSmtpServer server = server()) {
            for (Guide.Block block : shellBlocks()) {
                Matcher run = RUN.matcher(block.mark());
                if (run.matches()) {
                    int expected = run.group(1) == null ? 0 : Integer.parseInt(run.group(1));
                    Finished finished = run(block.text(), url(server));
                    if (finished.exit() != expected) {
                        wrong.add(block.place() + ": exit code " + finished.exit() + "\n" + finished.output());
                    }
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(server.violations()).isEmpty();
            assertThat(server.received())
                    .extracting(ReceivedMail::recipientAddresses)
                    .contains(List.of("ann@example.net", "bob@example.net"), List.of("archive@example.org"));
            assertThat(server.received())
                    .extracting(ReceivedMail::text)
                    .anyMatch(mail -> mail.contains("It is ready."))
                    .anyMatch(mail -> mail.contains("March.csv") && mail.contains("invoice.pdf"))
                    .anyMatch(mail -> mail.contains("Content-ID: <logo>"));
            assertThat(folder.resolve("data/paloma/inbox/new")).isNotEmptyDirectory();
        }
    }

    @Test
    void jsonHasTheNamesThatThePageShows() throws Exception {
        List<Guide.Block> shown = blocks("json");
        assertThat(shown).isNotEmpty();
        try (FakeSmtpServer server = server()) {
            Finished sent = run("paloma send --to ann@example.net --text Hello --json", url(server));
            Finished checked = run("paloma check \"$PALOMA_SERVER\" --mail ann@example.net --json", url(server));
            for (Guide.Block block : shown) {
                Finished finished = block.mark().equals("check") ? checked : sent;
                assertThat(finished.exit()).isZero();
                assertThat(names(finished.output())).as(finished.output()).containsAll(names(block.text()));
            }
        }
    }

    private static List<String> names(String json) {
        return JSON_NAME.matcher(json).results().map(MatchResult::group).toList();
    }

    private static List<Guide.Block> shellBlocks() {
        return blocks("sh");
    }

    private static List<Guide.Block> blocks(String language) {
        return Guide.pages().stream()
                .flatMap(page -> Guide.blocks(page).stream())
                .filter(block -> block.language().equals(language))
                .toList();
    }

    private static FakeSmtpServer server() {
        return FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .user("me", "secret")
                .requireAuth()
                .offer("DSN", "DELIVERBY", "FUTURERELEASE 864000 2099-12-31T00:00:00Z")
                .at(Step.RCPT.of("gone@example.net"), Reply.of(550, "5.1.1 no such user"))
                .at(Step.RCPT.of("later@example.net"), Reply.of(450, "4.2.1 mailbox busy"))
                .at(Step.CONTENT, Reply.of(250, "2.0.0 Ok: queued as 4XyZ"))
                .start();
    }

    private String url(FakeSmtpServer server) throws IOException {
        return "smtp://me@localhost:" + server.port() + "?trust=" + TestAuthority.pemFile(folder);
    }

    private String help(String command) throws Exception {
        String call = command.isEmpty() ? "paloma --help" : "paloma " + command + " --help";
        Finished finished = run(call, "");
        assertThat(finished.exit()).as(finished.output()).isZero();
        return finished.output();
    }

    private void prepareFiles() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "Dear Ann,\n\nyes.\n");
        Files.writeString(folder.resolve("invoice.pdf"), "%PDF-1.4\n");
        Files.writeString(folder.resolve("data.bin"), "a,b\n");
        Files.writeString(folder.resolve("logo.png"), "not much of a picture");
        Files.writeString(folder.resolve("ready.eml"), "From: me@example.org\nTo: ann@example.net\n\nHello\n");
    }

    /** Runs it in the temporary folder, with a {@code paloma} that starts the classes under test. */
    private Finished run(String commands, String server) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path script = bin.resolve("paloma");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                script,
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.paloma.cli.Main \"$@\"\n"
                        .formatted(java, System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", "-c", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Files.writeString(folder.resolve("input"), "").toFile())
                .redirectOutput(output.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PALOMA_"));
        environment.put("PATH", bin + File.pathSeparator + environment.get("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
        environment.put("PALOMA_SERVER", server);
        environment.put("PALOMA_PASSWORD", "secret");
        environment.put("PALOMA_FROM", "Me <me@example.org>");
        int exit = builder.start().waitFor();
        return new Finished(exit, Files.readString(output));
    }
}
