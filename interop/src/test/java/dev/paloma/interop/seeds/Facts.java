package dev.paloma.interop.seeds;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.ReceivedMail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is compared, by name. {@code says}: what the caller was told. {@code mails}: envelopes of what the servers took.
 * {@code header}, {@code body}: of the first of these. {@code line}: TLS or clear, and who was logged in how. {@code
 * connections}: to each server. {@code breaches}: of the standards, by the servers' and our own judgement.
 */
final class Facts {
    static final String NONE = "none";
    private static final int LONGEST_SHOWN = 90;

    private final Scenario scenario;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final Collection<String> breaches = new TreeSet<>();

    private Facts(Scenario scenario) {
        this.scenario = scenario;
    }

    /** What a client that does as it is told brings about before a server without whims. */
    static Map<String, String> usual(Order order) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("says", "sent");
        if (order.has("ending")) { // a program, not a server
            arrived(facts, order);
            facts.remove("line");
            facts.put("arguments", "-i -f " + order.one("sender") + " -- " + String.join(" ", order.all("recipient")));
            return facts;
        }
        facts.put("mails", shown(order.one("sender") + " → " + String.join(", ", order.all("recipient"))));
        arrived(facts, order);
        facts.put("connections", "1");
        facts.put("breaches", NONE);
        return facts;
    }

    /** What there is to be said only of a mail that arrived. */
    static void arrived(Map<String, String> facts, Order order) {
        Collection<String> header = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String field : order.all("header")) {
            int colon = field.indexOf(':');
            if (!field.toLowerCase(Locale.ROOT).startsWith("bcc:")) {
                header.add(field.substring(0, colon).toLowerCase(Locale.ROOT) + field.substring(colon));
            }
        }
        facts.put("header", shown(String.join("; ", header)));
        facts.put("body", "as given");
        facts.put("line", "clear, nobody");
    }

    static Map<String, String> of(Scenario scenario, Answer answer, List<FakeSmtpServer> servers) {
        Facts facts = new Facts(scenario);
        facts.put("says", answer.says());
        facts.mails(servers);
        List<String> connections =
                servers.stream().map(server -> "" + server.connections()).toList();
        facts.put("connections", connections.isEmpty() ? NONE : String.join(", ", connections));
        facts.put("breaches", facts.breaches.isEmpty() ? NONE : String.join("; ", facts.breaches));
        facts.wanted(answer, servers);
        return facts.facts;
    }

    private void put(String name, String value) {
        facts.put(name, value);
    }

    private void mails(List<FakeSmtpServer> servers) {
        List<ReceivedMail> mails = new ArrayList<>();
        for (FakeSmtpServer server : servers) {
            mails.addAll(server.received());
            // A number of a line says little, and may differ from one Date to the next.
            server.violations()
                    .forEach(breach -> breaches.add(breach.replaceAll("^connection \\d+: | in content line \\d+", "")));
        }
        put(
                "mails",
                mails.isEmpty()
                        ? NONE
                        : String.join(" | ", mails.stream().map(Facts::envelope).toList()));
        if (!mails.isEmpty()) {
            Arrived first = new Arrived(mails.get(0).content());
            put("header", shown(String.join("; ", first.fields(breaches))));
            put("body", body(scenario, first.text()));
            put("line", (mails.get(0).isEncrypted() ? "TLS" : "clear") + ", " + login(mails.get(0), servers));
        }
        if (mails.size() > 1 && scenario.order().one("times").equals("2")) {
            boolean same = Arrays.equals(mails.get(0).content(), mails.get(1).content());
            put("second", same ? "the same octets" : "differs");
        }
    }

    private static String envelope(ReceivedMail mail) {
        return shown(mail.sender() + " → " + String.join(", ", mail.recipientAddresses()));
    }

    static String body(Scenario scenario, String text) {
        String given = scenario.body();
        return text.equals(given.endsWith("\n") ? given : given + "\n") || text.equals(given)
                ? "as given"
                : shown(text);
    }

    private static String login(ReceivedMail mail, List<FakeSmtpServer> servers) {
        Matcher auth = Pattern.compile("AUTH (\\S+)").matcher("");
        String last = "";
        for (FakeSmtpServer server : servers) {
            for (String command : server.transcript().commands(mail.connection())) {
                last = auth.reset(command).lookingAt() ? auth.group(1) : last;
            }
        }
        return mail.user() == null ? "nobody" : "logged in with " + last;
    }

    /** What a scenario asks for besides: commands, words that reach the caller, calls of the hook. */
    private void wanted(Answer answer, List<FakeSmtpServer> servers) {
        if (!scenario.watched().isEmpty()) {
            List<String> commands = new ArrayList<>();
            servers.forEach(server -> server.transcript().commands().stream()
                    .filter(command -> command.matches(scenario.watched()))
                    .map(Facts::command)
                    .forEach(commands::add));
            put("commands", commands.isEmpty() ? NONE : String.join(" / ", commands));
        }
        told(scenario, answer, facts);
        if (scenario.order().has("hook")) {
            put("hook called", String.valueOf(answer.hooks()));
        }
    }

    /** Which of the scenario's words reach the caller. */
    private static void told(Scenario scenario, Answer answer, Map<String, String> facts) {
        if (!scenario.words().isEmpty()) {
            Collection<String> told = new LinkedHashSet<>(scenario.words());
            told.removeIf(word -> !answer.text().contains(word));
            facts.put("tells", told.isEmpty() ? "nothing" : String.join(" … ", told));
        }
    }

    /** What a program was given. */
    static Map<String, String> of(Scenario scenario, Answer answer, FakeSendmail program)
            throws IOException, InterruptedException {
        Map<String, String> facts = new LinkedHashMap<>(program.facts(scenario));
        facts.put("says", answer.says());
        told(scenario, answer, facts);
        return facts;
    }

    /** Without what differs from run to run, and without a password. */
    private static String command(String line) {
        return shown(line.replaceAll("SIZE=\\d+", "SIZE=n").replaceAll("(AUTH \\S+) .*", "$1"));
    }

    /** On one line, and not too long. */
    static String shown(String text) {
        String visible = text.replace("\\", "\\\\").replace("\r", "\\r").replace("\n", "\\n");
        return visible.length() <= LONGEST_SHOWN
                ? visible
                : visible.substring(0, LONGEST_SHOWN) + "… (" + visible.length() + ")";
    }
}
