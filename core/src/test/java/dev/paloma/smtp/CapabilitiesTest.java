package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static Capabilities of(String... lines) {
        List<String> all = new ArrayList<>(List.of("mail.example.org"));
        all.addAll(List.of(lines));
        return Capabilities.of(new Reply(250, all), Limits.standard());
    }

    @Test
    void F18_readsOddRepeatedAndLowerCaseLines() {
        Capabilities read = of("auth=plain", "AUTH LOGIN  cram-md5", "Size 1000", "", "x-odd  a\tb", "8bitmime");
        assertThat(read.parameters("AUTH")).containsExactly("PLAIN", "LOGIN", "CRAM-MD5");
        assertThat(read.maximumSize()).hasValue(1000);
        assertThat(read.parameters("X-ODD")).containsExactly("A", "B");
        assertThat(read.has("8BITMIME")).isTrue();
        assertThat(read.has("PIPELINING")).isFalse();
    }

    @Test
    void takesASizeOfNothingForNoLimit() {
        assertThat(of("SIZE").maximumSize()).isEmpty();
        assertThat(of("SIZE 0").maximumSize()).isEmpty();
        assertThat(of("SIZE lots").maximumSize()).isEmpty();
        assertThat(of("SIZE 99999999999999999999").maximumSize()).isEmpty();
    }

    @Test
    void boundsHowManyAreKept() {
        String[] many = new String[1000];
        for (int i = 0; i < many.length; i++) {
            many[i] = "X" + i;
        }
        assertThat(of(many).keywords()).hasSize(Limits.standard().capabilities());
    }
}
