package dev.paloma.outbox;

import dev.paloma.message.Content;
import dev.paloma.message.Form;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Takes mails over. A small mail's content goes with it in one transaction; a large one is brought before in
 * transactions of its own, so that nobody waits for it, and its mail comes last.
 */
final class HandingOver {
    private static final String WHAT = "the mail was not taken over";
    private static final long ABOUT_A_ROW = 500;

    private final Writers writers;
    private final Readers readers;

    HandingOver(Writers writers, Readers readers) {
        this.writers = writers;
        this.readers = readers;
    }

    CompletableFuture<Submissions.Inserted> submit(Draft draft) {
        String key = draft.options().key();
        if (key != null && isLarge(draft)) {
            long known = readers.read(WHAT, session -> session.number(-1, Submissions.BY_KEY, key));
            if (known >= 0) {
                return CompletableFuture.completedFuture(new Submissions.Inserted(known, true));
            }
        }
        Body body = body(draft.mail().content());
        return writers.later(octets(draft, body), session -> Submissions.insert(session, draft, body));
    }

    /** All or none. */
    List<Submissions.Inserted> submitAll(List<Draft> drafts) {
        IdentityHashMap<Content, Body> once = new IdentityHashMap<>();
        long octets = 0;
        for (Draft draft : drafts) {
            Body body = once.computeIfAbsent(draft.mail().content(), this::body);
            octets += octets(draft, body);
        }
        return writers.write(WHAT, octets, session -> insertAll(session, drafts, once));
    }

    /** In somebody else's transaction: content of any size with it. */
    Submissions.Inserted submit(Session session, Draft draft) throws SQLException {
        if (!isLarge(draft)) {
            return Submissions.insert(session, draft, inMemory(draft.mail().content()));
        }
        long id = session.id();
        session.update(Submissions.UPLOAD, id, session.database().now());
        Body body = upload(draft.mail().content(), id, (number, octets) -> {
            try {
                session.update(Submissions.CHUNK, id, number, octets);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        });
        return Submissions.insert(session, draft, body);
    }

    private static List<Submissions.Inserted> insertAll(
            Session session, List<Draft> drafts, IdentityHashMap<Content, Body> bodies) throws SQLException {
        IdentityHashMap<Content, Long> owners = new IdentityHashMap<>();
        List<Submissions.Inserted> inserted = new ArrayList<>();
        session.expect(drafts.size());
        for (Draft draft : drafts) {
            Content content = draft.mail().content();
            Body body = bodies.get(content);
            Long owner = owners.get(content);
            if (body == null) {
                throw new IllegalStateException("content that wasn't read");
            }
            Submissions.Inserted one =
                    Submissions.insert(session, draft, owner == null ? body : body.sharedWith(owner));
            if (!one.duplicate()) {
                owners.putIfAbsent(content, one.mail());
            }
            inserted.add(one);
        }
        return inserted;
    }

    private static long octets(Draft draft, Body body) {
        return (body.octets() == null ? 0 : body.octets().length)
                + ABOUT_A_ROW * (1 + draft.mail().envelope().recipients().size());
    }

    private static boolean isLarge(Draft draft) {
        Content content = draft.mail().content();
        long size = content.size(ChunkSink.form(content));
        return size < 0 || size > ChunkSink.LARGEST;
    }

    private Body body(Content content) {
        long size = content.size(ChunkSink.form(content));
        if (size >= 0 && size <= ChunkSink.LARGEST) {
            return inMemory(content);
        }
        long id = writers.write(WHAT, ABOUT_A_ROW, session -> {
            long next = session.id();
            session.update(Submissions.UPLOAD, next, session.database().now());
            return next;
        });
        return upload(
                content,
                id,
                (number, octets) -> writers.write(
                        WHAT, octets.length, session -> session.update(Submissions.CHUNK, id, number, octets)));
    }

    private static Body inMemory(Content content) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<byte[]> chunks = new ArrayList<>(1);
        Form form = ChunkSink.form(content);
        write(content, form, new ChunkSink(content.size(form), (number, octets) -> chunks.add(octets)));
        if (chunks.size() == 1) {
            return Body.of(chunks.get(0));
        }
        chunks.forEach(all::writeBytes);
        return Body.of(all.toByteArray());
    }

    private static Body upload(Content content, long id, ChunkSink.Taker taker) {
        ChunkSink sink = new ChunkSink(-1, taker);
        write(content, ChunkSink.form(content), sink);
        return Body.uploaded(id, sink.size());
    }

    private static void write(Content content, Form form, ChunkSink sink) {
        try {
            content.writeTo(sink, form);
            sink.flush();
        } catch (IOException e) {
            throw OutboxException.of("the mail was not taken over, its content can't be read", e);
        }
    }
}
