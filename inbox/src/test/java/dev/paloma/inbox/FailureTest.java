package dev.paloma.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F68: nothing is reported as stored that isn't, and nothing half-stored stays. */
@Timeout(60)
class FailureTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"DATA\r\nhalf a mail\r\n.\r", "BDAT 100 LAST\r\nhalf", "BDAT 4\r\nhalf"})
    void leavesNoFileWhereTheClientDies(String start) throws IOException {
        Trap trap = new Trap(folder);
        try (Client client = Client.ready(trap.inbox())) {
            client.send(start);
            client.socket().shutdownOutput();
            String last = client.reply();
            while (!last.isEmpty()) {
                assertThat(last).doesNotContain("queued");
                last = client.reply();
            }
        }
        trap.close();
        assertThat(trap.files("tmp")).isEmpty();
        assertThat(trap.files("new")).isEmpty();
        assertThat(trap.caught()).isEmpty();
        assertThat(trap.faults()).isEmpty();
    }

    @Test
    void leavesNoFileWhereItIsClosedInMidContent() throws IOException {
        Trap trap = new Trap(folder);
        try (Client client = Client.ready(trap.inbox())) {
            client.say("DATA");
            client.send("half a mail\r\n");
            trap.close();
            assertThat(client.reply()).startsWith("421 4.3.2 ");
        }
        assertThat(trap.files("tmp")).isEmpty();
        assertThat(trap.files("new")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmp", "new"})
    void says451WhereTheMailCannotBeStored(String missing) throws IOException {
        try (Trap trap = new Trap(folder);
                Client client = Client.ready(trap.inbox())) {
            Files.delete(folder.resolve(missing));
            String other = missing.equals("tmp") ? "new" : "tmp";

            assertThat(client.data("Subject: x\r\n\r\nQUIT\r\n")).isEqualTo("451 4.3.0 Can't store the mail now");
            assertThat(trap.files(other)).isEmpty();
            assertThat(trap.caught()).isEmpty();
            assertThat(trap.faults())
                    .singleElement()
                    .satisfies(fault -> assertThat(fault)
                            .hasMessageContaining(folder.resolve(missing).toString()));

            client.begin();
            client.send("BDAT 6\r\nQUIT\r\nBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n");
            assertThat(client.replies(3)).isIn("451 503 250", "250 451 250");

            Files.createDirectory(folder.resolve(missing));
            client.begin();
            assertThat(client.data("now it works\r\n")).startsWith("250 ");
            assertThat(trap.content(0)).isEqualTo("now it works\r\n");
        }
    }
}
