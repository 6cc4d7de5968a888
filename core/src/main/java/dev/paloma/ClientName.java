package dev.paloma;

import dev.paloma.message.Domain;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What EHLO says of this machine when nobody has said it. */
final class ClientName {
    private ClientName() {}

    /** Null where only the connection's own address will do (RFC 5321 §4.1.4). */
    static @Nullable String of(List<Server> servers) {
        if (servers.stream().allMatch(server -> server.isLocal() || Hosts.isLoopback(server.host()))) {
            return "localhost";
        }
        try {
            return domain(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** The host's name if others could find it by that; else null. */
    static @Nullable String domain(String hostName) {
        boolean isDomain = hostName.indexOf('.') > 0 && !Hosts.isIpv4(hostName) && Domain.isValid(hostName);
        return isDomain ? hostName : null;
    }
}
