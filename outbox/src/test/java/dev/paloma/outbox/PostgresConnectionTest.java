package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.Mailer;
import dev.paloma.testkit.FakeSmtpServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the outbox treats its connections, its own and a pool's. */
class PostgresConnectionTest extends PostgresOutbox {
    private static final String STATE = "SELECT current_setting('enable_seqscan') || current_setting('enable_hashjoin')"
            + " || current_setting('enable_mergejoin') || current_setting('jit')";

    /** Or the server would find out how many there are. */
    private static final String NO_STATISTICS = "DO $$ DECLARE t text; BEGIN FOR t IN SELECT inhrelid::regclass"
            + " FROM pg_inherits WHERE inhparent IN ('outbox_mail'::regclass, 'outbox_recipient'::regclass)"
            + " AND inhrelid::regclass::text NOT LIKE '%pkey%' LOOP"
            + " EXECUTE 'ALTER TABLE ' || t || ' SET (autovacuum_enabled = false)'; END LOOP; END $$";

    @Test
    void plansThatWereMadeWhileItWasEmptyDontReadItAllWhenItIsFull() throws Exception {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(NO_STATISTICS);
        }
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = OutboxWorker.builder(outbox)
                        .route("default", Mailer.builder().server(server.url()))
                        .build()
                        .start()) {
            for (int round = 0; round < 20; round++) {
                submit(10);
                worker.untilEmpty();
            }
            submit(3_000);
            worker.untilEmpty();
        }
        outbox.close(); // its connections tell what they have read when they end
        assertThat(number(
                        "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_user_tables WHERE relname LIKE 'outbox\\_mail%'"
                                + " OR relname LIKE 'outbox\\_recipient%'"))
                .isLessThan(20_000);
    }

    private void submit(int count) {
        List<Outbox.Submission> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(
                    new Outbox.Submission(Letters.mail("m" + i, "r@d" + i % 5 + ".example"), SubmitOptions.standard()));
        }
        outbox.submitAll(some);
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    @Test
    void aPoolGetsItsConnectionsBackAsTheyWere() throws Exception {
        try (Connection pooled = place.connect();
                Statement statement = pooled.createStatement()) {
            pooled.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            statement.execute("SET enable_hashjoin = off");
            String before = text(statement);
            for (boolean autoCommit : new boolean[] {true, false}) {
                pooled.setAutoCommit(autoCommit);
                Database database = new PostgresDatabase(() -> unclosed(pooled), Clock.systemUTC());
                try (Session session = database.open()) {
                    session.begin();
                    session.update("INSERT INTO outbox_submit_key VALUES ('k', 1)");
                    assertThat(pooled.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                    assertThat(text(statement)).isEqualTo("offoffoffoff");
                }
                assertThat(pooled.getAutoCommit()).isEqualTo(autoCommit);
                assertThat(pooled.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
                assertThat(text(statement)).isEqualTo(before);
                assertThat(number("SELECT count(*) FROM outbox_submit_key")).isZero();
                if (!autoCommit) {
                    pooled.rollback();
                }
            }
        }
    }

    @Test
    void ofSeveralHostsTheOneThatIsThereIsTaken() throws Exception {
        String url = ((PostgresPlace) place).url();
        int host = Math.max(url.indexOf('@') + 1, "postgresql://".length());
        String several = url.substring(0, host) + "127.0.0.1:1," + url.substring(host);
        try (Outbox other = Outbox.open(several)) {
            assertThat(other.list(MailQuery.all())).isEmpty();
        }
    }

    @Test
    void aServerThatDoesntAnswerIsGivenUpAndTheUrlMaySayWhen() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url =
                    "postgresql://me@127.0.0.1:" + silent.getLocalPort() + "/mail?connectTimeout=1&socketTimeout=1";
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> Outbox.open(url))
                    .withMessageContaining("can't be opened");
        }
        try (Session session = OutboxUrl.database(((PostgresPlace) place).url(), Clock.systemUTC())
                .open()) {
            assertThat(session.connection().getNetworkTimeout()).isEqualTo(300_000);
        }
    }

    private static String text(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(STATE)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    /** As a pool does: it isn't really closed. */
    private static Connection unclosed(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                PostgresConnectionTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
