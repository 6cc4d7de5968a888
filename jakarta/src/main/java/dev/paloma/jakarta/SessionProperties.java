package dev.paloma.jakarta;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A session's properties for one protocol, {@code mail.smtp.…}. Values may be text or, as programs put them there, numbers,
 * truth values and other objects.
 */
final class SessionProperties {
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Properties properties;
    private final String prefix;
    private final Memory memory;

    SessionProperties(Session session, String protocol, Memory memory) {
        this.properties = session.getProperties();
        this.prefix = "mail." + protocol + ".";
        this.memory = memory;
    }

    /** The whole name of a property. */
    String full(String name) {
        return prefix + name;
    }

    Memory memory() {
        return memory;
    }

    /** Those that are set, without the prefix. */
    List<String> names() {
        TreeSet<String> names = new TreeSet<>();
        for (Object key : properties.keySet()) {
            names.add(String.valueOf(key));
        }
        names.addAll(properties.stringPropertyNames());
        return names.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @Nullable
    Object object(String name) {
        Object value = properties.get(full(name));
        return value != null ? value : properties.getProperty(full(name));
    }

    /** Null where it isn't set, or blank. */
    @Nullable
    String text(String name) {
        Object value = object(name);
        String text = value == null ? "" : value.toString().trim();
        return text.isEmpty() ? null : text;
    }

    boolean flag(String name, boolean usual) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw bad(name, "is true or false");
        };
    }

    /** Words with white space or commas between them; empty where it isn't set. */
    List<String> words(String name) {
        String text = text(name);
        return text == null
                ? List.of()
                : Arrays.stream(text.split("[\\s,]+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    /** A port; {@code usual} where it isn't set. */
    int port(String name, int usual) {
        String text = text(name);
        if (text == null || text.equals("-1")) {
            return usual;
        }
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw bad(name, "is a number from 1 to 65535");
        }
        return Integer.parseInt(text);
    }

    /** Milliseconds; null where it isn't set, or asks to wait for ever, which nobody does here. */
    @Nullable
    Duration millis(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (!text.matches("-?[0-9]{1,18}")) {
            throw bad(name, "is a number of milliseconds");
        }
        long millis = Long.parseLong(text);
        if (millis <= 0) {
            memory.warn(full(name) + "=" + text + " asks to wait for ever: the usual limits hold instead");
            return null;
        }
        return Duration.ofMillis(Math.min(millis, LONGEST.toMillis()));
    }

    /** The value isn't shown: it may be a secret that stands in the wrong place. */
    IllegalArgumentException bad(String name, String what) {
        return new IllegalArgumentException(full(name) + " " + what);
    }
}
