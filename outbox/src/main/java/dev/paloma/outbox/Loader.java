package dev.paloma.outbox;

import dev.paloma.message.Content;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what jobs need to be sent, many at a time. */
final class Loader {
    /** Jobs that are asked for at a time; the statement is the same for fewer. */
    private static final int GROUP = 32;
    /** Above this, content is copied to a temporary file when its turn comes; about so much of it is in memory. */
    private static final int SPOOLED = 1 << 20;

    private static final String MAILS =
            "SELECT id, sender, options, expires, content, size, message_id FROM outbox_mail" + " WHERE id IN ("
                    + places("?") + ")";
    private static final String RECIPIENTS = "SELECT job, number, address, dsn FROM outbox_recipient WHERE state = 6"
            + " AND (mail, job) IN (VALUES " + places("(?, ?)") + ") ORDER BY job, number";
    private static final String CONTENTS =
            "SELECT content, octets FROM outbox_content_chunk WHERE number = 0 AND content IN (" + places("?") + ")";

    private final Readers readers;

    Loader(Readers readers) {
        this.readers = readers;
    }

    private static String places(String one) {
        return String.join(", ", Collections.nCopies(GROUP, one));
    }

    private record MailRow(
            String sender,
            String options,
            long expires,
            long content,
            long size,
            @Nullable String messageId) {}

    private record RecipientRow(
            int number, String address, @Nullable String dsn) {}

    /** What was found of a group of jobs. */
    private record Found(
            Map<Long, MailRow> mails, Map<Long, List<RecipientRow>> recipients, Map<Long, byte[]> contents) {}

    List<Loaded> load(List<Claimed> jobs) {
        List<Loaded> loaded = new ArrayList<>();
        for (int from = 0; from < jobs.size(); from += GROUP) {
            List<Claimed> group = jobs.subList(from, Math.min(jobs.size(), from + GROUP));
            Found found = readers.read("waiting mails can't be read", session -> find(session, group));
            group.forEach(job -> loaded.add(loaded(job, found)));
        }
        return loaded;
    }

    private static Found find(Session session, List<Claimed> jobs) throws SQLException {
        Found found = new Found(new HashMap<>(), new HashMap<>(), new HashMap<>());
        Object[] mails =
                padded(jobs.stream().map(job -> List.of((Object) job.mail())).toList());
        try (ResultSet row = session.query(MAILS, mails)) {
            while (row.next()) {
                found.mails.put(
                        row.getLong(1),
                        new MailRow(
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getString(7)));
            }
        }
        Object[] pairs = padded(
                jobs.stream().map(job -> List.<Object>of(job.mail(), job.id())).toList());
        try (ResultSet row = session.query(RECIPIENTS, pairs)) {
            while (row.next()) {
                found.recipients
                        .computeIfAbsent(row.getLong(1), job -> new ArrayList<>(1))
                        .add(new RecipientRow(row.getInt(2), row.getString(3), row.getString(4)));
            }
        }
        contents(session, found);
        return found;
    }

    private static void contents(Session session, Found found) throws SQLException {
        List<List<Object>> small = found.mails.values().stream()
                .filter(mail -> mail.size <= ChunkSink.LARGEST)
                .map(MailRow::content)
                .distinct()
                .map(content -> List.of((Object) content))
                .toList();
        if (!small.isEmpty()) {
            try (ResultSet row = session.query(CONTENTS, padded(small))) {
                while (row.next()) {
                    found.contents.put(row.getLong(1), row.getBytes(2));
                }
            }
        }
    }

    /** As many as the statement has places for: the last one repeated. */
    private static Object[] padded(List<List<Object>> rows) {
        List<List<Object>> all = new ArrayList<>(rows);
        while (all.size() < GROUP) {
            all.add(rows.get(rows.size() - 1));
        }
        return all.stream().flatMap(Collection::stream).toArray();
    }

    private Loaded loaded(Claimed job, Found found) {
        MailRow row = found.mails.get(job.mail());
        List<RecipientRow> recipients = found.recipients.getOrDefault(job.id(), List.of());
        List<Integer> numbers = recipients.stream().map(RecipientRow::number).toList();
        try {
            if (row == null || recipients.isEmpty()) {
                throw new OutboxException("its rows are missing");
            }
            Mail mail = new Mail(envelope(row, recipients), content(row, found.contents.get(row.content)));
            long octets = 2000 + Math.min(row.size, SPOOLED);
            return new Loaded(job, mail, numbers, row.expires, octets, row.messageId, null);
        } catch (IOException e) { // the database's trouble, or the temporary folder's
            return new Loaded(job, null, numbers, row == null ? 0 : row.expires, 0, null, trouble(e, true));
        } catch (RuntimeException e) {
            return new Loaded(job, null, numbers, row == null ? 0 : row.expires, 0, null, trouble(e, false));
        }
    }

    private static Loaded.Trouble trouble(Exception e, boolean passes) {
        return new Loaded.Trouble("the mail can't be put together: " + e.getMessage(), passes);
    }

    private static Envelope envelope(MailRow row, List<RecipientRow> recipients) {
        Map<Mailbox, DsnRequest> requests = new LinkedHashMap<>();
        List<Mailbox> to = new ArrayList<>(recipients.size());
        for (RecipientRow recipient : recipients) {
            Mailbox mailbox = Mailbox.parse(recipient.address);
            to.add(mailbox);
            if (recipient.dsn != null) {
                requests.put(mailbox, DsnRequest.parse(recipient.dsn));
            }
        }
        Envelope envelope = Envelope.of(row.sender.isEmpty() ? null : Mailbox.parse(row.sender), to);
        DeliveryOptions options = Wishes.parse(row.options);
        envelope = row.options.isEmpty() ? envelope : envelope.with(options);
        return requests.isEmpty() ? envelope : envelope.withDsn(requests::get);
    }

    private Content content(MailRow row, byte @Nullable [] octets) throws IOException {
        if (octets != null) {
            return Content.of(octets);
        }
        if (row.size <= ChunkSink.LARGEST) {
            throw new OutboxException("its content is missing");
        }
        try (StoredContent stream = new StoredContent(readers, row.content)) {
            return Content.of(stream);
        }
    }
}
