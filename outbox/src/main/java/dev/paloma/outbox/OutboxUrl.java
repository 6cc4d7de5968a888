package dev.paloma.outbox;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an outbox is: {@code sqlite:/path/file.db} or {@code postgresql://user:password@host:port/database?options}. */
final class OutboxUrl {
    private static final int LAST_PORT = 65_535;
    private static final Set<String> SECRET = Set.of("user", "password", "sslpassword");
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rw-rw-");
    /** In seconds: longer than any takes. */
    private static final String LONGEST_STATEMENT = "300";

    /** The first host and what is before it, the other hosts, the rest. */
    private static final Pattern HOSTS = Pattern.compile("([^/]*//[^/,]*)((?:,[^/,@]*)+)(/.*)");

    private OutboxUrl() {}

    static Database database(String url, Clock clock) {
        if (url.startsWith("sqlite:") && url.length() > "sqlite:".length()) {
            return sqlite(Path.of(url.substring("sqlite:".length())), clock);
        }
        if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
            return postgresql(url, clock);
        }
        throw new OutboxException("an outbox is sqlite:/path/file.db or postgresql://user:password@host/database");
    }

    /** The file holds mail, so nobody else may read it. */
    private static Database sqlite(Path file, Clock clock) {
        Path path = file.toAbsolutePath();
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path.getParent());
                create(path);
            }
            refuseIfOthersMayReadIt(path);
        } catch (IOException e) {
            throw new OutboxException("the outbox can't be created: " + e.getMessage(), e);
        }
        String jdbc = "jdbc:sqlite:" + (path.toString().contains("?") ? path.toUri() : path); // else options follow
        return new SqliteDatabase(() -> DriverManager.getConnection(jdbc), clock);
    }

    private static void create(Path path) throws IOException {
        try {
            if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException e) {
            return; // by somebody else, a moment ago
        }
    }

    private static void refuseIfOthersMayReadIt(Path path) throws IOException {
        if (!Files.exists(path)) {
            if (Files.isSymbolicLink(path)) {
                throw new OutboxException("the outbox can't be created: " + path + " is a link to nothing");
            }
            return;
        }
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            for (PosixFilePermission permission : Files.getPosixFilePermissions(path)) {
                if (OTHERS.contains(permission)) {
                    throw new OutboxException("the outbox " + path
                            + " can be read or changed by others: make it yours alone with chmod 600 " + path);
                }
            }
        }
    }

    private static Database postgresql(String url, Clock clock) {
        URI uri;
        try {
            uri = new URI(oneHost(url));
        } catch (URISyntaxException e) {
            throw new OutboxException("the outbox's URL can't be read at character " + e.getIndex()
                    + ": write what isn't a letter or digit of a password as %XX");
        }
        if (uri.getHost() == null || uri.getPath() == null || uri.getPath().length() < 2) {
            throw new OutboxException(
                    "the outbox's URL lacks host or database: postgresql://user:password@host/database");
        }
        if (uri.getPort() > LAST_PORT) {
            throw new OutboxException("the outbox's URL has port " + uri.getPort() + ": the last one is " + LAST_PORT);
        }
        Properties properties = login(uri.getUserInfo());
        String query = query(uri.getRawQuery(), properties);
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("ApplicationName", "paloma-outbox");
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String jdbc = "jdbc:postgresql://" + uri.getHost() + port + moreHosts(url) + uri.getRawPath() + query;
        return new PostgresDatabase(() -> connect(jdbc, properties), clock);
    }

    /** The URL may hold what isn't for everybody, so it isn't in a complaint. */
    private static Connection connect(String jdbc, Properties properties) throws SQLException {
        try {
            return DriverManager.getConnection(jdbc, properties);
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains(jdbc)) {
                throw e;
            }
            throw new SQLException(
                    "no driver takes its URL: PostgreSQL's isn't on the class path, or the URL isn't valid");
        }
    }

    /** What is left of the query when its secrets have gone to the properties: drivers tell of URLs. */
    private static String query(@Nullable String given, Properties properties) {
        StringBuilder query = new StringBuilder();
        for (String option : given == null ? new String[0] : given.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (SECRET.contains(name) && equals >= 0) {
                properties.setProperty(name, URLDecoder.decode(option.substring(equals + 1), StandardCharsets.UTF_8));
            } else {
                query.append(query.length() == 0 ? '?' : '&').append(option);
            }
        }
        return query.toString();
    }

    /** Behind the first host: what a driver may turn to instead. */
    private static String moreHosts(String url) {
        Matcher several = HOSTS.matcher(url);
        return several.matches() ? several.group(2) : "";
    }

    private static String oneHost(String url) {
        Matcher several = HOSTS.matcher(url);
        return several.matches() ? several.group(1) + several.group(3) : url;
    }

    /** The URL's own options come before these. */
    private static Properties login(@Nullable String userInfo) {
        Properties properties = new Properties();
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketTimeout", LONGEST_STATEMENT); // or a server that is gone is waited for hours
        if (userInfo != null) {
            int colon = userInfo.indexOf(':');
            properties.setProperty("user", colon < 0 ? userInfo : userInfo.substring(0, colon));
            if (colon >= 0) {
                properties.setProperty("password", userInfo.substring(colon + 1));
            }
        }
        return properties;
    }
}
