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
    void readsTheLimitsThatAServerSetsItself() {
        Capabilities read = of("LIMITS RCPTMAX=100 mailmax=1 X RCPTDOMAINMAX=999999 RCPTMAX=20");
        assertThat(read.limit("RCPTMAX")).hasValue(20);
        assertThat(read.limit("MailMax")).hasValue(1);
        assertThat(read.limit("RCPTDOMAINMAX")).hasValue(999_999);
        assertThat(read.limit("RCPT")).isEmpty();
    }

    @Test
    void takesALimitThatIsNoneForNone() {
        Capabilities read = of("LIMITS RCPTMAX=0 MAILMAX=1000000 RCPTDOMAINMAX= =5 RCPTMAX=-3 MAILMAX");
        assertThat(read.limit("RCPTMAX")).isEmpty();
        assertThat(read.limit("MAILMAX")).isEmpty();
        assertThat(read.limit("RCPTDOMAINMAX")).isEmpty();
        assertThat(of("SIZE").limit("RCPTMAX")).isEmpty();
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
