package dev.paloma.jakarta;

import dev.paloma.message.Domain;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What EHLO says of this machine. */
final class ClientName {
    private ClientName() {}

    /** Null where only the connection's own address will do (RFC 5321 §4.1.4). */
    static @Nullable String of(SessionProperties properties, String host) {
        String given = properties.text("localhost");
        if (given != null) {
            // an underscore is wrong, and stands in many settings all the same
            boolean plain = given.length() <= 255 && given.matches("\\[[0-9a-zA-Z:.]+]|[A-Za-z0-9_.-]+");
            return plain ? given : Domain.toAscii(given);
        }
        if (Security.isLoopback(host) && !Reach.isProxied(properties)) {
            return "localhost";
        }
        try {
            String name = InetAddress.getLocalHost().getHostName();
            boolean address = name.matches("[0-9.]+") || name.indexOf(':') >= 0;
            return name.indexOf('.') > 0 && !address && Domain.isValid(name) ? name : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
