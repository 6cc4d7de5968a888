package dev.paloma.outbox;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where an outbox is: {@code sqlite:/path/file.db} or {@code postgresql://user:password@host:port/database?options}. */
final class OutboxUrl {
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
        Properties properties = login(uri.getUserInfo());
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("ApplicationName", "paloma-outbox");
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String jdbc = "jdbc:postgresql://" + uri.getHost() + port + moreHosts(url) + uri.getRawPath() + query;
        return new PostgresDatabase(() -> DriverManager.getConnection(jdbc, properties), clock);
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
