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
            String name = InetAddress.getLocalHost().getHostName();
            boolean isDomain = name.indexOf('.') > 0 && !Hosts.isIpv4(name) && Domain.isValid(name);
            return isDomain ? name : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
