package dev.paloma.smtp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line through an HTTP proxy (CONNECT, RFC 9110 §9.3.6), with Basic login where there is one (RFC 7617). */
final class HttpConnect extends ProxyConnector {
    private static final int MOST_OCTETS = 8 * 1024;
    private static final int MOST_SHOWN = 80;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?");

    private final @Nullable ProxyLogin login;

    HttpConnect(String host, int port, @Nullable ProxyLogin login) {
        super(host, port);
        if (login != null && login.user().indexOf(':') >= 0) {
            throw new IllegalArgumentException("the user of an HTTP proxy can't have a colon (RFC 7617)");
        }
        this.login = login;
    }

    @Override
    String kind() {
        return "HTTP";
    }

    @Override
    void ask(ProxyDialogue dialogue, String server, int serverPort) throws IOException {
        dialogue.say(request(authority(server, serverPort)));
        int[] room = {MOST_OCTETS};
        String status;
        do {
            status = head(dialogue, room);
        } while (status.startsWith("1", 9)); // interim answers, which mean nothing here
        if (status.startsWith("407", 9)) {
            throw unknownHere(
                    (login == null ? "it wants a login: " : "it doesn't accept this login: ") + shown(status));
        }
        if (!status.startsWith("2", 9)) {
            throw refused("it can't connect: " + shown(status));
        }
    }

    private byte[] request(String authority) {
        StringBuilder request = new StringBuilder();
        request.append("CONNECT ")
                .append(authority)
                .append(" HTTP/1.1\r\nHost: ")
                .append(authority)
                .append("\r\n");
        if (login != null) {
            request.append("Proxy-Authorization: Basic ")
                    .append(base64(login.user() + ":" + login.password()))
                    .append("\r\n");
        }
        return request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads up to the empty line, and not an octet further; returns the status line. */
    private String head(ProxyDialogue dialogue, int[] room) throws IOException {
        String status = line(dialogue, room);
        if (!STATUS_LINE.matcher(status).matches()) {
            throw refused(
                    "this isn't an HTTP proxy, it says " + shown(status) + "; a SOCKS proxy is named with socks5://");
        }
        while (!line(dialogue, room).isEmpty()) {
            // header fields: a tunnel needs none of them
        }
        return status;
    }

    private String line(ProxyDialogue dialogue, int[] room) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = dialogue.next(); octet != '\n'; octet = dialogue.next()) {
            if (--room[0] <= 0) {
                throw refused("its answer is longer than " + MOST_OCTETS + " octets: " + shown(line.toString()));
            }
            line.append((char) octet);
        }
        room[0]--;
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    /** Some proxies repeat what they were asked; the login isn't for showing. */
    private String shown(String line) {
        Secrets secrets = new Secrets();
        if (login != null) {
            secrets.add(base64(login.user() + ":" + login.password()), login.user());
            secrets.add(base64("\0" + login.user() + "\0" + login.password()), login.user());
        }
        String safe = secrets.hideIn(Printable.escaped(line));
        return "'" + (safe.length() > MOST_SHOWN ? safe.substring(0, MOST_SHOWN) + "…" : safe) + "'";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(ProxyLogin.octets(text));
    }
}
