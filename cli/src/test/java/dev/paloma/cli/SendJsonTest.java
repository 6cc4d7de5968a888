package dev.paloma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The object that scripts read: its names, their order, and that it is always there. */
@ExtendWith(NoLeaks.class)
class SendJsonTest {
    @TempDir
    private Path home;

    private Run send(String server, String... more) {
        Run run = new Run.Setup(home).send(server, more);
        assertThat(run.json()).startsWith("{").endsWith("}");
        return run;
    }

    @Test
    void acceptedMailHasEveryFieldInOrder() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.CONTENT, Reply.of(250, "2.0.0 Ok: queued as 4XyZ"))
                .start()) {
            assertThat(send(server.url(), "--json", "--message-id", "a@b").json())
                    .matches("\\{\"outcome\":\"accepted\",\"messageId\":\"<a@b>\",\"server\":\"127\\.0\\.0\\.1:\\d+\","
                            + "\"tls\":null,\"queueId\":\"4XyZ\",\"recipients\":\\[\\{\"address\":\"bob@example\\.net\","
                            + "\"outcome\":\"accepted\",\"code\":250,\"enhanced\":\"2\\.1\\.5\",\"text\":\"[^\"]*\"}],"
                            + "\"error\":null,\"tried\":\\[],\"millis\":\\{\"connect\":\\d+,.*\"total\":\\d+}}");
        }
    }

    @Test
    void tellsTheTlsThatWasAgreed() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            assertThat(send(server.url() + "?verify=none", "--json").json())
                    .containsPattern("\"tls\":\\{\"protocol\":\"TLSv1\\.3\",\"cipher\":\"TLS_[A-Z0-9_]+\"}");
        }
    }

    @Test
    void refusedRecipientUnderAllRefusesTheMail() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no \"such\" user"))
                .start()) {
            String json = send(server.url(), "--json", "--to", "cy@example.net").json();
            assertThat(json)
                    .startsWith("{\"outcome\":\"refused\"")
                    .contains(
                            "{\"address\":\"bob@example.net\",\"outcome\":\"refused\",\"code\":550,\"enhanced\":\"5.1.1\","
                                    + "\"text\":\"5.1.1 no \\\"such\\\" user\"}",
                            "\"address\":\"cy@example.net\",\"outcome\":\"deferred\",\"code\":null,\"enhanced\":null",
                            "\"error\":{\"stage\":\"rcpt\",\"message\":\"",
                            "\"code\":550,\"enhanced\":\"5.1.1\"},\"tried\"");
            assertThat(send(server.url(), "--json", "--to", "cy@example.net", "--accept", "at-least-one")
                            .json())
                    .startsWith("{\"outcome\":\"partial\"")
                    .contains("\"error\":null");
        }
    }

    @Test
    void deferredMailNamesItsStage() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().at(Step.DATA, Reply.of(451, "later")).start()) {
            assertThat(send(server.url(), "--json").json())
                    .startsWith("{\"outcome\":\"deferred\"")
                    .contains("\"error\":{\"stage\":\"data\"", "\"code\":451,\"enhanced\":null}");
        }
    }

    @Test
    void isThereEvenWhereNoServerWasAsked() {
        String before = "{\"outcome\":\"refused\",\"messageId\":null,\"server\":null,\"tls\":null,\"queueId\":null,"
                + "\"recipients\":[],\"error\":{\"stage\":\"";
        Run address = send("inbox:", "--json", "--to", "nobody");
        assertThat(address.code()).isEqualTo(65);
        assertThat(address.json()).startsWith(before + "compose\"");
        Run file = send("inbox:", "--json", "--attach", home.resolve("none").toString());
        assertThat(file.code()).isEqualTo(66);
        assertThat(file.json()).startsWith(before + "compose\"");
        Run server = send("smtp://[::1", "--json");
        assertThat(server.code()).isEqualTo(78);
        assertThat(server.json())
                .startsWith(before + "resolve\"")
                .endsWith("\"tried\":[],\"millis\":{\"connect\":0,\"total\":0}}");
    }

    @Test
    void isThereForContradictionsToo() {
        for (String[] more : new String[][] {
            {"--json", "--text-file", "-"},
            {"--json", "--hold-until", "2020-01-31T08:00:00Z"},
            {"--json", "--accept", "none"},
            {"--json", "--dry-run"},
        }) {
            Run run = send("inbox:", more);
            assertThat(run.code()).as(run.err()).isEqualTo(64);
            assertThat(run.json())
                    .startsWith("{\"outcome\":\"refused\"")
                    .contains("\"recipients\":[],\"error\":{\"stage\":\"compose\"");
        }
        Run twice = new Run.Setup(home)
                .run(
                        "send",
                        "--server",
                        "inbox:",
                        "--to",
                        "b@example.net",
                        "--text-file",
                        "-",
                        "--html-file",
                        "-",
                        "--json");
        assertThat(twice.code()).isEqualTo(64);
        assertThat(twice.json()).contains("\"stage\":\"compose\"");
    }

    @Test
    void faultsOfThisSideHaveTheStageCompose() {
        String[][] faults = {
            {"--client-name", "a b"},
            {"--password-command", "false"},
            {"--dkim", "domain=a..b,selector=s,key=" + home.resolve("none")},
        };
        for (String[] fault : faults) {
            Run run = send("smtp://ann@127.0.0.1:9", "--json", fault[0], fault[1]);
            assertThat(run.json()).as(fault[0]).contains("\"error\":{\"stage\":\"compose\"");
        }
    }
}
