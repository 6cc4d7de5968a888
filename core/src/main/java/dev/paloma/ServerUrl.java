package dev.paloma;

import dev.paloma.smtp.Connector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the ways of naming a server; what the options mean is in {@link ServerOptions}. */
final class ServerUrl {
    private static final String FORMS =
            "; a server looks like smtp://user@mail.example.org:587, smtps://mail.example.org, lmtp://localhost,"
                    + " mail.example.org:25, maildir:/path or sendmail:/path";

    private final String userInfo;
    private final String host;
    private final int port;
    private final String query;

    private ServerUrl(String userInfo, String host, int port, String query) {
        this.userInfo = userInfo;
        this.host = host;
        this.port = port;
        this.query = query;
    }

    static Server parse(String text) {
        String trimmed = text.trim();
        for (int i = 0; i < trimmed.length(); i++) {
            if (Character.isISOControl(trimmed.charAt(i))) {
                throw bad("a server's name holds a control character");
            }
        }
        int colon = trimmed.indexOf(':');
        String scheme = colon > 0 ? trimmed.substring(0, colon).toLowerCase(Locale.ROOT) : "";
        if (scheme.equals("maildir")) {
            return maildir(trimmed.substring(colon + 1));
        }
        if (scheme.equals("sendmail")) {
            return Server.program(ProgramUrl.parse(trimmed.substring(colon + 1)));
        }
        if (scheme.equals("lmtp+unix")) {
            return unix(trimmed.substring(colon + 1));
        }
        if (colon < 0 || !trimmed.startsWith("://", colon)) { // further on it would be part of a password
            return plain(trimmed);
        }
        String rest = trimmed.substring(colon + 3);
        return switch (scheme) {
            case "smtp" -> url(rest, 25, scheme);
            case "smtps" -> url(rest, 465, scheme);
            case "lmtp" -> url(rest, 24, scheme);
            default -> throw bad("unknown scheme '" + scheme + "://'");
        };
    }

    /** A password with a question mark in it looks like a query; then nothing that was found wrong may be shown. */
    private static Server url(String rest, int defaultPort, String scheme) {
        try {
            return split(rest, defaultPort).toServer(scheme);
        } catch (IllegalArgumentException e) {
            int question = rest.indexOf('?');
            if (question >= 0 && holdsSecret(rest.substring(question + 1))) {
                throw bad("in a user's name or password a question mark is written %3F, and in an option an @ %40");
            }
            throw e;
        }
    }

    /** Whether this isn't just options, of which only a proxy may have a user and an at sign. */
    private static boolean holdsSecret(String query) {
        for (String option : query.split("&")) {
            if (option.indexOf('@') >= 0 && !isProxy(option)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isProxy(String option) {
        try {
            return option.startsWith("proxy=") && ProxyUrl.parse(decode(option.substring("proxy=".length()))) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Server maildir(String path) {
        if (path.isEmpty()) {
            throw bad("maildir: needs a path");
        }
        String plain = decode(path.startsWith("///") ? path.substring(2) : path); // maildir:///path is maildir:/path
        if (plain.chars().anyMatch(Character::isISOControl)) {
            throw bad("a maildir's path holds a control character");
        }
        Server.Options none = ServerOptions.read("maildir", true, "", "").toOptions();
        return new Server("", 0, Path.of(plain), none);
    }

    /** LMTP over a UNIX socket: nobody else can listen there, so there is no TLS. */
    private static Server unix(String rest) {
        int question = rest.indexOf('?');
        String path = decode(question < 0 ? rest : rest.substring(0, question));
        String plain = path.startsWith("///") ? path.substring(2) : path;
        if (!plain.startsWith("/")) {
            throw bad("lmtp+unix: needs an absolute path");
        }
        if (plain.chars().anyMatch(Character::isISOControl)) {
            throw bad("a socket's path holds a control character");
        }
        ServerOptions options =
                ServerOptions.read("lmtp+unix", true, "", question < 0 ? "" : rest.substring(question + 1));
        return new Server(plain, 0, null, options.toOptions(Connector.unix(Path.of(plain))));
    }

    /** The forms without a scheme: host, host:port, an address, an address in brackets and a port. */
    private static Server plain(String text) {
        if (text.isEmpty()) {
            throw bad("a server's name is empty");
        }
        if (text.indexOf('@') >= 0 || text.indexOf('/') >= 0) {
            throw bad("'" + withoutSecret(text) + "' isn't a host name");
        }
        if (Hosts.isIpv6(text)) {
            return Server.smtp(text, 25);
        }
        return split(text, 25).toServer("smtp");
    }

    private static ServerUrl split(String rest, int defaultPort) {
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        String place = question < 0 ? rest : rest.substring(0, question);
        int at = place.lastIndexOf('@');
        String userInfo = at < 0 ? "" : place.substring(0, at);
        String hostAndPort = place.substring(at + 1);
        if (hostAndPort.endsWith("/")) {
            hostAndPort = hostAndPort.substring(0, hostAndPort.length() - 1);
        }
        if (hostAndPort.indexOf('/') >= 0) {
            throw bad("a server has no path; in a user's name or password a slash is written %2F"); // it may be one
        }
        return hostAndPort.startsWith("[")
                ? bracketed(userInfo, hostAndPort, defaultPort, query)
                : unbracketed(userInfo, hostAndPort, defaultPort, query);
    }

    private static ServerUrl bracketed(String userInfo, String text, int defaultPort, String query) {
        int close = text.indexOf(']');
        String address = close < 0 ? "" : text.substring(1, close);
        if (!Hosts.isIpv6(address)) {
            throw bad("'" + text + "' isn't an IPv6 address in brackets");
        }
        String behind = text.substring(close + 1);
        if (!behind.isEmpty() && !behind.startsWith(":")) {
            throw bad("only a port can follow the address: '" + text + "'");
        }
        int port = behind.isEmpty() ? defaultPort : port(behind.substring(1));
        return new ServerUrl(userInfo, address, port, query);
    }

    private static ServerUrl unbracketed(String userInfo, String text, int defaultPort, String query) {
        int colon = text.indexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.isEmpty()) {
            throw bad("no host name");
        }
        int port = colon < 0 ? defaultPort : port(text.substring(colon + 1));
        try {
            return new ServerUrl(userInfo, Hosts.canonical(decode(host)), port, query);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bad host name: " + e.getMessage() + FORMS, e);
        }
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw bad("a port is a number from 1 to 65535"); // what stands there may be a password without its host
        }
        return Integer.parseInt(text);
    }

    private Server toServer(String scheme) {
        ServerOptions options = ServerOptions.read(scheme, Hosts.isLoopback(host), userInfo, query);
        Server server = new Server(host, port, null, options.toOptions());
        if (server.isDomain()) {
            requireDomain(scheme);
        }
        return server;
    }

    private void requireDomain(String scheme) {
        if (!scheme.equals("smtp") || Hosts.isIpv4(host) || Hosts.isIpv6(host)) {
            throw bad("server option mx=true is for smtp:// and a domain");
        }
    }

    /** Percent-decoded UTF-8; a plus is a plus. */
    static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        List<Byte> octets = new ArrayList<>();
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] != '%') {
                octets.add(raw[i]);
                continue;
            }
            int high = i + 1 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw bad("a percent sign must be followed by two hexadecimal digits; a percent sign itself is %25");
            }
            octets.add((byte) (high * 16 + low));
            i += 2;
        }
        byte[] decoded = new byte[octets.size()];
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = octets.get(i);
        }
        return new String(decoded, StandardCharsets.UTF_8);
    }

    private static String withoutSecret(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "…" + text.substring(at);
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what + FORMS);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    /** Splits a query into names and values, decoded. */
    static List<String[]> pairs(@Nullable String query) {
        List<String[]> pairs = new ArrayList<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(new String[] {option(name), option(value)});
            }
        }
        return pairs;
    }

    /** Decoded; what can't be seen has no place in an option, nor in a complaint about it. */
    private static String option(String text) {
        String decoded = decode(text);
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw bad("a server option holds a control character");
        }
        return decoded;
    }
}
