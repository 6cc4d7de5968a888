package dev.paloma.outbox;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * How many mails one claim takes, in all and for each domain. What can't begin now, because its domain is slow, at its
 * limit or not known yet, doesn't keep others from being claimed. Used once.
 */
final class Rooms {
    private final Traffic traffic;
    private final long nanos;
    private final long then;
    private final int backlog;
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Map<String, Integer> rooms = new HashMap<>();
    private final Map<Traffic.Kind, Integer> kinds = new EnumMap<>(Traffic.Kind.class);

    /**
     * @param backlog what was claimed before and waits
     * @param nanos now
     * @param then when the next claim comes at the latest
     */
    Rooms(Traffic traffic, Collection<Claimed> backlog, long nanos, long then) {
        this.traffic = traffic;
        this.nanos = nanos;
        this.then = then;
        this.backlog = backlog.size();
        for (Claimed job : backlog) {
            String domain = job.to().domain();
            waiting.merge(domain, 1, Integer::sum);
            kinds.merge(traffic.kind(domain, nanos), 1, Integer::sum);
        }
    }

    /** In all; 0 while there is enough at hand. */
    int most() {
        int capacity = traffic.capacity();
        int able = kinds.getOrDefault(Traffic.Kind.NOTHING, 0);
        return able * 2 >= capacity ? 0 : Math.max(0, Math.min(capacity - able, 2 * capacity - backlog));
    }

    int of(String domain) {
        return rooms.computeIfAbsent(domain, this::room);
    }

    private int room(String domain) {
        int room = Math.max(0, traffic.room(domain, nanos, then) - waiting.getOrDefault(domain, 0));
        Traffic.Kind kind = traffic.kind(domain, nanos);
        if (kind == Traffic.Kind.SLOW || kind == Traffic.Kind.NOT_KNOWN_YET) {
            int all = kind == Traffic.Kind.SLOW ? traffic.slowRoom() : traffic.capacity() / 2;
            int least = traffic.isNew(domain) ? Math.min(1, room) : 0; // or newcomers would wait for those before them
            room = Math.max(least, Math.min(room, all - kinds.getOrDefault(kind, 0)));
            kinds.merge(kind, room, Integer::sum);
        }
        return room;
    }
}
