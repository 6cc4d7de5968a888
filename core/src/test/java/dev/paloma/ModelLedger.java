package dev.paloma;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What the servers of a batch took and refused, as they themselves know it. Safe for use by several threads. */
final class ModelLedger {
    private final Collection<Entry> entries = new ConcurrentLinkedQueue<>();
    private final Collection<String> violations = new ConcurrentLinkedQueue<>();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final AtomicLong steps = new AtomicLong();

    /** How far a reply went. */
    enum Written {
        NOT,
        PERHAPS,
        WHOLE
    }

    /** The decision about one content: the server has it, or not, from the moment it decided. */
    static final class Entry {
        final String token;
        final List<String> recipients;
        final int code;
        /** A reset that this server ignored left other mails' recipients standing. */
        final boolean muddled;

        final byte[] content;
        volatile Written written = Written.NOT;
        /** The connection ended in a way that may have destroyed replies which the client hadn't read. */
        volatile boolean lossy;

        Entry(String token, List<String> recipients, int code, boolean muddled, byte[] content) {
            this.token = token;
            this.recipients = List.copyOf(recipients);
            this.code = code;
            this.muddled = muddled;
            this.content = content;
        }

        boolean isTaken() {
            return code < 300;
        }

        @Override
        public String toString() {
            return token + " for " + recipients + ": " + code + ", reply written " + written
                    + (lossy ? ", perhaps destroyed by a reset" : "")
                    + (muddled ? ", after an ignored RSET" : "");
        }
    }

    void step() {
        steps.incrementAndGet();
    }

    long steps() {
        return steps.get();
    }

    void decided(Entry entry) {
        entries.add(entry);
    }

    /** A code that speaks of this: a mail's token, a recipient's address, or anybody who came: the empty string. */
    void said(String of, int code) {
        said.add(of + ' ' + code);
    }

    boolean hasSaid(String of, int code) {
        return said.contains(of + ' ' + code);
    }

    /** The client did what it mustn't. */
    void violated(String what) {
        violations.add(what);
    }

    List<String> violations() {
        return new ArrayList<>(violations);
    }

    List<Entry> of(String token) {
        return entries.stream().filter(entry -> entry.token.equals(token)).toList();
    }

    List<Entry> all() {
        return List.copyOf(entries);
    }
}
