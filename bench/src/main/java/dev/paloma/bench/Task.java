package dev.paloma.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a client is asked to do: settings that can be given to another process as its arguments. Immutable. */
final class Task {
    private final Map<String, String> settings;

    private Task(Map<String, String> settings) {
        this.settings = settings;
    }

    /** The defaults: small mails on one connection, seconds to warm up, one to measure. */
    static Task of(Letter letter, Manner manner) {
        return new Task(Map.of())
                .with("letter", letter)
                .with("manner", manner)
                .with("connections", 1)
                .with("mails", 500)
                .with("warm-mails", 500)
                .with("warm-millis", 2500)
                .with("millis", 1000)
                .with("tls", false)
                .with("window", 8)
                .with("provider", "");
    }

    static Task parse(String... arguments) {
        Task task = new Task(Map.of());
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            task = task.with(argument.substring(0, equals), argument.substring(equals + 1));
        }
        return task;
    }

    List<String> arguments() {
        return settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    Task with(String name, Object value) {
        Map<String, String> changed = new TreeMap<>(settings);
        changed.put(name, value.toString());
        return new Task(changed);
    }

    /** So many mails, measured once, after so many that aren't. */
    Task exactly(int warm, int mails) {
        return with("warm-mails", warm)
                .with("warm-millis", 0)
                .with("mails", mails)
                .with("millis", 0);
    }

    /** As little as shows that it works. */
    Task briefly() {
        return exactly(Math.min(warmMails(), 40), Math.min(mails(), 40));
    }

    private String text(String name) {
        String value = settings.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name + " in " + arguments());
        }
        return value;
    }

    private int number(String name) {
        return Integer.parseInt(text(name));
    }

    Letter letter() {
        return Letter.valueOf(text("letter"));
    }

    Manner manner() {
        return Manner.valueOf(text("manner"));
    }

    int port() {
        return number("port");
    }

    boolean tls() {
        return Boolean.parseBoolean(text("tls"));
    }

    int connections() {
        return number("connections");
    }

    /** Mails on their way at once on a connection, where the client can be told. */
    int window() {
        return number("window");
    }

    /** Mails in one go, of which there are as many as {@link #time} takes, but at least one. */
    int mails() {
        return number("mails");
    }

    int warmMails() {
        return number("warm-mails");
    }

    Duration warmUp() {
        return Duration.ofMillis(number("warm-millis"));
    }

    Duration time() {
        return Duration.ofMillis(number("millis"));
    }

    /** What {@link Letter#HUGE} has attached. */
    Path file() {
        return Path.of(text("file"));
    }

    /** What the class that sends must be called at its beginning, where the class path decides that. */
    String provider() {
        return text("provider");
    }

    /** The certificate to trust, as PEM. */
    Path authority() {
        return Path.of(text("authority"));
    }
}
