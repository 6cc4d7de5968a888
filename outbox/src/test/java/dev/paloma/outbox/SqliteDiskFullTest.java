package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.testkit.NoLeaks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
class SqliteDiskFullTest {
    @TempDir
    Path folder;

    /** A file that mustn't grow over so many pages: SQLite says then that the disk is full. */
    private static Connection limited(Database database, int pages) throws SQLException {
        Connection connection = database.connection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
        return connection;
    }

    @Test
    void F68_aFullDiskIsSaidAndWhatHadAnIdIsThereAndWithRoomItGoesOn() {
        SqlitePlace place = new SqlitePlace(folder);
        AtomicInteger pages = new AtomicInteger(100);
        Database plain = place.database(Clock.systemUTC(), Hook.NONE);
        Database small = new SqliteDatabase(() -> limited(plain, pages.get()), Clock.systemUTC());
        List<String> ids = new ArrayList<>();
        try (Outbox outbox = new Outbox(small)) {
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            ids.add(outbox.submit(Letters.mail("m" + i, "bob@example.net"), SubmitOptions.standard())
                                    .id());
                        }
                    })
                    .withMessageContaining("full");
            assertThat(ids).isNotEmpty();
            assertThat(outbox.list(MailQuery.all().withLimit(10_000)))
                    .extracting(MailStatus::id)
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
        pages.set(100_000);
        try (Outbox outbox = new Outbox(small)) {
            assertThat(outbox.submit(Letters.mail("after", "bob@example.net"), SubmitOptions.standard())
                            .id())
                    .isNotIn(ids);
        }
    }
}
