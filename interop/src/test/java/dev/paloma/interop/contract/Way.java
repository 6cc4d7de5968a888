package dev.paloma.interop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/**
 * A way into a server.
 *
 * @param name {@code clear}, {@code starttls}, {@code implicit}, {@code lmtp} or {@code lmtp-socket}
 * @param url Paloma's URL for it, without a user
 */
record Way(String name, String url) {
    /** Those that a server may have, in the order of the table. */
    static final String[] NAMES = {"starttls", "implicit", "clear", "lmtp", "lmtp-socket"};

    boolean isClear() {
        return name.equals("clear");
    }

    boolean isLmtp() {
        return name.startsWith("lmtp");
    }

    /** Whether somebody may be between us. */
    boolean isTcp() {
        return !name.equals("lmtp-socket");
    }

    /** With a user who logs in; over a line in clear, because this one is tried just there. */
    String url(String user, String password) {
        int place = url.indexOf("://") + "://".length();
        String login = escaped(user) + ":" + escaped(password) + "@";
        String whole = url.substring(0, place) + login + url.substring(place);
        return isClear() ? with(whole, "cleartext-auth=true") : whole;
    }

    /** A URL with another option. */
    static String with(String url, String option) {
        return url + (url.indexOf('?') < 0 ? "?" : "&") + option;
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
