package dev.paloma.interop.seeds;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the clients are asked, what the server does, and what is expected of each: of Paloma where it isn't the usual, of
 * the others where it isn't what Paloma does, and why.
 */
final class Scenario {
    /** Who is compared. */
    enum Who {
        TCLLIB("Tcllib"),
        RACKET("Racket"),
        PALOMA("Paloma");

        private final String label;

        Who(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    private final String name;
    private final List<Consumer<FakeSmtpServerBuilder>> servers = new ArrayList<>();
    private final Map<Who, Map<String, String>> differences = new EnumMap<>(Who.class);
    private final Map<Who, String> reasons = new EnumMap<>(Who.class);
    private final List<Who> absent = new ArrayList<>();
    private Order order = Order.standard();
    private List<String> words = List.of();
    private String watched = "";
    private String body = "";
    private boolean stalls;
    private boolean dead;
    private boolean alone;

    Scenario(String name) {
        this.name = name;
    }

    /** One server more; without any there is one that does nothing special. */
    Scenario server(Consumer<FakeSmtpServerBuilder> settings) {
        servers.add(settings);
        return this;
    }

    /** Before the servers comes a port that nobody listens at. */
    Scenario afterADeadPort() {
        dead = true;
        return this;
    }

    /** A port that nobody listens at is all there is. */
    Scenario withoutServer() {
        alone = true;
        return afterADeadPort();
    }

    Scenario asking(UnaryOperator<Order> change) {
        order = change.apply(order);
        return this;
    }

    /** In addition. */
    Scenario with(String entry, String value) {
        return asking(before -> before.with(entry, value));
    }

    /** Instead of what is usual; without a value, none at all. */
    Scenario instead(String entry, String... values) {
        order = order.without(entry);
        for (String value : values) {
            order = order.with(entry, value);
        }
        return this;
    }

    /** The commands that match are compared too. */
    Scenario watching(String regex) {
        watched = regex;
        return this;
    }

    /** Which of these words reach the caller is compared too. */
    Scenario telling(String... found) {
        words = List.of(found);
        return this;
    }

    /** The body that is to arrive, where that isn't the one that is given. */
    Scenario arriving(String text) {
        body = text;
        return this;
    }

    /** The server falls silent, or says something that leaves a client waiting. */
    Scenario stalls() {
        stalls = true;
        return this;
    }

    /** What isn't the usual: names of facts and their values in turn. */
    Scenario paloma(String... facts) {
        differences.computeIfAbsent(Who.PALOMA, who -> new LinkedHashMap<>()).putAll(inTurn(facts));
        return this;
    }

    /** Paloma says that it didn't send it, and didn't. */
    Scenario fails() {
        return paloma("says", "error", "mails", Facts.NONE);
    }

    Scenario tcllib(String why, String... facts) {
        return differs(Who.TCLLIB, why, facts);
    }

    Scenario racket(String why, String... facts) {
        return differs(Who.RACKET, why, facts);
    }

    private Scenario differs(Who who, String why, String... facts) {
        reasons.put(who, why);
        differences.put(who, inTurn(facts));
        return this;
    }

    /** It can't be asked for there. */
    Scenario notIn(Who who, String why) {
        absent.add(who);
        reasons.put(who, why);
        return this;
    }

    private static Map<String, String> inTurn(String... facts) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < facts.length; i += 2) {
            map.put(facts[i], facts[i + 1]);
        }
        return map;
    }

    Map<String, String> expected(Who who) {
        Map<String, String> facts = Facts.usual(order);
        change(facts, Who.PALOMA);
        if (who != Who.PALOMA) {
            change(facts, who);
        }
        return facts;
    }

    private void change(Map<String, String> facts, Who who) {
        declared(who).forEach((fact, value) -> {
            facts.put(fact, value);
            if (fact.equals("mails") && value.equals(Facts.NONE)) {
                List.of("header", "body", "line", "second").forEach(facts::remove);
            } else if (fact.equals("mails") && !facts.containsKey("header")) {
                Facts.arrived(facts, order);
            }
        });
    }

    /** What is said of this one. */
    Map<String, String> declared(Who who) {
        return differences.getOrDefault(who, Map.of());
    }

    boolean isIn(Who who) {
        return !absent.contains(who);
    }

    String reason(Who who) {
        return Objects.requireNonNullElse(reasons.get(who), "");
    }

    List<FakeSmtpServer> start() {
        List<FakeSmtpServer> started = new ArrayList<>();
        for (Consumer<FakeSmtpServerBuilder> settings : servers.isEmpty() && !alone ? usualServer() : servers) {
            FakeSmtpServerBuilder builder = FakeSmtpServer.builder();
            settings.accept(builder);
            started.add(builder.start());
        }
        return started;
    }

    private static List<Consumer<FakeSmtpServerBuilder>> usualServer() {
        return List.of(builder -> {});
    }

    String name() {
        return name;
    }

    Order order() {
        return order;
    }

    String body() {
        return body.isEmpty() ? order.one("body") : body;
    }

    String watched() {
        return watched;
    }

    List<String> words() {
        return words;
    }

    boolean isStalling() {
        return stalls;
    }

    boolean isAfterADeadPort() {
        return dead;
    }
}
