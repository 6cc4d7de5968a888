package dev.paloma.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tokens of many logins at once: each refused one is replaced once. */
class CurrentTokenTest {
    private final AtomicInteger fetched = new AtomicInteger();

    /** Whether it keeps what it fetched is its own affair; this one doesn't. */
    private String forgetful(boolean refresh) {
        return refresh ? "token-" + fetched.incrementAndGet() : "token-0";
    }

    @Test
    void manyWhoAreRefusedTheSameTokenGetOneNewOne() throws Exception {
        int logins = 32;
        Credentials credentials = Credentials.of("ann", this::forgetful);
        CyclicBarrier together = new CyclicBarrier(logins);
        ExecutorService threads = Executors.newFixedThreadPool(logins);
        try {
            List<Future<String>> tokens = new ArrayList<>();
            for (int i = 0; i < logins; i++) {
                tokens.add(threads.submit(() -> {
                    Credentials refused = credentials.current();
                    together.await(20, TimeUnit.SECONDS);
                    return refused.renewed().orElseThrow().password();
                }));
            }
            for (Future<String> token : tokens) {
                assertThat(token.get(20, TimeUnit.SECONDS)).isEqualTo("token-1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(fetched).hasValue(1);
        assertThat(credentials.current().password())
                .as("what is known to be refused isn't tried again")
                .isEqualTo("token-1");
    }

    @Test
    void aNewTokenThatIsRefusedInItsTurnIsReplacedToo() throws Exception {
        Credentials credentials = Credentials.of("ann", this::forgetful);
        Credentials first = credentials.current().renewed().orElseThrow();
        assertThat(first.renewed().orElseThrow().password()).isEqualTo("token-2");
        Credentials next = credentials.current();
        assertThat(next.renewed().orElseThrow().password()).isNotIn(next.password(), "token-1", "token-2");
    }

    @Test
    void sameTokenAgainIsNoNewOne() throws Exception {
        assertThat(Credentials.of("ann", refresh -> "same").current().renewed()).isEmpty();
        assertThat(Credentials.of("ann", "password").current().renewed()).isEmpty();
    }

    @Test
    void failureIsToldAndTheNextOneTriesAgain() throws Exception {
        Credentials credentials = Credentials.of("ann", refresh -> {
            if (refresh && fetched.incrementAndGet() == 1) {
                throw new IOException("login.example.org doesn't answer");
            }
            return refresh ? "new" : "old";
        });
        assertThatThrownBy(() -> credentials.current().renewed())
                .isInstanceOfSatisfying(
                        SaslException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("no access token: login.example.org doesn't answer");
        assertThat(credentials.current().renewed().orElseThrow().password()).isEqualTo("new");
    }

    @Test
    void badTokensAreRefusedInWords() {
        assertThatThrownBy(() -> Credentials.of("ann", refresh -> "").current()).hasMessageContaining("gave none");
        assertThatThrownBy(() -> Credentials.of("ann", refresh -> "canary\0").current())
                .isInstanceOf(SaslException.class)
                .hasMessageContaining("the access token holds a NUL")
                .message()
                .doesNotContain("canary");
        assertThatThrownBy(() -> Credentials.of("ann", refresh -> {
                            throw new IllegalStateException();
                        })
                        .current())
                .isInstanceOf(SaslException.class)
                .hasMessageContaining("IllegalStateException");
    }

    /** Whoever is interrupted while it fetches mustn't make those who wait for it fail. */
    @Test
    void anInterruptedFetchIsTakenOverByWhoeverWaits() throws Exception {
        CountDownLatch fetching = new CountDownLatch(1);
        Credentials credentials = Credentials.of("ann", refresh -> {
            if (refresh && fetched.incrementAndGet() == 1) {
                fetching.countDown();
                new CountDownLatch(1).await();
            }
            return refresh ? "new" : "old";
        });
        Credentials refused = credentials.current();
        AtomicReference<String> told = new AtomicReference<>();
        Thread first = new Thread(() -> {
            try {
                refused.renewed();
            } catch (SaslException e) {
                told.set(Thread.currentThread().isInterrupted() ? "interrupted" : e.getMessage());
            }
        });
        first.start();
        assertThat(fetching.await(20, TimeUnit.SECONDS)).isTrue();
        AtomicReference<String> token = new AtomicReference<>();
        Thread second = new Thread(() -> {
            try {
                token.set(refused.renewed().orElseThrow().password());
            } catch (SaslException e) {
                token.set(e.getMessage());
            }
        });
        second.start();
        while (second.getState() != Thread.State.WAITING) { // until it waits for the first
            Thread.onSpinWait();
        }
        first.interrupt();
        first.join(20_000);
        second.join(20_000);
        assertThat(told).hasValue("interrupted");
        assertThat(token).hasValue("new");
    }
}
