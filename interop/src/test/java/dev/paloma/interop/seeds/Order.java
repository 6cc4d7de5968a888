package dev.paloma.interop.seeds;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a client is asked to do, in names and values; a name may come more than once. Immutable.
 *
 * <p>{@code host} and {@code port}: servers; {@code client}: its name; {@code header}: "Name: value"; {@code body}: text
 * with LF; {@code sender} and {@code recipient}: the envelope, derived from the header where absent; {@code times}: how
 * often it is sent; {@code tls}: none, offered, required, implicit; the rest is said where it is used.
 */
record Order(List<Entry> entries) {
    record Entry(String name, String value) {}

    Order {
        entries = List.copyOf(entries);
    }

    static Order standard() {
        return new Order(List.of())
                .with("client", "client.example.org")
                .with("times", "1")
                .with("sender", "alice@example.org")
                .with("recipient", "bob@example.net")
                .with("header", "From: alice@example.org")
                .with("header", "To: bob@example.net")
                .with("header", "Subject: Hello")
                .with("body", "It works.\n");
    }

    Order with(String name, String value) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(name, value));
        return new Order(more);
    }

    Order without(String name) {
        return new Order(
                entries.stream().filter(entry -> !entry.name.equals(name)).toList());
    }

    boolean has(String name) {
        return !all(name).isEmpty();
    }

    List<String> all(String name) {
        return entries.stream()
                .filter(entry -> entry.name.equals(name))
                .map(Entry::value)
                .toList();
    }

    /** The first of this name; empty where there is none. */
    String one(String name) {
        return has(name) ? all(name).get(0) : "";
    }

    /** As the drivers read it. */
    String lines() {
        StringBuilder lines = new StringBuilder();
        for (Entry entry : entries) {
            String value = Base64.getEncoder().encodeToString(entry.value.getBytes(UTF_8));
            lines.append(entry.name).append(' ').append(value).append('\n');
        }
        return lines.append('\n').toString();
    }
}
