package dev.paloma.interop.contract;

import dev.paloma.message.Form;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The server that is tried, as {@code contract.sh} describes it: a line for each fact, a name and what it says. */
final class Subject {
    private final Map<String, List<String>> facts;

    private Subject(Map<String, List<String>> facts) {
        this.facts = facts;
    }

    static Subject read(Path description) throws IOException {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        for (String line : Files.readAllLines(description)) {
            int space = line.indexOf(' ');
            String value = space < 0 ? "" : line.substring(space + 1);
            if (!value.isEmpty()) {
                facts.computeIfAbsent(line.substring(0, space), name -> new ArrayList<>())
                        .add(value);
            }
        }
        return new Subject(facts);
    }

    List<String> all(String fact) {
        return facts.getOrDefault(fact, List.of());
    }

    /** Empty where nothing is said. */
    String one(String fact) {
        List<String> all = all(fact);
        return all.isEmpty() ? "" : all.get(0);
    }

    private boolean says(String fact, String value) {
        return one(fact).equals(value);
    }

    /** Whether this capability is to be there. */
    boolean offers(String capability) {
        return all("expected").contains(capability);
    }

    List<Way> ways() {
        return all("way").stream()
                .map(line -> line.split(" ", 2))
                .map(parts -> new Way(parts[0], parts[1]))
                .toList();
    }

    /** The one for all that is tried on one way only: with TLS if there is one. */
    Way mainWay() {
        return ways().stream().filter(way -> !way.isClear()).findFirst().orElseGet(() -> ways().get(0));
    }

    /** Whether one logs in there; nobody does by LMTP, which speaks to the neighbours. */
    boolean hasLogin(Way way) {
        return !way.isLmtp()
                && !all(way.isClear() ? "clear-mechanism" : "mechanism").isEmpty();
    }

    /** The URL with the user where one logs in. */
    String url(Way way) {
        return hasLogin(way) ? way.url(user(), one("password")) : way.url();
    }

    String user() {
        return one("user");
    }

    /** The address of the user. */
    String sender() {
        return user() + "@" + one("realm");
    }

    boolean needsLogin() {
        return says("needs-login", "yes");
    }

    /** Whether it can refuse a recipient. */
    boolean refuses() {
        return !says("refuses", "no");
    }

    /** Whether its store leaves 8-bit letters alone. */
    boolean keepsEightBit() {
        return !says("eight", "no");
    }

    long limit() {
        return Long.parseLong(one("limit"));
    }

    long process() {
        return Long.parseLong(one("process"));
    }

    Path log() {
        return Path.of(one("log"));
    }

    /** What mustn't be in the log. */
    Pattern faults() {
        return Pattern.compile(one("faults"));
    }

    /** Fields that it puts before a mail. */
    Pattern trace() {
        return Pattern.compile("(?i)(" + one("trace") + "):");
    }

    /** The form in which content travels to it. */
    Form form() {
        Form.Body eight = offers("8BITMIME") ? Form.Body.EIGHT_BIT : Form.Body.SEVEN_BIT;
        Form.Body most = offers("CHUNKING") && offers("BINARYMIME") ? Form.Body.BINARY : eight;
        return new Form(most, offers("SMTPUTF8"));
    }
}
