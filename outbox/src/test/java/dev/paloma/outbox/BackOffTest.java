package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
    @Test
    void aMailNeverWaitsLongerThanTheLimitAndNeverLessThanItsTurn() {
        BackOff backOff = BackOff.of(Duration.ofMinutes(5), Duration.ofMinutes(30));
        for (int i = 0; i < 1000; i++) {
            assertThat(Duration.ofMillis(backOff.delay(0))).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(375));
            assertThat(Duration.ofMillis(backOff.delay(2))).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(25));
            assertThat(Duration.ofMillis(backOff.delay(3))).isEqualTo(Duration.ofMinutes(30));
        }
    }
}
