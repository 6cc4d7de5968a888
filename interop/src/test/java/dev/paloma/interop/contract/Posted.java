package dev.paloma.interop.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.paloma.message.Content;
import dev.paloma.message.Form;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Sink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** A mail that was handed over, and what is known of it. Safe for use by one thread. */
final class Posted {
    private static final int SHOWN = 40;

    final String row;
    final String digest;
    private final Mail mail;
    private final Form form;
    private final Set<String> accepted;
    private final Set<String> stored = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    /** Digests as a store must have it. */
    Posted(String row, Mail mail, Subject subject, Set<String> accepted) {
        this.row = row;
        this.mail = mail;
        this.form = mail.content().form(subject.form());
        this.accepted = accepted;
        Fingerprint print = new Fingerprint();
        write(print);
        digest = subject.keepsEightBit() || !print.hasEightBit() ? print.exact() : print.blind();
    }

    private void write(OutputStream out) {
        Sink sink = Sink.to(out);
        try {
            mail.content().writeTo(sink, form);
            sink.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String id() {
        return Objects.toString(content().messageId(), "no Message-ID");
    }

    private Content content() {
        return mail.content();
    }

    /** One of the copies that the store has of it. */
    void stored(Copy copy) {
        for (String recipient : copy.told().recipients()) {
            if (!accepted.contains(recipient)) {
                faults.add(id() + " is stored for " + recipient + ", who wasn't reported as accepted");
            } else if (!stored.add(recipient)) {
                faults.add(id() + " is stored twice for " + recipient);
            }
        }
        Mailbox sender = mail.envelope().sender();
        String told = copy.told().sender();
        if (told != null && !told.equals(sender == null ? "" : Copy.plain(sender.address()))) {
            faults.add(id() + " is stored as from " + told);
        }
        String wished = mail.envelope().options().envelopeId();
        boolean kept = copy.told().all().toUpperCase(Locale.ROOT).contains("ENVID");
        if (wished != null && kept && !copy.told().all().contains(wished)) {
            faults.add(id() + " is stored with another ENVID: " + copy.told().all());
        }
    }

    boolean isComplete() {
        return stored.containsAll(accepted);
    }

    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        Set<String> missing = new TreeSet<>(accepted);
        missing.removeAll(stored);
        if (!missing.isEmpty()) {
            all.add(id() + " was accepted and isn't stored for " + missing);
        }
        return all;
    }

    /** A copy with its Message-ID and other octets. */
    void changed(Copy copy) throws IOException {
        stored.addAll(copy.told().recipients());
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        write(octets);
        String sent = octets.toString(ISO_8859_1).replace("\r\n", "\n");
        String read = new String(Files.readAllBytes(copy.file()), ISO_8859_1)
                .substring(copy.start())
                .replace("\r\n", "\n");
        int at = 0;
        while (at < Math.min(sent.length(), read.length()) && sent.charAt(at) == read.charAt(at)) {
            at++;
        }
        faults.add(id() + " differs at octet " + at + " of " + sent.length() + ": sent " + shown(sent, at) + ", stored "
                + shown(read, at) + " in " + copy.file());
    }

    private static String shown(String text, int at) {
        StringBuilder shown = new StringBuilder("'");
        for (int i = at; i < Math.min(text.length(), at + SHOWN); i++) {
            char c = text.charAt(i);
            shown.append(c >= ' ' && c <= '~' ? String.valueOf(c) : String.format("\\x%02x", (int) c));
        }
        return shown.append('\'').toString();
    }
}
