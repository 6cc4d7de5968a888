package dev.paloma.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CommandsTest {
    @TempDir
    Path folder;

    @Test
    void offersItsExtensions() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = new Client(trap.inbox())) {
            assertThat(client.reply()).startsWith("220 localhost ESMTP ");
            assertThat(client.say("ehlo client.example"))
                    .isEqualTo(String.join(
                                    "\n250-",
                                    "250-localhost",
                                    "PIPELINING",
                                    "SIZE 67108864",
                                    "8BITMIME",
                                    "BINARYMIME",
                                    "SMTPUTF8",
                                    "CHUNKING",
                                    "ENHANCEDSTATUSCODES",
                                    "DSN",
                                    "AUTH PLAIN LOGIN")
                            + "\n250 HELP");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOOP                     | 250 2.0.0",
                "noop anything            | 250 2.0.0",
                "RSET                     | 250 2.0.0",
                "VRFY bob                 | 252 2.5.0",
                "VRFY                     | 501 5.5.4",
                "HELP                     | 214 2.0.0",
                "HELP MAIL                | 214 2.0.0",
                "EXPN list                | 502 5.5.1",
                "STARTTLS                 | 502 5.5.1",
                "FROB                     | 500 5.5.1",
                "RSET now                 | 501 5.5.4",
                "QUIT now                 | 501 5.5.4",
                "EHLO                     | 501 5.5.4",
                "DATA                     | 503 5.5.1",
                "RCPT TO:<bob@example.net>| 503 5.5.1",
                "BDAT 0 LAST              | 503 5.5.1",
                "NOOP \u0007x             | 500 5.5.2",
                "NOOP \u0085x             | 500 5.5.2",
                "BDAT x                   | 421 4.5.4",
                "BDAT 5 FIRST             | 421 4.5.4",
                "BDAT 9999999999999999999 | 421 4.5.4",
                "GET / HTTP/1.1           | 421 4.7.0",
            })
    void answers(String command, String expected) throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            assertThat(client.say(command)).startsWith(expected + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<>",
                "<a@b>",
                "<a@b> SIZE=100",
                "<a@b> size=100 body=8bitmime",
                "<a@b> BODY=7BIT RET=FULL ENVID=QQ+2B12",
                "<a@b> AUTH=<>",
                " <a@b>",
                "<@relay.example,@other.example:a@b>",
                "<\"a> SIZE=1 <b\"@example.org>",
                "<\"a\\\"b\"@example.org>",
                "<a@[127.0.0.1]>",
                "<a@[IPv6:::1]>",
                "<ä@straße.example> SMTPUTF8",
            })
    void takesSender(String path) throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            assertThat(client.say("MAIL FROM:" + path)).isEqualTo("250 2.1.0 Ok");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a@b                  | 501 5.5.2",
                "<a@b                 | 501 5.5.2",
                "<a@b>SIZE=1          | 501 5.5.2",
                "<a>                  | 501 5.1.7",
                "<@b>                 | 501 5.1.7",
                "<a@>                 | 501 5.1.7",
                "<a b@c>              | 501 5.1.7",
                "<a@b c>              | 501 5.1.7",
                "<.a@b>               | 501 5.1.7",
                "<a..b@c>             | 501 5.1.7",
                "<a@b..c>             | 501 5.1.7",
                "<a@[1]2>             | 501 5.1.7",
                "<\"a@b>              | 501 5.5.2",
                "<\"a\"b@c>           | 501 5.1.7",
                "<ä@b>                | 553 5.6.7",
                "<a@b> SIZE=67108865  | 552 5.3.4",
                "<a@b> SIZE=99999999999999999999 | 552 5.3.4",
                "<a@b> SIZE=-1        | 501 5.5.4",
                "<a@b> SIZE=          | 501 5.5.4",
                "<a@b> SIZE=1 SIZE=2  | 501 5.5.4",
                "<a@b> BODY=9BIT      | 501 5.5.4",
                "<a@b> RET=SOME       | 501 5.5.4",
                "<a@b> ENVID=a+zz     | 501 5.5.4",
                "<a@b> SMTPUTF8=yes   | 501 5.5.4",
                "<a@b> XFOO=1         | 555 5.5.4",
            })
    void refusesSender(String path, String expected) throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            assertThat(client.say("MAIL FROM:" + path)).startsWith(expected + " ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<bob@example.net>                                          | 250 2.1.5",
                "<Postmaster>                                               | 250 2.1.5",
                "<b@c> NOTIFY=NEVER                                         | 250 2.1.5",
                "<b@c> NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;b+40c      | 250 2.1.5",
                "<b@c> NOTIFY=NEVER,SUCCESS                                 | 501 5.5.4",
                "<b@c> NOTIFY=                                              | 501 5.5.4",
                "<b@c> ORCPT=b                                              | 501 5.5.4",
                "<b@c> SIZE=1                                               | 555 5.5.4",
                "<>                                                         | 501 5.1.3",
                "<root>                                                     | 501 5.1.3",
                "<ü@c>                                                      | 553 5.6.7",
            })
    void answersRecipient(String path, String expected) throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            client.say("MAIL FROM:<>");
            assertThat(client.say("RCPT TO:" + path)).startsWith(expected + " ");
        }
    }

    @Test
    void keepsTheOrderOfCommands() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = new Client(trap.inbox())) {
            client.reply();
            assertThat(client.say("MAIL FROM:<a@b>")).startsWith("503 ");
            assertThat(client.say("HELO client.example")).isEqualTo("250 localhost");
            assertThat(client.say("AUTH PLAIN AGEAYg==")).startsWith("503 ");
            assertThat(client.say("MAIL FROM:<a@b> SIZE=1")).startsWith("555 ");
            assertThat(client.say("MAIL FROM:<a@b>")).startsWith("250 ");
            assertThat(client.say("MAIL FROM:<a@b>")).startsWith("503 ");
            assertThat(client.say("DATA")).startsWith("554 ");
            assertThat(client.say("RCPT TO:<b@c>")).startsWith("250 ");
            assertThat(client.say("RSET")).startsWith("250 ");
            assertThat(client.say("RCPT TO:<b@c>")).startsWith("503 ");
            client.begin();
            assertThat(client.say("EHLO again.example")).startsWith("250");
            assertThat(client.say("DATA")).startsWith("503 ");
            client.begin();
            assertThat(client.data("x\r\n")).startsWith("250 ");
        }
    }

    @Test
    void answersAPipelinedGroupInOrder() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            client.send(String.join(
                    "\r\n",
                    "MAIL FROM:<a@b>",
                    "RCPT TO:<b@c>",
                    "RCPT TO:<nobody>",
                    "DATA",
                    "first",
                    ".",
                    "RSET",
                    "MAIL FROM:<a@b>",
                    "RCPT TO:<b@c>",
                    "BDAT 8 LAST",
                    "second",
                    "QUIT",
                    ""));
            assertThat(client.replies(10)).isEqualTo("250 250 501 354 250 250 250 250 250 221");
            assertThat(trap.content(0)).isEqualTo("first\r\n");
            assertThat(trap.content(1)).isEqualTo("second\r\n");
        }
    }

    @Test
    void readsCommandsWithBareLineFeedAndByTheOctet() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            client.send("MAIL FROM:<a@b>\nRCPT TO:<b@c>\nNOOP\n");
            assertThat(client.replies(3)).isEqualTo("250 250 250");
            for (byte octet : "DATA\r\n.\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)) {
                client.send(new byte[] {octet});
            }
            assertThat(client.replies(2)).isEqualTo("354 250");
            assertThat(trap.content(0)).isEmpty();
        }
    }

    @Test
    void replacesOddCharactersOfTheClientsNameInTheTrace() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = new Client(trap.inbox())) {
            client.reply();
            client.say("EHLO a) by (evil\u202E");
            client.begin();
            client.data("x\r\n");
            assertThat(trap.caught().get(0).path())
                    .content()
                    .contains("\r\nReceived: from a??by??evil? ([127.0.0.1]) by localhost with ESMTP; ");
        }
    }
}
