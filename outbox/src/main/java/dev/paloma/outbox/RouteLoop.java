package dev.paloma.outbox;

import dev.paloma.message.Mail;
import dev.paloma.outbox.Postman.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One thread's work: what one route has to do. In turns, each of them one transaction: it writes down what ended, begins
 * what there is room for, and claims what comes after that. Only after the turn does what was begun go to the mailer.
 */
final class RouteLoop implements Runnable {
    /** Begun at a time, and so many in doubt at most that hadn't even come to the mailer. */
    private static final int BEGIN_MOST = 64;
    /** Content in memory. */
    private static final long OCTETS_MOST = 32 << 20;

    private static final int LAST_TRIES = 3;

    /** How often to look for jobs that a commit has brought after everybody had given it up. */
    private static final long RESYNC = TimeUnit.MINUTES.toNanos(1);

    private final String route;
    private final WorkerParts parts;
    private final Postman postman;
    private final Traffic traffic;
    private final Loader loader;
    private final Announcer announcer;
    private final Pause pause = new Pause();
    private final ArrayDeque<Claimed> backlog = new ArrayDeque<>();
    private final Map<Long, Sent> onTheirWay = new HashMap<>();
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final List<Finish> ends = new ArrayList<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private Destination last = Destination.START;
    private long worker;
    private long octets;
    private long lookedAt;
    private long resyncedAt = System.nanoTime();
    private boolean hungry = true;
    private boolean unsure;
    private volatile boolean stopping;
    private volatile boolean busy = true;
    private volatile boolean over;

    private record Sent(Flight flight, Traffic.Way way) {}

    private record Ended(@Nullable Sent sent, @Nullable Answer answer) {
        static final Ended WAKE = new Ended(null, null);
    }

    private record Ready(Loaded loaded, Traffic.Way way) {}

    RouteLoop(String route, WorkerParts parts, Postman postman, Traffic traffic) {
        this.route = route;
        this.parts = parts;
        this.postman = postman;
        this.traffic = traffic;
        this.loader = new Loader(parts.outbox().readers());
        this.announcer = new Announcer(parts);
    }

    /** There may be something to do. */
    void wake() {
        if (awake.compareAndSet(false, true)) {
            ended.add(Ended.WAKE);
        }
    }

    /** Begins nothing more, and ends when all that is on its way has ended. */
    void stop() {
        stopping = true;
        wake();
    }

    /** Whether it has, or may have, anything in hand. */
    boolean isBusy() {
        return busy;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Whether its thread has ended. */
    boolean hasEnded() {
        return over;
    }

    String route() {
        return route;
    }

    @Override
    public void run() {
        int failures = 0;
        try {
            while (!isOver() && (failures < LAST_TRIES || !stopping)) {
                failures = goOn(failures > 0) ? 0 : failures + 1;
            }
        } finally {
            busy = false;
            over = true;
        }
    }

    /** False if that failed. */
    private boolean goOn(boolean hasFailed) {
        try {
            if (hasFailed) {
                rest(parts.rest());
            }
            collect();
            if (!turn() && !isOver()) {
                rest(nanosToRest());
            }
            return true;
        } catch (RuntimeException | Error e) { // whatever it is, the other mails can't help it
            unsure = true;
            parts.troubled(OutboxException.of("the outbox can't be worked on", e));
            return false;
        }
    }

    private boolean isOver() {
        return stopping
                && !unsure
                && onTheirWay.isEmpty()
                && ends.isEmpty()
                && backlog.isEmpty()
                && ended.stream().allMatch(end -> end.sent() == null)
                && announcer.isDone();
    }

    /** Takes what has ended, without waiting. */
    private void collect() {
        for (Ended end = ended.poll(); end != null; end = ended.poll()) {
            collect(end);
        }
    }

    private void collect(Ended end) {
        Sent sent = end.sent();
        if (sent == null) {
            awake.set(false);
            hungry = true;
            return;
        }
        Flight flight = sent.flight().endedAt(parts.now());
        onTheirWay.remove(flight.loaded().job().id(), sent);
        octets -= flight.loaded().octets();
        Answer answer = end.answer();
        Finish finish = reported(flight.loaded(), judged(flight, answer));
        if (finish.result() == MailStatus.Result.NOT_TRIED) {
            pause.failed(System.nanoTime());
            finish = finish.notBefore(flight.ended() + TimeUnit.NANOSECONDS.toMillis(pause.left(System.nanoTime())));
        } else {
            pause.over();
        }
        ends.add(finish);
        announcer.remember(finish, flight.loaded());
        long nanos = answer == null ? -1 : answer.nanos();
        traffic.ended(flight.loaded().job().to().domain(), sent.way(), finish.result(), nanos);
        hungry = true;
    }

    private Finish judged(Flight flight, @Nullable Answer answer) {
        boolean expires =
                flight.ended() >= flight.loaded().expires() && parts.clock().isSteady();
        return answer == null
                ? parts.judge().unforeseen(flight)
                : parts.judge().judge(flight, answer.receipt(), answer.failure(), expires);
    }

    /** Without a report where none can be made: what became of the mail must be written down all the same. */
    private Finish reported(Loaded loaded, Finish finish) {
        String reporter = parts.reporter();
        try {
            return reporter == null ? finish : finish.with(Report.of(reporter, loaded, finish));
        } catch (RuntimeException | Error e) {
            parts.troubled(OutboxException.of("the sender can't be told what wasn't delivered", e));
            return finish;
        }
    }

    /** False if there was nothing to do. */
    private boolean turn() {
        if (worker != parts.incarnation().number()) {
            worker = parts.incarnation().number(); // what was claimed under the old one belongs to others now
            backlog.clear();
        }
        resync();
        List<Claimed> giveBack = giveBack();
        List<Ready> ready = stopping ? List.of() : ready();
        List<Claimed> begin = ready.stream().map(one -> one.loaded().job()).toList();
        Turn turn =
                new Turn(worker, List.copyOf(ends), announcer.heard(), begin, giveBack, claim(), announcer.isWanted());
        busy = !turn.isEmpty() || !onTheirWay.isEmpty() || !backlog.isEmpty();
        if (turn.isEmpty()) {
            return false;
        }
        Turn.Result result;
        try {
            result = parts.outbox().writers().write("the outbox can't be worked on", turn.octets(), turn::run);
        } catch (RuntimeException | Error e) {
            ready.forEach(one -> traffic.undo(one.loaded().job().to().domain(), one.way()));
            throw e;
        }
        ends.clear();
        announcer.forget(turn.heard());
        send(ready, result.begun());
        claimed(result.claims());
        result.told().forEach(announcer::tell);
        announcer.told(turn.ends());
        return true;
    }

    private void resync() {
        if (!unsure && System.nanoTime() - resyncedAt < RESYNC) {
            return;
        }
        backlog.clear();
        Set<Long> known = new HashSet<>(onTheirWay.keySet());
        ends.forEach(end -> known.add(end.job().id()));
        ended.forEach(end -> {
            if (end.sent() != null) {
                known.add(end.sent().flight().loaded().job().id());
            }
        });
        parts.outbox()
                .writers()
                .write("the outbox can't be worked on", 0, session -> Turn.resync(session, worker, route, known));
        unsure = false;
        resyncedAt = System.nanoTime();
    }

    /** While the route rests others may have what was claimed; and at the end they must. */
    private List<Claimed> giveBack() {
        if (!stopping && pause.left(System.nanoTime()) == 0) {
            return List.of();
        }
        List<Claimed> all = List.copyOf(backlog);
        backlog.clear();
        return all;
    }

    /** What there is room for now, with its content. */
    private List<Ready> ready() {
        long nanos = System.nanoTime();
        int most = pause.isProbing() ? 1 - onTheirWay.size() : BEGIN_MOST;
        if (pause.left(nanos) > 0 || octets > OCTETS_MOST) {
            return List.of();
        }
        List<Claimed> chosen = new ArrayList<>();
        Map<Long, Traffic.Way> ways = new HashMap<>();
        traffic.spare(backlog.stream().allMatch(job -> traffic.isKnown(job.to().domain())));
        for (Iterator<Claimed> jobs = backlog.iterator(); jobs.hasNext() && chosen.size() < most; ) {
            Claimed job = jobs.next();
            Traffic.Way way = traffic.begin(job.to().domain(), nanos);
            if (way != Traffic.Way.NONE) {
                chosen.add(job);
                ways.put(job.id(), way);
                jobs.remove();
            }
        }
        return load(chosen, ways);
    }

    private List<Ready> load(List<Claimed> chosen, Map<Long, Traffic.Way> ways) {
        List<Ready> ready = new ArrayList<>();
        boolean loaded = false;
        try {
            for (Loaded one : loader.load(chosen)) {
                ready.add(new Ready(one, ways.getOrDefault(one.job().id(), Traffic.Way.EXPRESS)));
            }
            loaded = true;
            return ready;
        } finally {
            if (!loaded) {
                chosen.forEach(
                        job -> traffic.undo(job.to().domain(), ways.getOrDefault(job.id(), Traffic.Way.EXPRESS)));
            }
        }
    }

    private @Nullable Claim claim() {
        long nanos = System.nanoTime();
        boolean due = nanos - lookedAt > parts.poll();
        if (stopping || !(hungry || due) || pause.left(nanos) > 0) {
            return null;
        }
        Rooms rooms = new Rooms(traffic, backlog, nanos, nanos + parts.poll());
        int most = rooms.most();
        if (most == 0) {
            return null;
        }
        return new Claim(worker, route, pause.isProbing() ? 1 : most, rooms::of, last);
    }

    private void claimed(Claims.@Nullable Result claims) {
        if (claims == null) {
            return;
        }
        lookedAt = System.nanoTime();
        last = claims.last();
        Set<Long> anew = new HashSet<>();
        claims.jobs().forEach(job -> anew.add(job.id()));
        backlog.removeIf(job -> anew.contains(job.id())); // it was taken away, and came back
        backlog.addAll(claims.jobs());
        hungry = !claims.jobs().isEmpty();
        if (!claims.alive()) {
            parts.incarnation().lost(worker);
        }
    }

    /** Those that have really begun; the others were taken away. */
    private void send(List<Ready> ready, List<Claimed> begun) {
        Set<Long> mine = new HashSet<>();
        begun.forEach(job -> mine.add(job.id()));
        long now = parts.now();
        for (Ready one : ready) {
            Loaded loaded = one.loaded();
            String domain = loaded.job().to().domain();
            Flight flight = new Flight(loaded, worker, now, 0);
            Mail mail = loaded.mail();
            Loaded.Trouble trouble = loaded.trouble();
            if (!mine.remove(loaded.job().id())) {
                traffic.undo(domain, one.way());
            } else if (trouble != null) {
                traffic.undo(domain, one.way());
                Finish broken = parts.judge().broken(flight.endedAt(now), trouble);
                announcer.remember(broken, loaded);
                ends.add(broken);
            } else if (mail != null) {
                send(new Sent(flight, one.way()), mail);
            }
        }
    }

    private void send(Sent sent, Mail mail) {
        onTheirWay.put(sent.flight().loaded().job().id(), sent);
        octets += sent.flight().loaded().octets();
        try {
            postman.send(mail, sent.way(), answer -> ended.add(new Ended(sent, answer)));
        } catch (RuntimeException | Error e) {
            parts.troubled(OutboxException.of("a mail can't be handed to its mailer", e));
            ended.add(new Ended(sent, null));
        }
    }

    private long nanosToRest() {
        long nanos = System.nanoTime();
        long most = parts.poll();
        for (Claimed job : backlog) { // a rate may let one go before anything else happens
            long wait = traffic.pause(job.to().domain(), nanos);
            most = wait > 0 ? Math.min(most, wait) : most;
        }
        long left = pause.left(nanos);
        return Math.max(1, left > 0 ? Math.min(left, most) : most);
    }

    private void rest(long nanos) {
        try {
            Ended end = ended.poll(nanos, TimeUnit.NANOSECONDS);
            if (end != null) {
                collect(end);
            }
        } catch (InterruptedException e) {
            stopping = true; // nobody interrupts this thread but who wants it to end
        }
    }
}
