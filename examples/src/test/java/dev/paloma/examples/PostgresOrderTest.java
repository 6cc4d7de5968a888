package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.message.Content;
import dev.paloma.message.Message;
import dev.paloma.outbox.MailQuery;
import dev.paloma.outbox.Outbox;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;

/** The guide's order and its mail, on the server that {@code -Dpaloma.postgres=postgresql://user@host:port/database} names. */
@Tag("postgresql")
@ExtendWith(NoLeaks.class)
final class PostgresOrderTest {
    private final PGSimpleDataSource database = new PGSimpleDataSource();
    private Outbox outbox;

    @BeforeEach
    void open() throws SQLException {
        String[] url = System.getProperty("paloma.postgres")
                .replace("postgresql://", "")
                .split("@", 2);
        database.setUrl("jdbc:postgresql://" + url[1] + "?user=" + url[0] + "&currentSchema=shop");
        run("DROP SCHEMA IF EXISTS shop CASCADE", "CREATE SCHEMA shop", "CREATE TABLE orders (number INTEGER)");
        outbox = Outbox.on(database);
    }

    @AfterEach
    void close() throws SQLException {
        outbox.close();
        run("DROP SCHEMA shop CASCADE");
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private int orders() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM orders")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Content confirmation() {
        return Message.builder()
                .from("shop@example.org")
                .to("bob@example.net")
                .subject("Order 42")
                .text("Thank you")
                .build();
    }

    @Test
    void theMailIsThereWithTheOrder() throws SQLException, InterruptedException {
        String id = Outboxes.order(database, outbox, confirmation());
        assertThat(orders()).isOne();
        List<String> log = new ArrayList<>();
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Outboxes.deliver(outbox, server.url(), log::add);
            assertThat(server.received()).hasSize(1);
        }
        assertThat(log).containsExactly(id + " accepted");
    }

    @Test
    void noOrderNoMail() throws SQLException {
        run("ALTER TABLE orders ADD CHECK (number <> 42)");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Outboxes.order(database, outbox, confirmation()));
        assertThat(orders()).isZero();
        assertThat(outbox.list(MailQuery.all())).isEmpty();
    }
}
