package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What several people do to the same mail at the same time. */
class PostgresOperationsTest extends PostgresOutbox {
    private String id;
    private long number;

    /** A mail that was refused. */
    @BeforeEach
    void refused() throws SQLException {
        id = outbox.submit(Letters.mail("one", "bob@example.net"), SubmitOptions.standard())
                .id();
        number = MailId.parse(id);
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM outbox_job");
            statement.execute("UPDATE outbox_recipient SET state = 4");
            statement.execute("UPDATE outbox_mail SET state = 4");
        }
    }

    @Test
    void aSecondRetryLeavesAloneWhatHasBegunMeanwhile() throws Exception {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Session first = new Session(connection, outbox.database());
            assertThat(Operations.RETRY.run(first, List.of(number))).isEqualTo(1);
            statement.execute("UPDATE outbox_job SET state = 3, worker = 1, began = 1, attempts = 1");
            CompletableFuture<Boolean> second = CompletableFuture.supplyAsync(() -> outbox.retry(id));
            await().until(() -> PrivatePostgres.isWaiting(place));
            connection.commit();
            assertThat(second.get()).isFalse();
        }
        assertThat(outbox.show(id).orElseThrow().state()).isEqualTo(MailState.SENDING);
    }

    @Test
    void whatIsRetriedIsntPurged() throws Exception {
        try (Connection connection = place.connect()) {
            connection.setAutoCommit(false);
            assertThat(Operations.RETRY.run(new Session(connection, outbox.database()), List.of(number)))
                    .isEqualTo(1);
            CompletableFuture<Boolean> purge = CompletableFuture.supplyAsync(() -> outbox.purge(id));
            await().until(() -> PrivatePostgres.isWaiting(place));
            connection.commit();
            assertThat(purge.get()).isFalse();
        }
        assertThat(outbox.show(id).orElseThrow().state()).isEqualTo(MailState.QUEUED);
    }

    @Test
    void whatIsPurgedIsntRetried() throws Exception {
        try (Connection connection = place.connect()) {
            connection.setAutoCommit(false);
            assertThat(Operations.PURGE.run(new Session(connection, outbox.database()), List.of(number)))
                    .isEqualTo(1);
            CompletableFuture<Boolean> retry = CompletableFuture.supplyAsync(() -> outbox.retry(id));
            await().until(() -> PrivatePostgres.isWaiting(place));
            connection.commit();
            assertThat(retry.get()).isFalse();
        }
        assertThat(outbox.list(MailQuery.all())).isEmpty();
    }
}
