package dev.paloma.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(NoLeaks.class)
class ViolationsTest {
    private static final String HELLO = "EHLO c.test\r\n";
    private static final String ENVELOPE = HELLO + "MAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\n";

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("NOOP\n", "bare LF ends the line NOOP"),
                Arguments.of("NO\rOP\r\n", "bare CR in a command line"),
                Arguments.of("NOOP \u0007\r\n", "control character in the line NOOP \\u0007"),
                Arguments.of("XYZZY\r\n", "unknown command XYZZY"),
                Arguments.of("EHLO \r\n", "EHLO without a sound name: "),
                Arguments.of("LHLO c.test\r\n", "LHLO isn't of this protocol"),
                Arguments.of("MAIL FROM:<>\r\n", "MAIL before EHLO"),
                Arguments.of(HELLO + "RCPT TO:<b@b.test>\r\n", "RCPT before MAIL"),
                Arguments.of(HELLO + "DATA\r\n", "DATA before RCPT"),
                Arguments.of(HELLO + "BDAT 1\r\nx", "BDAT wasn't offered"),
                Arguments.of(HELLO + "BDAT x\r\n", "BDAT isn't well-formed"),
                Arguments.of(HELLO + "STARTTLS\r\n", "STARTTLS wasn't offered"),
                Arguments.of(HELLO + "AUTH PLAIN AGEAYg==\r\n", "AUTH out of turn or not well-formed"),
                Arguments.of(HELLO + "MAIL FROM:<>\r\nMAIL FROM:<>\r\n", "MAIL inside a transaction"),
                Arguments.of(HELLO + "MAIL FROM: <>\r\n", "MAIL isn't well-formed"),
                Arguments.of(HELLO + "MAIL FROM:<>\r\nRCPT TO:<>\r\n", "RCPT isn't well-formed"),
                Arguments.of(HELLO + "MAIL FROM:<> RET=HDRS\r\n", "parameter not offered: RET=HDRS"),
                Arguments.of(HELLO + "MAIL FROM:<> SIZE=x\r\n", "SIZE has a value that isn't well-formed: x"),
                Arguments.of(HELLO + "MAIL FROM:<ä@a.test>\r\n", "an address beyond ASCII without SMTPUTF8"),
                Arguments.of(HELLO + "NOOP " + "x".repeat(506) + "\r\n", "NOOP of 513 bytes is over the limit"),
                Arguments.of(HELLO + "NOOP\r\nNOOP\r\n", "bytes after NOOP before its reply"),
                Arguments.of(ENVELOPE + "DATA\r\nx", "bytes after DATA before its reply"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void findsAFaultInTheCommands(String sent, String violation) throws IOException {
        assertThat(violationsOf(FakeSmtpServer.builder(), sent)).containsOnlyOnce("connection 1: " + violation);
    }

    static Stream<Arguments> parameters() {
        String mail = "MAIL FROM:<a@a.test> ";
        String rcpt = "MAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test> ";
        String badValue = " has a value that isn't well-formed: ";
        return Stream.of(
                Arguments.of(mail + "BODY=9BIT", "BODY" + badValue + "9BIT"),
                Arguments.of(mail + "SMTPUTF8=yes", "SMTPUTF8" + badValue + "yes"),
                Arguments.of(mail + "RET=HEADERS", "RET" + badValue + "HEADERS"),
                Arguments.of(mail + "RET=FULL RET=HDRS", "RET comes twice"),
                Arguments.of(mail + "ENVID=a+2b", "ENVID" + badValue + "a+2b"),
                Arguments.of(mail + "ENVID=" + "x".repeat(101), "ENVID" + badValue + "x".repeat(101)),
                Arguments.of(mail + "AUTH=ann+", "AUTH" + badValue + "ann+"),
                Arguments.of(mail + "NOTIFY=NEVER", "NOTIFY doesn't belong to MAIL"),
                Arguments.of(mail + "REQUIRETLS", "REQUIRETLS outside TLS"),
                Arguments.of(mail + "MT-PRIORITY=10", "MT-PRIORITY" + badValue + "10"),
                Arguments.of(mail + "MT-PRIORITY=+1", "MT-PRIORITY" + badValue + "+1"),
                Arguments.of(mail + "BY=0;R", "BY" + badValue + "0;R"),
                Arguments.of(mail + "BY=60", "BY" + badValue + "60"),
                Arguments.of(mail + "BY=29;R", "BY is under 30"),
                Arguments.of(mail + "HOLDFOR=0", "HOLDFOR" + badValue + "0"),
                Arguments.of(mail + "HOLDFOR=3601", "HOLDFOR is over 3600"),
                Arguments.of(mail + "HOLDUNTIL=2029-13-01T00:00:00Z", "HOLDUNTIL" + badValue + "2029-13-01T00:00:00Z"),
                Arguments.of(mail + "HOLDUNTIL=2030-01-01T00:00:01Z", "HOLDUNTIL is after 2030-01-01T00:00:00Z"),
                Arguments.of(mail + "HOLDFOR=1 HOLDUNTIL=2029-01-01T00:00:00Z", "both HOLDFOR and HOLDUNTIL"),
                Arguments.of(rcpt + "NOTIFY=NEVER,DELAY", "NOTIFY" + badValue + "NEVER,DELAY"),
                Arguments.of(rcpt + "NOTIFY=DELAY,DELAY", "NOTIFY" + badValue + "DELAY,DELAY"),
                Arguments.of(rcpt + "RET=FULL", "RET doesn't belong to RCPT"),
                Arguments.of(rcpt + "ORCPT=b@b.test", "ORCPT" + badValue + "b@b.test"),
                Arguments.of(rcpt + "ORCPT=utf-8;a\\b", "ORCPT" + badValue + "utf-8;a\\\\b"));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void findsAFaultInAParameterThatWasOffered(String sent, String violation) throws IOException {
        assertThat(violationsOf(extended(), HELLO + sent + "\r\n")).containsOnlyOnce("connection 1: " + violation);
    }

    @Test
    void findsNoFaultInSoundParameters() throws IOException {
        String sent = HELLO + "QUED\r\nMAIL FROM:<a@a.test> SIZE=1 BODY=8BITMIME SMTPUTF8 RET=hdrs ENVID=a+20b AUTH=<>"
                + " MT-PRIORITY=-9 BY=30;RT HOLDUNTIL=2029-12-31T23:59:59Z\r\n"
                + "RCPT TO:<b@b.test> NOTIFY=SUCCESS,delay ORCPT=rfc822;b+2Bc@b.test\r\n"
                + "RCPT TO:<c@b.test> NOTIFY=NEVER ORCPT=utf-8;\\x{10D}\\x{2B}@b.test\r\n"
                + "RCPT TO:<d@b.test> ORCPT=utf-8;č@b.test\r\nRSET\r\nMAIL FROM:<a@a.test> BY=-1;N HOLDFOR=3600\r\n";
        assertThat(violationsOf(extended(), sent)).containsExactly("connection 1: bytes after EHLO before its reply");
    }

    private static FakeSmtpServerBuilder extended() {
        return FakeSmtpServer.builder()
                .user("ann", "secret")
                .offer("DSN", "REQUIRETLS", "MT-PRIORITY", "DELIVERBY 30", "XQUE")
                .offer("FUTURERELEASE 3600 2030-01-01T00:00:00Z");
    }

    static Stream<Arguments> content() {
        return Stream.of(
                Arguments.of("a\n.\r\n", List.of("bare LF in content line 1")),
                Arguments.of("a\rb\r\n", List.of("bare CR in content line 1")),
                Arguments.of("a\r\r\n", List.of("bare CR in content line 1")),
                Arguments.of(".\rb\r\n", List.of("bare CR in content line 1")),
                Arguments.of("a\r\n.b\r\n", List.of("a dot that isn't stuffed in content line 2")),
                Arguments.of("\0\r\n", List.of("NUL in content line 1")),
                Arguments.of("ä\r\n", List.of("8-bit byte without BODY=8BITMIME in content line 1")),
                Arguments.of("x".repeat(999) + "\r\n", List.of("more than 998 bytes in content line 1")),
                Arguments.of("x".repeat(998) + "\r\n", List.of()),
                Arguments.of("..\r\n...\r\n\r\n", List.of()));
    }

    @ParameterizedTest
    @MethodSource("content")
    void findsAFaultInTheContent(String sent, List<String> violations) throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                RawClient client = new RawClient(server)) {
            client.reply();
            for (String command : (ENVELOPE + "DATA").split("\r\n")) {
                client.ask(command);
            }
            client.write(sent + ".\r\n");
            client.reply();
            assertThat(server.violations().stream().distinct())
                    .containsExactlyElementsOf(
                            violations.stream().map(v -> "connection 1: " + v).toList());
        }
    }

    @Test
    void findsCommandsInGroupsWherePipeliningIsntOffered() throws IOException {
        FakeSmtpServerBuilder server = FakeSmtpServer.builder().withhold("PIPELINING");
        assertThat(violationsOf(server, ENVELOPE)).contains("connection 1: bytes after MAIL before its reply");
    }

    @Test
    void findsBytesAfterAChunkOrADotWherePipeliningIsntOffered() throws IOException {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .withhold("PIPELINING")
                        .offer("CHUNKING")
                        .start();
                RawClient client = new RawClient(server)) {
            client.reply();
            for (String command : ENVELOPE.split("\r\n")) {
                client.ask(command);
            }
            client.write("BDAT 1 LAST\r\nxNOOP\r\n");
            client.reply();
            client.reply();
            assertThat(server.violations()).containsExactly("connection 1: bytes after a chunk before its reply");
            for (String command : (ENVELOPE + "DATA").split("\r\n")) {
                client.ask(command);
            }
            client.write("x\r\n.\r\nNOOP\r\n");
            client.reply();
            client.reply();
            assertThat(server.violations()).contains("connection 1: bytes after the final dot before its reply");
        }
    }

    @Test
    void blamesNobodyForCommandsSentBeforeARefusalWasKnown() throws IOException {
        FakeSmtpServerBuilder server = FakeSmtpServer.builder().at(Step.MAIL, Reply.of(550, "no"));
        try (FakeSmtpServer running = server.start();
                RawClient client = new RawClient(running)) {
            client.reply();
            client.ask("EHLO c.test");
            client.write("MAIL FROM:<a@a.test>\r\nRCPT TO:<b@b.test>\r\nDATA\r\n");
            assertThat(List.of(client.reply(), client.reply(), client.reply()))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("550", "503", "554");
            assertThat(running.violations()).isEmpty();
        }
    }

    @Test
    void findsContentForNoRecipient() throws IOException {
        FakeSmtpServerBuilder server = FakeSmtpServer.builder()
                .at(Step.RCPT, Reply.of(550, "no"))
                .at(Step.DATA, Reply.of(354, "all the same"));
        try (FakeSmtpServer running = server.start();
                RawClient client = new RawClient(running)) {
            client.reply();
            for (String command : (ENVELOPE + "DATA").split("\r\n")) {
                client.ask(command);
            }
            assertThat(client.ask(".")).startsWith("554 ");
            assertThat(running.violations()).isEmpty();
            client.ask("MAIL FROM:<>");
            client.ask("RCPT TO:<b@b.test>");
            client.ask("DATA");
            assertThat(client.ask("x\r\n.")).startsWith("554 ");
            assertThat(running.violations()).containsExactly("connection 1: content for no recipient");
        }
    }

    /** Sends all at once and reads to the end; what is reported besides is allowed for by the caller. */
    private static List<String> violationsOf(FakeSmtpServerBuilder builder, String sent) throws IOException {
        try (FakeSmtpServer server = builder.start();
                RawClient client = new RawClient(server)) {
            client.write(sent);
            client.socket().shutdownOutput();
            while (!client.line().isEmpty()) {
                // only the end matters
            }
            return server.violations();
        }
    }
}
