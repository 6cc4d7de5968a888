package dev.paloma.outbox;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server: the one that {@code -Dpaloma.postgres=postgresql://user:password@host/database} names, or one of
 * its own on loopback, with fsync on, in a folder that goes with it. One for all tests of a JVM.
 */
final class PrivatePostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final String url;

    private PrivatePostgres(String url) {
        this.url = url;
    }

    private static final class Holder {
        private static final PrivatePostgres ONE = begin();
    }

    static PrivatePostgres server() {
        return Holder.ONE;
    }

    private static PrivatePostgres begin() {
        String given = System.getProperty("paloma.postgres", "");
        try {
            return new PrivatePostgres(given.isEmpty() ? started() : given);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no PostgreSQL: give -Dpaloma.postgres=postgresql://…, or install it", e);
        }
    }

    private static String started() throws IOException, InterruptedException {
        Path bin = binaries();
        Path folder = Files.createTempDirectory("paloma-postgres");
        boolean root = Files.getOwner(folder).getName().equals("root");
        List<String> as = root ? List.of("runuser", "-u", "postgres", "--") : List.of();
        if (root) {
            run(List.of(), "chown", "postgres", folder.toString());
        }
        String data = folder.resolve("data").toString();
        run(as, bin + "/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8");
        int port = freePort();
        String options = "-p " + port + " -h 127.0.0.1 -k '" + folder + "' -c max_connections=200";
        run(as, bin + "/pg_ctl", "-D", data, "-w", "-l", folder.resolve("log").toString(), "-o", options, "start");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(as, bin, data, folder)));
        return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
    }

    private static void stop(List<String> as, Path bin, String data, Path folder) {
        try {
            run(as, bin + "/pg_ctl", "-D", data, "-m", "immediate", "stop");
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path binaries() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.sorted().forEach(version -> folders.add(version.resolve("bin")));
            }
        }
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst()
                .orElseThrow(() -> new IOException("no initdb on the PATH"));
    }

    private static void run(List<String> as, String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(as);
        whole.addAll(Arrays.asList(command));
        Process process = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .directory(new File("/"))
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("failed: " + String.join(" ", whole));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The URL of a new, empty database. */
    String newDatabase() throws SQLException {
        String name = "paloma_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }

    void drop(String database) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + database.substring(database.lastIndexOf('/') + 1) + " WITH (FORCE)");
        }
    }

    /** Whether somebody waits for a lock in that database. */
    static boolean isWaiting(Place place) throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_activity"
                        + " WHERE wait_event_type = 'Lock' AND datname = current_database()")) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    static Connection connect(String url) throws SQLException {
        String rest = url.substring("postgresql://".length());
        int at = rest.indexOf('@');
        String[] login = rest.substring(0, Math.max(0, at)).split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + rest.substring(at + 1), login[0], login.length > 1 ? login[1] : "");
    }
}
