package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class IdentityTest {
    private final Identity own = Identity.own();

    @BeforeEach
    void onlyLinuxTells() {
        assumeThat(own.place()).isNotEmpty();
    }

    @Test
    void aProcessIsKnownByTheTickAtWhichItStartedWhichNoClockChanges() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        assertThat(stat.split(" ")).contains(Long.toString(own.pidStarted()));
        assertThat(own.isGone()).isFalse();
        assertThat(startedAt(own.pidStarted() + 1).isGone()).isTrue();
    }

    @Test
    void whereItIsntKnownWhenItStartedItIsntGone() {
        assertThat(startedAt(0).isGone()).isFalse();
    }

    private Identity startedAt(long ticks) {
        return new Identity(own.name(), own.place(), own.pid(), ticks);
    }
}
