package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerNamesTest {
    @ParameterizedTest
    @CsvSource({
        "mail.example.org, mail.example.org, true",
        "MAIL.example.org, mail.EXAMPLE.org, true",
        "mail.example.org, mail.example.org., true",
        "*.example.org, mail.example.org, true",
        "*.example.org, example.org, false",
        "*.example.org, a.mail.example.org, false",
        "*.org, example.org, false",
        "m*.example.org, mail.example.org, false",
        "*.*.org, mail.example.org, false",
        "mail.example.org, mail.example.org.evil.example, false",
        "example.org, mail.example.org, false"
    })
    void matchesNamesAsRfc9525Asks(String pattern, String host, boolean matches) {
        assertThat(ServerNames.matches(pattern, host)).isEqualTo(matches);
    }
}
