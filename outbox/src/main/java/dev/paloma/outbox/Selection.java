package dev.paloma.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query as SQL: what stands behind WHERE, for mails named m, and its parameters. */
final class Selection {
    private static final String LEASED = "SELECT j.mail FROM outbox_job j WHERE j.worker IS NOT NULL";

    private final StringBuilder where = new StringBuilder("1 = 1");
    private final List<Object> parameters = new ArrayList<>();

    private Selection() {}

    static Selection of(MailQuery query, long now) {
        Selection selection = new Selection();
        selection.state(query.state());
        selection.and("EXISTS (SELECT 1 FROM outbox_recipient r WHERE r.mail = m.id AND r.domain = ?)", query.domain());
        selection.and(
                "EXISTS (SELECT 1 FROM outbox_recipient r WHERE r.mail = m.id AND r.address = ?)", query.recipient());
        selection.and("replace(m.tags, ?, '') <> m.tags", query.tag() == null ? null : " " + query.tag() + " ");
        Duration age = query.age();
        selection.and("m.submitted <= ?", age == null ? null : now - age.toMillis());
        selection.and("m.id < ?", query.before() == null ? null : MailId.parse(query.before()));
        return selection;
    }

    private void state(@Nullable MailState state) {
        if (state == MailState.SENDING) {
            where.append(" AND m.id IN (").append(LEASED).append(')');
        } else if (state != null) {
            and("m.state = ?", state.number());
            if (state == MailState.QUEUED) {
                where.append(" AND m.id NOT IN (").append(LEASED).append(')');
            }
        }
    }

    private void and(String condition, @Nullable Object parameter) {
        if (parameter != null) {
            where.append(" AND ").append(condition);
            parameters.add(parameter);
        }
    }

    String where() {
        return where.toString();
    }

    /** Its own, and these behind them. */
    Object[] parameters(Object... more) {
        List<Object> all = new ArrayList<>(parameters);
        all.addAll(List.of(more));
        return all.toArray();
    }
}
