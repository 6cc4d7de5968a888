package dev.paloma.cli;

import dev.paloma.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a mail is to go: the options {@code --server}, or {@code PALOMA_SERVER}, with names looked up. */
final class Servers {
    private static final String HOW = "--server smtp://user@mail.example.org:587, or --server inbox: to try it out";
    private static final List<String> LISTS = List.of("auth", "protocols", "ciphers");

    private Servers() {}

    /**
     * The servers' names in the order to try, {@code inbox:} among them.
     *
     * @throws Trouble if there is none
     */
    static List<String> named(Arguments arguments, Environment environment) {
        List<String> given = arguments.values("--server");
        String variable = environment.get("PALOMA_SERVER");
        if (given.isEmpty() && variable != null) {
            given = split(variable);
        }
        if (given.isEmpty()) {
            throw Trouble.configuration("no server: give " + HOW, null);
        }
        List<String> named = new ArrayList<>();
        for (String server : given) {
            named.add(named(server, environment));
        }
        return named;
    }

    /** A server as it was given, or the one of that name. */
    static String named(String given, Environment environment) {
        return given.startsWith("@") ? new NamedServers(environment.servers()).find(given.substring(1)) : given.trim();
    }

    /**
     * A comma that belongs to the options of a URL, as in {@code ?auth=PLAIN,LOGIN}, separates nothing; nor does one in a
     * password, whose halves would otherwise be tried, and shown, as servers.
     */
    static List<String> split(String list) {
        List<String> servers = new ArrayList<>();
        for (String piece : list.split(",")) {
            int last = servers.size() - 1;
            if (last >= 0 && continuesOption(servers.get(last), piece)) {
                servers.set(last, servers.get(last) + "," + piece);
            } else if (last >= 0 && piece.indexOf('@') >= 0 && endsUrl(piece)) {
                joinPassword(servers, piece);
            } else if (!piece.isBlank()) {
                servers.add(piece.trim());
            }
        }
        return servers;
    }

    /** Whether the URL ends in an option that takes a list, to which this begins with a value. */
    private static boolean continuesOption(String url, String piece) {
        int option = Math.max(url.indexOf('?'), url.lastIndexOf('&')) + 1;
        int equals = url.indexOf('=', option);
        if (url.indexOf('?') < 0 || equals < 0) {
            return false;
        }
        String name = url.substring(option, equals).toLowerCase(Locale.ROOT);
        int end = piece.indexOf('&');
        String value = end < 0 ? piece : piece.substring(0, end);
        if (!LISTS.contains(name) || value.isBlank()) {
            return false;
        }
        try {
            Server.parse("smtp://user@localhost?" + name + "=" + value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The end of a URL whose beginning came before: nothing else has an at sign and no scheme. */
    private static boolean endsUrl(String piece) {
        return !piece.contains("://")
                && !piece.trim().startsWith("@")
                && !piece.trim().startsWith("maildir:")
                && !piece.trim().startsWith("sendmail:");
    }

    private static void joinPassword(List<String> servers, String end) {
        int from = servers.size() - 1;
        while (from > 0 && !servers.get(from).contains("://")) {
            from--;
        }
        List<String> pieces = servers.subList(from, servers.size());
        String whole = String.join(",", pieces) + "," + end.trim();
        pieces.clear();
        servers.add(whole);
    }

    static boolean isInbox(String name) {
        return name.equalsIgnoreCase("inbox:");
    }

    /**
     * Reads one.
     *
     * @throws Trouble if it isn't a server
     */
    static Server parse(String name) {
        try {
            return Server.parse(name);
        } catch (IllegalArgumentException e) {
            throw Trouble.configuration("bad server: " + e.getMessage(), e);
        }
    }

    /** Without the option {@code client=}, where an argument says it better. */
    static String withoutClient(String url) {
        int question = url.indexOf('?');
        if (question < 0) {
            return url;
        }
        List<String> options = new ArrayList<>();
        for (String option : url.substring(question + 1).split("&")) {
            if (!option.toLowerCase(Locale.ROOT).startsWith("client=")) {
                options.add(option);
            }
        }
        return url.substring(0, question) + (options.isEmpty() ? "" : "?" + String.join("&", options));
    }

    /**
     * The servers of these names. All are read before the inbox is started for one of them, and before somebody types a
     * text for nothing.
     *
     * @throws Trouble if one isn't a server, or lacks its password
     */
    static List<Server> complete(List<String> names, LocalInbox inbox, Arguments arguments, Environment environment) {
        List<Server> servers = new ArrayList<>();
        for (String name : names) {
            if (!isInbox(name)) {
                servers.add(parse(arguments.has("--client-name") ? withoutClient(name) : name));
            }
        }
        List<Server> complete = new ArrayList<>(withPasswords(servers, arguments, environment));
        for (int i = 0; i < names.size(); i++) {
            if (isInbox(names.get(i))) {
                complete.add(i, parse(inbox.url()));
            }
        }
        return complete;
    }

    /**
     * The servers with the passwords they lack.
     *
     * @throws Trouble if there is none, or none is needed where an option gives one
     */
    static List<Server> withPasswords(List<Server> servers, Arguments arguments, Environment environment) {
        List<Server> complete = new ArrayList<>();
        String password = null;
        for (Server server : servers) {
            if (server.needsPassword() && password == null) {
                password = password(server, arguments, environment);
            }
            complete.add(server.needsPassword() && password != null ? server.withPassword(password) : server);
        }
        if (password == null && (arguments.has("--password-file") || arguments.has("--password-command"))) {
            throw Trouble.setting(
                    (arguments.has("--password-file") ? "--password-file" : "--password-command")
                            + " gives a password that no server lacks: its URL must name a user, and no password, as in "
                            + HOW,
                    null);
        }
        return complete;
    }

    private static String password(Server server, Arguments arguments, Environment environment) {
        String file = arguments.value("--password-file");
        String command = arguments.value("--password-command");
        String variable = environment.get("PALOMA_PASSWORD");
        @Nullable String password = variable;
        try {
            if (file != null) {
                password = Passwords.fromFile(Environment.path(file));
            } else if (command != null) {
                password = Passwords.fromCommand(command);
            }
        } catch (IOException e) {
            String from = file == null ? "--password-command" : "'" + file + "'";
            throw Trouble.unreadable("the password can't be read from " + from + ": " + Inputs.reason(e), e);
        }
        if (password == null) {
            throw Trouble.setting(
                    server + " has a user and no password: give --password-file, --password-command or PALOMA_PASSWORD",
                    null);
        }
        return password;
    }
}
