package dev.paloma.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Postfix's {@code smtp-sink}, somebody else's word for what a client can do; it counts on its standard output. */
final class PostfixSink implements Sink {
    private static final Pattern MESSAGES = Pattern.compile("mesg=(\\d+)");

    private final Process process;
    private final Path counts;
    private final int port;
    private long taken;

    PostfixSink(String program, Path folder) throws IOException {
        counts = folder.resolve("smtp-sink");
        port = freePort();
        List<String> command = new ArrayList<>(List.of(program, "-c"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to be root
        }
        command.addAll(List.of("127.0.0.1:" + port, "1024"));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(counts.toFile())
                .start();
        awaitStart();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart() throws IOException {
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getInputStream().read();
                return;
            } catch (IOException e) {
                sleep();
            }
        }
        throw new IOException("smtp-sink doesn't start");
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int port(Offers offers) {
        return port;
    }

    /** Its counts are final when they don't change for a moment. */
    @Override
    public Tally.Count take() throws IOException {
        String before;
        String text = "";
        do {
            before = text;
            sleep();
            text = Files.readString(counts);
        } while (!text.equals(before));
        long counted = 0;
        for (Matcher matcher = MESSAGES.matcher(text.substring(Math.max(0, text.length() - 200))); matcher.find(); ) {
            counted = Long.parseLong(matcher.group(1));
        }
        long fresh = counted - taken;
        taken = counted;
        return new Tally.Count(fresh, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
