package dev.paloma.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A line through a SOCKS proxy, version 5 (RFC 1928), with user and password where it wants them (RFC 1929). */
final class Socks5 extends ProxyConnector {
    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int PASSWORD = 2;
    private static final int NOTHING_SUITS = 0xFF;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final @Nullable ProxyLogin login;

    Socks5(String host, int port, @Nullable ProxyLogin login) {
        super(host, port);
        this.login = login;
    }

    @Override
    String kind() {
        return "SOCKS5";
    }

    @Override
    void ask(ProxyDialogue dialogue, String server, int serverPort) throws IOException {
        dialogue.say(login == null ? new byte[] {VERSION, 1, NO_LOGIN} : new byte[] {VERSION, 2, NO_LOGIN, PASSWORD});
        requireVersion(dialogue.next());
        int method = dialogue.next();
        if (method == NOTHING_SUITS) {
            throw unknownHere(
                    login == null
                            ? "it wants a login; give its user and password"
                            : "it takes neither this login nor none");
        }
        if (method == PASSWORD && login != null) {
            logIn(dialogue, login);
        } else if (method != NO_LOGIN) {
            throw refused("it chose login method " + method + ", which it wasn't offered");
        }
        dialogue.say(request(server, serverPort));
        answer(dialogue);
    }

    private void logIn(ProxyDialogue dialogue, ProxyLogin as) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(1); // this dialogue's own version
        withLength(out, ProxyLogin.octets(as.user()));
        withLength(out, ProxyLogin.octets(as.password()));
        dialogue.say(out.toByteArray());
        dialogue.next(); // some proxies put the wrong version here; only the status counts
        int status = dialogue.next();
        if (status != 0) {
            throw unknownHere("it doesn't accept this login (status " + status + ")");
        }
    }

    private byte[] request(String server, int serverPort) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {VERSION, CONNECT, 0});
        if (isAddress(server)) {
            byte[] address = InetAddress.getByName(server).getAddress(); // a literal, so nothing is looked up
            out.write(address.length == 4 ? IPV4 : IPV6);
            out.writeBytes(address);
        } else {
            out.write(NAME);
            withLength(out, server.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(serverPort >> 8);
        out.write(serverPort & 0xFF);
        return out.toByteArray();
    }

    private static boolean isAddress(String server) {
        return server.indexOf(':') >= 0 || server.matches("([0-9]{1,3}\\.){3}[0-9]{1,3}");
    }

    private static void withLength(ByteArrayOutputStream out, byte[] octets) {
        out.write(octets.length);
        out.writeBytes(octets);
    }

    private void answer(ProxyDialogue dialogue) throws IOException {
        requireVersion(dialogue.next());
        int code = dialogue.next();
        if (code != 0) {
            throw refused("it can't connect: " + words(code)); // some hang up now, so nothing more is read
        }
        dialogue.next(); // reserved
        int type = dialogue.next();
        int length = switch (type) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> dialogue.next();
            default -> throw refused("its answer holds an address of unknown type " + type);
        };
        dialogue.next(length + 2); // where it connects from is of no use to us
    }

    private void requireVersion(int version) throws SmtpException {
        if (version != VERSION) {
            throw refused("this isn't SOCKS version 5, its answer begins with octet " + version
                    + "; an HTTP proxy is named with http://");
        }
    }

    /** RFC 1928 §6. */
    private static String words(int code) {
        return switch (code) {
            case 1 -> "general failure (code 1)";
            case 2 -> "not allowed by its rules (code 2)";
            case 3 -> "network unreachable (code 3)";
            case 4 -> "host unreachable or unknown (code 4)";
            case 5 -> "connection refused (code 5)";
            case 6 -> "time to live expired (code 6)";
            case 7 -> "it doesn't know CONNECT (code 7)";
            case 8 -> "it doesn't know this type of address (code 8)";
            default -> "code " + code;
        };
    }
}
