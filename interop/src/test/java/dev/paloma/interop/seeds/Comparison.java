package dev.paloma.interop.seeds;

import dev.paloma.interop.seeds.Scenario.Who;
import dev.paloma.testkit.DeadPort;
import dev.paloma.testkit.FakeSmtpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the scenarios with all clients at once, and holds what happened against what is expected. */
final class Comparison {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HANGING = Duration.ofSeconds(4);
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Map<Who, Client> clients = new EnumMap<>(Who.class);
    private final PrintStream out;
    private final Path folder;
    private int passed;
    private int failed;

    private Comparison(PrintStream out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    /** Folder with the drivers, folder to work in, the page, {@code check} or {@code write} for it, versions. */
    public static void main(String[] args) throws Exception {
        Comparison comparison = new Comparison(new PrintStream(System.out, true, "UTF-8"), Path.of(args[1]));
        Path drivers = Path.of(args[0]);
        Path log = comparison.folder.resolve("drivers.log");
        comparison.clients.put(Who.PALOMA, new PalomaClient());
        comparison.clients.put(
                Who.TCLLIB,
                new Driver(log, "tclsh", drivers.resolve("tcllib.tcl").toString()));
        comparison.clients.put(
                Who.RACKET,
                new Driver(log, "racket", drivers.resolve("racket.rkt").toString()));
        List<Scenario> scenarios = Scenarios.all();
        comparison.run(scenarios);
        Page page = new Page(Scenarios.bySubject(), args[4]);
        if (args[3].equals("write")) {
            page.write(Path.of(args[2]));
        } else {
            List<String> stale =
                    page.isAt(Path.of(args[2])) ? List.of() : List.of("write it: SEEDS_PAGE=write interop/run seeds");
            comparison.check("the page is what this run would write", stale);
        }
        comparison.out.println(comparison.passed + " passed, " + comparison.failed + " failed");
        System.exit(comparison.failed == 0 ? 0 : 1);
    }

    private void run(List<Scenario> scenarios) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(Who.values().length);
        try {
            for (Scenario scenario : scenarios) {
                check(scenario.name() + ": what is said to differ does", vacuous(scenario));
                Map<Who, Future<Map<String, String>>> running = new EnumMap<>(Who.class);
                for (Who who : Who.values()) {
                    if (scenario.isIn(who)) {
                        running.put(who, executor.submit(() -> observe(scenario, who)));
                    }
                }
                for (Map.Entry<Who, Future<Map<String, String>>> each : running.entrySet()) {
                    judge(scenario, each.getKey(), each.getValue());
                }
            }
        } finally {
            executor.shutdownNow();
            for (Client client : clients.values()) {
                client.close();
            }
        }
    }

    /** What is declared of one of the originals although Paloma is expected to do the same. */
    private static List<String> vacuous(Scenario scenario) {
        Map<String, String> ours = scenario.expected(Who.PALOMA);
        List<String> same = new ArrayList<>();
        for (Who who : List.of(Who.TCLLIB, Who.RACKET)) {
            scenario.declared(who).forEach((fact, value) -> {
                if (value.equals(ours.get(fact))) {
                    same.add(who + " " + fact);
                }
            });
        }
        return same;
    }

    private void judge(Scenario scenario, Who who, Future<Map<String, String>> running) throws InterruptedException {
        String name = scenario.name() + ": " + who;
        try {
            check(name, otherwise(scenario.expected(who), running.get()));
        } catch (ExecutionException e) {
            check(name, List.of(String.valueOf(e.getCause())));
        }
    }

    /** What isn't as expected. */
    private static List<String> otherwise(Map<String, String> expected, Map<String, String> actual) {
        List<String> found = new ArrayList<>();
        Collection<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String fact : names) {
            String wanted = expected.getOrDefault(fact, "(nothing)");
            String got = actual.getOrDefault(fact, "(nothing)");
            // a race in a client may end either way
            List<String> either = fact.equals("says") ? List.of(wanted.split(" or ")) : List.of(wanted);
            if (!either.contains(got)) {
                found.add(fact + ": expected " + wanted + ", but it is " + got);
            }
        }
        return found;
    }

    private void check(String name, List<String> faults) {
        if (faults.isEmpty()) {
            passed++;
            out.println("  ok      " + name);
        } else {
            failed++;
            out.println("  FAILED  " + name);
            faults.forEach(fault -> out.println("            " + fault));
        }
    }

    private Map<String, String> observe(Scenario scenario, Who who) throws IOException, InterruptedException {
        return scenario.order().has("ending") ? observeProgram(scenario, who) : observeServers(scenario, who);
    }

    /** Each client has a program of its own. */
    private Map<String, String> observeProgram(Scenario scenario, Who who) throws IOException, InterruptedException {
        FakeSendmail program = new FakeSendmail(
                folder.resolve(who.toString()), scenario.order().one("ending"));
        Order order = scenario.order().with("folder", program.folder().toString());
        Answer answer = Objects.requireNonNull(clients.get(who)).send(order, PATIENCE);
        return Facts.of(scenario, answer, program);
    }

    private Map<String, String> observeServers(Scenario scenario, Who who) throws IOException, InterruptedException {
        List<FakeSmtpServer> servers = scenario.start();
        Client client = Objects.requireNonNull(clients.get(who));
        Answer answer;
        try {
            answer = client.send(order(scenario, servers), scenario.isStalling() ? HANGING : PATIENCE);
            if (!scenario.isStalling()) {
                awaitDisconnected(servers);
            }
        } finally {
            servers.forEach(FakeSmtpServer::close);
        }
        if (answer.equals(Answer.HANGS)) {
            client.recover();
        }
        return Facts.of(scenario, answer, servers);
    }

    /** So that the servers have seen all there is; Racket's TLS sometimes keeps a line that is done with. */
    private static void awaitDisconnected(List<FakeSmtpServer> servers) {
        try {
            servers.forEach(server -> server.awaitDisconnected(GOODBYE));
        } catch (AssertionError stillConnected) {
            // closed by the server then
        }
    }

    private static Order order(Scenario scenario, List<FakeSmtpServer> servers) throws IOException {
        Order order = scenario.order();
        boolean named = order.has("host");
        if (scenario.isAfterADeadPort()) {
            try (DeadPort dead = DeadPort.refusing()) {
                order = order.with("host", "127.0.0.1").with("port", String.valueOf(dead.port()));
            }
        }
        for (FakeSmtpServer server : servers) {
            order = (named ? order : order.with("host", server.host())).with("port", String.valueOf(server.port()));
        }
        return order;
    }
}
