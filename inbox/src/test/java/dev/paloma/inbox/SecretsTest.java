package dev.paloma.inbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** S16: a password is taken, and is nowhere afterwards. */
@Timeout(60)
class SecretsTest {
    private static final String CANARY = "Kanarienvogel-4711";

    @TempDir
    Path folder;

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static List<List<String>> logins() {
        String plain = base64("\0ann\0" + CANARY);
        return List.of(
                List.of("AUTH PLAIN " + plain),
                List.of("auth plain", plain),
                List.of("AUTH LOGIN", base64("ann"), base64(CANARY)),
                List.of("AUTH LOGIN " + base64("ann"), base64(CANARY)),
                List.of("AUTH LOGIN =", base64(CANARY)));
    }

    @Test
    void acceptsAnyPasswordAndKeepsNone() throws IOException {
        List<String> seen = new ArrayList<>();
        try (Trap trap = new Trap(folder)) {
            for (List<String> login : logins()) {
                try (Client client = Client.greeted(trap.inbox())) {
                    String reply = "";
                    for (String line : login) {
                        reply = client.say(line);
                        seen.add(reply);
                    }
                    assertThat(reply).startsWith("235 2.7.0 ");
                    client.begin();
                    seen.add(client.data("x\r\n"));
                }
            }
            trap.caught().forEach(mail -> seen.add(mail.toString()));
            trap.faults().forEach(fault -> seen.add(fault.toString()));
            assertThat(trap.caught()).hasSize(5);
        }
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                seen.add(Files.readString(file, ISO_8859_1));
                assertThat(seen.get(seen.size() - 1)).contains(" with ESMTPA; ");
            }
        }
        assertThat(seen).allSatisfy(SecretsTest::assertClean);
    }

    private static void assertClean(String text) {
        assertThat(text).doesNotContain(CANARY, CANARY.substring(0, 8), base64(CANARY), base64("\0ann\0" + CANARY));
        assertThat(text).doesNotContain(base64(CANARY).substring(0, 12));
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH,501 5.5.4",
        "AUTH CRAM-MD5,504 5.5.4",
        "AUTH PLAIN Kanarienvogel-4711,501 5.5.2",
        "AUTH PLAIN =,501 5.5.2",
        "AUTH PLAIN AGFubgA=,501 5.5.2",
        "AUTH PLAIN AABwYXNz,501 5.5.2",
        "AUTH PLAIN AGEAYgBj,501 5.5.2",
        "AUTH PLAIN *,501 5.7.0",
    })
    void refusesWhatIsNotALogin(String command, String expected) throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            String reply = client.say(command);
            assertThat(reply).startsWith(expected + " ");
            assertClean(reply);
            assertThat(client.say("AUTH PLAIN AGEAYg==")).startsWith("235 ");
            assertThat(client.say("AUTH PLAIN AGEAYg==")).startsWith("503 ");
        }
    }

    @Test
    void takesLongTokens() throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.greeted(trap.inbox())) {
            client.say("AUTH PLAIN");
            assertThat(client.say(base64("\0ann\0" + "t".repeat(9000)))).startsWith("235 ");
        }
    }

    @Test
    void showsNoArgumentOfACommand() throws Refusal {
        assertThat(Command.parse(("AUTH PLAIN " + CANARY).getBytes(UTF_8))).hasToString("Command[AUTH]");
    }
}
