package dev.paloma.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Postfix with a configuration and a spool of its own: it takes mail, queues it, and relays it to one place. */
final class PostfixQueue implements AutoCloseable {
    /** Neither slowed down on purpose, nor held back by what it has to learn first. */
    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = %1$s/spool
            data_directory = %1$s/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            shlib_directory = /usr/lib/postfix
            meta_directory = /etc/postfix
            maillog_file = /dev/stdout
            myhostname = mx.example.org
            mydestination =
            alias_maps =
            local_recipient_maps =
            mynetworks = 127.0.0.0/8
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            relayhost = [127.0.0.1]:%2$d
            in_flow_delay = 0
            initial_destination_concurrency = 20
            smtpd_client_connection_count_limit = 0
            """;

    private static final String SERVICES = """
            127.0.0.1:%d inet n - n - 100 smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            error unix - - n - - error
            retry unix - - n - - error
            smtp unix - - n - - smtp
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd
            """;

    private final Process process;
    private final int port;

    /**
     * @param folder an empty one, on the disk that counts
     * @param next the port on this machine that everything goes to
     */
    PostfixQueue(Path folder, int next) throws IOException, InterruptedException {
        port = freePort();
        Path configuration = Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("spool"));
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(configuration.resolve("main.cf"), String.format(MAIN, folder, next));
        Files.writeString(configuration.resolve("master.cf"), String.format(SERVICES, port));
        Output.of(folder, List.of("chown", "postfix", data.toString()));
        Output.of(folder, List.of("postfix", "-c", configuration.toString(), "check"));
        ProcessBuilder master = new ProcessBuilder("/usr/lib/postfix/sbin/master", "-c", configuration.toString(), "-s")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        master.environment().put("MAIL_CONFIG", configuration.toString());
        master.environment().put("MAIL_LOGTAG", "postfix");
        process = master.start();
        awaitStart(folder);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitStart(Path folder) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.getInputStream().read() == '2') {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        throw new IOException("Postfix doesn't start: " + Files.readString(folder.resolve("log")));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy(); // the master ends its children
        try {
            process.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
