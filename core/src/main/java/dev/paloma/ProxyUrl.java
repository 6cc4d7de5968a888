package dev.paloma;

import dev.paloma.smtp.Connector;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the server option {@code proxy}, which is percent-decoded already. No complaint shows what was given. */
final class ProxyUrl {
    private static final String FORMS =
            "; server option proxy looks like socks5://user:password@proxy.example.org:1080 or"
                    + " http://proxy.example.org:3128";

    private ProxyUrl() {}

    static Connector parse(String text) {
        int end = text.indexOf("://");
        String scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
        boolean socks = scheme.equals("socks5");
        if (!socks && !scheme.equals("http")) {
            throw bad("a proxy is socks5:// or http://");
        }
        String rest = text.substring(end + 3);
        int at = rest.lastIndexOf('@');
        String place = rest.substring(at + 1);
        String[] login = login(at < 0 ? null : rest.substring(0, at));
        int bracket = place.lastIndexOf(']');
        int colon = place.indexOf(':', bracket + 1);
        String host = host(colon < 0 ? place : place.substring(0, colon));
        int usual = socks ? 1080 : 3128;
        int port = colon < 0 ? usual : port(place.substring(colon + 1));
        return socks
                ? Connector.socks5(host, port, login[0], login[1])
                : Connector.httpConnect(host, port, login[0], login[1]);
    }

    private static @Nullable String[] login(@Nullable String userInfo) {
        if (userInfo == null) {
            return new @Nullable String[2];
        }
        int colon = userInfo.indexOf(':');
        if (colon < 0) {
            throw bad("the proxy's user has no password");
        }
        return new @Nullable String[] {userInfo.substring(0, colon), userInfo.substring(colon + 1)};
    }

    private static String host(String text) {
        if (text.startsWith("[") && text.endsWith("]") && Hosts.isIpv6(text.substring(1, text.length() - 1))) {
            return text.substring(1, text.length() - 1);
        }
        try {
            if (!text.isEmpty() && text.indexOf('/') < 0) {
                return Hosts.canonical(text);
            }
        } catch (IllegalArgumentException e) {
            throw bad("the proxy's host is neither a name nor an address"); // it may be a password without its host
        }
        throw bad("the proxy has no host, or a path behind it");
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw bad("the proxy's port is a number from 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static IllegalArgumentException bad(String what) {
        return new IllegalArgumentException(what + FORMS);
    }
}
