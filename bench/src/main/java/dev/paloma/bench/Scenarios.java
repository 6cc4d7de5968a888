package dev.paloma.bench;

import static dev.paloma.bench.Figure.CPU;
import static dev.paloma.bench.Figure.HEAP;
import static dev.paloma.bench.Figure.MEAN;
import static dev.paloma.bench.Figure.MEGABYTES;
import static dev.paloma.bench.Figure.MILLIS;
import static dev.paloma.bench.Figure.P99;
import static dev.paloma.bench.Figure.RATE;
import static dev.paloma.bench.Figure.RESUMED;
import static dev.paloma.bench.Figure.ROUND_TRIPS;

import dev.paloma.bench.Fork.Program;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** B1 to B13, and those of {@link JakartaScenarios}. */
final class Scenarios {
    private static final String SEND = "Paloma send";
    private static final String SEND_CHUNKING = "Paloma send, CHUNKING";
    private static final String SEND_ALL = "Paloma sendAll";
    private static final String SEND_ALL_CHUNKING = "Paloma sendAll, CHUNKING";
    private static final String SEND_ALL_32 = "Paloma sendAll, CHUNKING, window 32";
    private static final String COMPOSE = "Paloma composes and sends";
    private static final String BINARY = "Paloma send, BINARYMIME";
    private static final String FRESH = "Paloma send, new connections";
    private static final String ANGUS = "Angus";
    private static final String ANGUS_FRESH = "Angus Transport.send";
    private static final String SOURCE = "smtp-source -d";
    private static final String ALONE = "two round trips without a client";
    private static final String SOURCE_FRESH = "smtp-source";

    private static final Program PALOMA = Program.paloma(PalomaSend.class);
    private static final Program PALOMA_ALL = Program.paloma(PalomaSendAll.class);
    private static final Program PALOMA_CALLERS = Program.paloma(PalomaCallers.class);
    private static final Program BLAST = Program.paloma(Blast.class);
    private static final Program ROUND_TRIPS_ALONE = Program.paloma(RoundTrips.class);
    private static final Program ANGUS_MAIL = Program.peer("angus", "Angus");
    private static final Program SIMPLE = Program.peer("simple-java-mail", "SimpleJavaMail");
    private static final Program VERTX = Program.peer("vertx", "VertxMail");
    private static final Program COMMONS = Program.peer("commons-net", "CommonsNet");
    private static final Program NIO = Program.peer("nio-smtp-client", "NioSmtp");

    private static final Duration AWAY = Duration.ofMillis(40);

    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.concat(paloma().stream(), JakartaScenarios.all().stream()).toList();
    }

    private static List<Scenario> paloma() {
        return List.of(
                small(),
                smallToPostfix(),
                tenConnections(),
                large(),
                fresh(),
                distant(),
                huge(),
                secure(),
                many(),
                startup(),
                callers());
    }

    private static Scenario small() {
        Task task = Task.of(Letter.SMALL, Manner.REUSE).with("warm-mails", 4000);
        Task all = task.with("mails", 20_000);
        Task blast = task.with("warm-mails", 40_000).with("mails", 40_000);
        Task compose = Task.of(Letter.SMALL, Manner.COMPOSE).with("warm-mails", 4000);
        return new Scenario(
                List.of("B1", "B2", "B6", "B7"),
                "1 KiB, one connection",
                List.of(RATE, CPU, HEAP),
                List.of(
                        new Fork(SEND, PALOMA, task, Course.NEAR),
                        new Fork(SEND_CHUNKING, PALOMA, task, Course.CHUNKING),
                        new Fork(SEND_ALL, PALOMA_ALL, all, Course.NEAR),
                        new Fork(SEND_ALL_CHUNKING, PALOMA_ALL, all, Course.CHUNKING),
                        new Fork(COMPOSE, PALOMA, compose, Course.NEAR),
                        new Fork(ANGUS, ANGUS_MAIL, task, Course.NEAR),
                        new Fork("Angus composes and sends", ANGUS_MAIL, compose, Course.NEAR),
                        new Fork("Simple Java Mail", SIMPLE, task, Course.NEAR),
                        new Fork("Vert.x", VERTX, task, Course.NEAR),
                        new Fork("Commons Net", COMMONS, task, Course.NEAR),
                        new Fork("NioSmtpClient", NIO, task, Course.NEAR),
                        new SmtpSource(task.exactly(0, 10_000), Course.NEAR),
                        new Fork(ALONE, ROUND_TRIPS_ALONE, task, Course.NEAR),
                        new Fork("octets without a client, CHUNKING", BLAST, blast, Course.CHUNKING)),
                List.of(
                        Target.times(10, "B1", RATE, SEND, ANGUS),
                        Target.times(3, "B1", RATE, SEND, SOURCE),
                        Target.times(10, "B1", RATE, SEND_ALL, ANGUS),
                        Target.times(3, "B1", RATE, SEND_ALL, SOURCE),
                        Target.times(35, "B2", RATE, SEND_ALL_CHUNKING, ANGUS),
                        Target.timesAtMost(0.1, "B6", CPU, SEND, ANGUS),
                        Target.timesAtMost(0.5, "B6", CPU, SEND, SOURCE),
                        Target.timesAtMost(0.1, "B6", CPU, SEND_ALL, ANGUS),
                        Target.timesAtMost(0.5, "B6", CPU, SEND_ALL, SOURCE),
                        Target.atMost(1024, "B7", HEAP, SEND),
                        Target.atMost(6 * 1024, "B7", HEAP, COMPOSE)));
    }

    private static Scenario smallToPostfix() {
        Task task = Task.of(Letter.SMALL, Manner.REUSE);
        return new Scenario(
                List.of("B1"),
                "1 KiB, one connection, to Postfix's smtp-sink, which is the limit itself near 30,000 mails/s",
                List.of(RATE, CPU),
                List.of(
                        new Fork(SEND, PALOMA, task, Course.POSTFIX),
                        new Fork(ANGUS, ANGUS_MAIL, task, Course.POSTFIX),
                        new SmtpSource(task.exactly(0, 10_000), Course.POSTFIX)),
                List.of());
    }

    private static Scenario tenConnections() {
        Task task = Task.of(Letter.SMALL, Manner.REUSE).with("connections", 10).with("mails", 2000);
        return new Scenario(
                List.of("B3"),
                "1 KiB, ten connections",
                List.of(RATE, CPU, HEAP),
                List.of(
                        new Fork(SEND, PALOMA, task, Course.NEAR),
                        new Fork(ANGUS, ANGUS_MAIL, task, Course.NEAR),
                        new Fork("NioSmtpClient", NIO, task, Course.NEAR),
                        new SmtpSource(task.exactly(0, 20_000), Course.NEAR),
                        new Fork(ALONE, ROUND_TRIPS_ALONE, task, Course.NEAR)),
                List.of(Target.times(8, "B3", RATE, SEND, ANGUS), Target.times(3, "B3", RATE, SEND, SOURCE)));
    }

    private static Scenario large() {
        Task task = Task.of(Letter.LARGE, Manner.REUSE)
                .with("connections", 10)
                .with("mails", 200)
                .with("warm-mails", 200);
        return new Scenario(
                List.of("B4"),
                "50 KiB of HTML with a text and an attachment of 20 KiB, ten connections",
                List.of(RATE, CPU, HEAP),
                List.of(
                        new Fork(SEND, PALOMA, task, Course.NEAR),
                        new Fork(ANGUS, ANGUS_MAIL, task, Course.NEAR),
                        new Fork("Vert.x", VERTX, task, Course.NEAR),
                        new Fork("NioSmtpClient", NIO, task, Course.NEAR),
                        new SmtpSource(task.exactly(0, 5000), Course.NEAR)),
                List.of(Target.times(15, "B4", RATE, SEND, ANGUS), Target.times(1, "B4", RATE, SEND, SOURCE)));
    }

    private static Scenario fresh() {
        Task task = Task.of(Letter.SMALL, Manner.FRESH);
        return new Scenario(
                List.of("B5"),
                "1 KiB, a new connection for each mail, one after the other",
                List.of(RATE, CPU, HEAP),
                List.of(
                        new Fork(FRESH, PALOMA, task, Course.NEAR),
                        new Fork(ANGUS_FRESH, ANGUS_MAIL, task, Course.NEAR),
                        new SmtpSource(task.exactly(0, 3000), Course.NEAR)),
                List.of(
                        Target.times(2, "B5", RATE, FRESH, ANGUS_FRESH),
                        Target.times(1.3, "B5", RATE, FRESH, SOURCE_FRESH)));
    }

    private static Scenario distant() {
        Task task = Task.of(Letter.SMALL, Manner.REUSE);
        Task all = task.exactly(50, 400);
        Course near = Course.NEAR.distant(AWAY);
        Course chunking = Course.CHUNKING.distant(AWAY);
        return new Scenario(
                List.of("B8"),
                "1 KiB, one connection, 40 ms round trip; sendAll with 400 mails, send with 30, Angus with 15",
                List.of(RATE, ROUND_TRIPS, CPU),
                List.of(
                        new Fork(SEND, PALOMA, task.exactly(2, 30), near),
                        new Fork(SEND_CHUNKING, PALOMA, task.exactly(2, 30), chunking),
                        new Fork(SEND_ALL, PALOMA_ALL, all, near),
                        new Fork(SEND_ALL_CHUNKING, PALOMA_ALL, all, chunking),
                        new Fork(SEND_ALL_32, PALOMA_ALL, all.with("window", 32), chunking),
                        new Fork(ANGUS, ANGUS_MAIL, task.exactly(2, 15), near)),
                List.of(
                        Target.times(1.9, "B8", RATE, SEND, ANGUS),
                        Target.times(3.8, "B8", RATE, SEND_CHUNKING, ANGUS),
                        Target.times(3.8, "B8", RATE, SEND_ALL, ANGUS),
                        Target.times(28, "B8", RATE, SEND_ALL_CHUNKING, ANGUS),
                        Target.times(90, "B8", RATE, SEND_ALL_32, ANGUS)));
    }

    private static Scenario huge() {
        Task task = Task.of(Letter.HUGE, Manner.REUSE).exactly(0, 1);
        return new Scenario(
                List.of("B9"),
                "an attachment of 1 GiB in a heap of 64 MB",
                List.of(MEGABYTES, MILLIS, HEAP),
                List.of(
                        new Fork(SEND, PALOMA.withHeap("64m"), task, Course.CHUNKING),
                        new Fork(BINARY, PALOMA.withHeap("64m"), task, Course.BINARY),
                        new Fork(ANGUS, ANGUS_MAIL.withHeap("64m"), task, Course.CHUNKING),
                        new Cat()),
                List.of(
                        Target.times(2, "B9", MEGABYTES, SEND, ANGUS),
                        Target.times(0.5, "B9", MEGABYTES, BINARY, "cat"),
                        Target.atMost(4 * 1024 * 1024, "B9", HEAP, SEND),
                        Target.atMost(4 * 1024 * 1024, "B9", HEAP, BINARY)));
    }

    private static Scenario secure() {
        Task task = Task.of(Letter.SMALL, Manner.REUSE);
        Task fresh = Task.of(Letter.SMALL, Manner.FRESH).with("mails", 50).with("warm-mails", 50);
        return new Scenario(
                List.of("B10"),
                "1 KiB over TLS",
                List.of(RATE, CPU, HEAP, RESUMED),
                List.of(
                        new Fork(SEND, PALOMA, task, Course.SECURE),
                        new Fork(ANGUS, ANGUS_MAIL, task, Course.SECURE),
                        new Fork(FRESH, PALOMA, fresh, Course.SECURE),
                        new Fork(ANGUS_FRESH, ANGUS_MAIL, fresh, Course.SECURE)),
                List.of(Target.times(4, "B10", RATE, SEND, ANGUS), Target.atLeast(99, "B10", RESUMED, FRESH)));
    }

    private static Scenario many() {
        Task task = Task.of(Letter.MANY, Manner.REUSE).exactly(1, 1);
        return new Scenario(
                List.of("B11"),
                "one mail to 1,000 recipients, 40 ms round trip; Angus to 100",
                List.of(ROUND_TRIPS, MILLIS),
                List.of(
                        new Fork(SEND, PALOMA, task, Course.CHUNKING.distant(AWAY)),
                        new Fork(
                                ANGUS, ANGUS_MAIL, task.with("letter", Letter.HUNDRED), Course.CHUNKING.distant(AWAY))),
                List.of(Target.atMost(15, "B11", ROUND_TRIPS, SEND)));
    }

    private static Scenario startup() {
        String command = "./paloma send";
        String nothing = "a JVM that does nothing";
        return new Scenario(
                List.of("B12"),
                "the command as a whole process, and a JVM with the same class path",
                List.of(MILLIS),
                List.of(new Startup(command, true), new Startup(nothing, false)),
                List.of(
                        Target.timesAtMost(1.2, "B12", MILLIS, command, nothing),
                        Target.atMost(400, "B12", MILLIS, command)));
    }

    private static Scenario callers() {
        String platform = "1,000 threads";
        String virtual = "1,000 virtual threads, JDK 25";
        Task task = Task.of(Letter.SMALL, Manner.CALLERS)
                .with("connections", 10)
                .with("warm-mails", 5000)
                .with("mails", 20_000);
        Target fair = new Target(
                "B13",
                platform + ": p99 ≤ 3 × mean",
                all -> all.containsKey(platform)
                        ? all.get(platform).of(P99) / all.get(platform).of(MEAN)
                        : Double.NaN,
                3,
                false);
        return new Scenario(
                List.of("B13"),
                "1,000 callers of send at once, ten connections",
                List.of(RATE, CPU, P99, MEAN),
                List.of(
                        new Fork(platform, PALOMA_CALLERS, task, Course.NEAR),
                        new Fork(
                                virtual,
                                PALOMA_CALLERS.newerJava(),
                                task.with("manner", Manner.VIRTUAL_CALLERS),
                                Course.NEAR)),
                List.of(fair, Target.times(0.67, "B13", RATE, virtual, platform)));
    }
}
