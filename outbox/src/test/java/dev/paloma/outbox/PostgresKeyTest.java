package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Keys that others have at the same time. */
class PostgresKeyTest extends PostgresOutbox {
    private static SubmitOptions key(String key) {
        return SubmitOptions.standard().withKey(key);
    }

    @Test
    void aKeyThatIsPurgedInTheMiddleOfASubmitMakesANewMail() throws Exception {
        String first =
                outbox.submit(Letters.mail("one", "bob@example.net"), key("k")).id();
        outbox.cancel(first);
        AtomicBoolean purged = new AtomicBoolean();
        try (Connection real = place.connect()) {
            real.setAutoCommit(false);
            Connection purging = before(real, "SELECT mail FROM outbox_submit_key", () -> {
                if (!purged.getAndSet(true)) {
                    assertThat(outbox.purge(first)).isTrue();
                }
            });
            Outbox.Submitted second = outbox.submit(purging, Letters.mail("two", "bob@example.net"), key("k"));
            real.commit();
            assertThat(purged).isTrue();
            assertThat(second.duplicate()).isFalse();
            assertThat(outbox.show(second.id())).isPresent();
        }
    }

    @Test
    void aMailThatASubmitWasToldOfStaysUntilThatCommits() throws Exception {
        String first =
                outbox.submit(Letters.mail("one", "bob@example.net"), key("k")).id();
        outbox.cancel(first);
        try (Connection connection = place.connect()) {
            connection.setAutoCommit(false);
            assertThat(outbox.submit(connection, Letters.mail("two", "bob@example.net"), key("k")))
                    .isEqualTo(new Outbox.Submitted(first, true));
            CompletableFuture<Boolean> purge = CompletableFuture.supplyAsync(() -> outbox.purge(first));
            await().until(() -> PrivatePostgres.isWaiting(place));
            assertThat(outbox.show(first)).isPresent();
            connection.commit();
            assertThat(purge.get()).isTrue();
        }
    }

    @Test
    void keysInATransactionOfTheApplicationsHoldNobodyElseUp() throws Exception {
        List<CompletableFuture<Outbox.Submitted>> same = new ArrayList<>();
        List<Outbox.Submitted> first = new ArrayList<>();
        try (Connection application = place.connect()) {
            application.setAutoCommit(false);
            for (int i = 0; i < 8; i++) {
                first.add(outbox.submit(application, Letters.mail("a" + i, "bob@example.net"), key("k" + i)));
            }
            for (int i = 0; i < 8; i++) {
                same.add(outbox.submitAsync(Letters.mail("b" + i, "bob@example.net"), key("k" + i)));
            }
            await().until(() -> PrivatePostgres.isWaiting(place));
            for (int i = 0; i < 20; i++) {
                CompletableFuture<Outbox.Submitted> other =
                        outbox.submitAsync(Letters.mail("c" + i, "bob@example.net"), SubmitOptions.standard());
                await().atMost(Duration.ofSeconds(8)).until(other::isDone);
            }
            assertThat(same).noneMatch(CompletableFuture::isDone);
            application.commit();
        }
        for (int i = 0; i < 8; i++) {
            assertThat(same.get(i).get())
                    .isEqualTo(new Outbox.Submitted(first.get(i).id(), true));
        }
    }

    /** A connection on which something happens before a statement that begins so. */
    private static Connection before(Connection real, String sql, Runnable what) {
        return (Connection) Proxy.newProxyInstance(
                PostgresKeyTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && String.valueOf(arguments[0]).startsWith(sql)) {
                        what.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
