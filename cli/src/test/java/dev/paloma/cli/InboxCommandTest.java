package dev.paloma.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.testkit.NoLeaks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class InboxCommandTest {
    @TempDir
    private Path home;

    @Test
    void tellsWhereItIsAndWhatItCaughtUntilItIsInterrupted() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PipedOutputStream err = new PipedOutputStream();
                Scanner said = new Scanner(new PipedInputStream(err), UTF_8)) {
            Console console = new Console(InputStream.nullInputStream(), out, err, "");
            String[] args = {"inbox", "--port", "0", "--json"};
            FutureTask<Integer> inbox =
                    new FutureTask<>(() -> Main.run(args, Map.of("HOME", home.toString()), console));
            Thread thread = new Thread(inbox, "inbox");
            thread.start();
            String url = said.findInLine("smtp://127\\.0\\.0\\.1:\\d+");
            assertThat(new Run.Setup(home).send(url).code()).isZero();
            thread.interrupt();
            assertThat(inbox.get(10, TimeUnit.SECONDS)).isZero();
            thread.join();
        }
        assertThat(out.toString(UTF_8))
                .matches("\\{\"time\":\"[^\"]+Z\",\"id\":\"[^\"]+\",\"sender\":\"ann@example.org\","
                        + "\"recipients\":\\[\"bob@example.net\"],\"size\":\\d+,\"path\":\"[^\"]+\"}\n");
    }

    @Test
    void portInUseIs75AndSaysWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            Run run = new Run.Setup(home).run("inbox", "--port", String.valueOf(taken.getLocalPort()));
            assertThat(run.code()).isEqualTo(75);
            assertThat(run.err()).contains("--port").hasLineCount(1);
        }
    }
}
