package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTest {
    private static SmtpSettings settings(String url) {
        return Server.parse(url).settings("client.example.org", SmtpSettings.Timing.standard());
    }

    @ParameterizedTest
    @CsvSource({
        "mail.example.org, mail.example.org:25",
        "mail.example.org:587, mail.example.org:587",
        "192.0.2.1, 192.0.2.1:25",
        "2130706433, 127.0.0.1:25",
        "3221225985:2525, 192.0.2.1:2525",
        "::1, [::1]:25",
        "2001:db8::25, [2001:db8::25]:25",
        "[::1]:2525, [::1]:2525",
        "smtp://mail.example.org, mail.example.org:25",
        "SMTP://mail.example.org/, mail.example.org:25",
        "smtps://mail.example.org, mail.example.org:465",
        "smtp://user:p%40ss@mail.example.org:587?tls=required, mail.example.org:587",
        "smtp://a@b@mail.example.org, mail.example.org:25",
        "smtp://straße.example, xn--strae-oqa.example:25",
        "smtp://mail_server:25, mail_server:25",
        "maildir:/var/mail/x, maildir:/var/mail/x"
    })
    void A1_readsEveryForm(String text, String shown) {
        assertThat(Server.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maildir:/a%00b", "maildir:/a%0Ab", "maildir:///a%1B[1mb"})
    void refusesControlCharactersInAMaildirsPath(String url) {
        assertThatThrownBy(() -> Server.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("control character")
                .message()
                .matches(message -> message.chars().noneMatch(Character::isISOControl));
    }

    /** A slash forgotten: the password must not become the name of a user, which is shown. */
    @Test
    void takesASchemeOnlyWhereItBegins() {
        assertThatThrownBy(() -> Server.parse("smtp:/ann:x://s3cret@mail.example.org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'…@mail.example.org' isn't a host name");
    }

    @Test
    void refusesANameOfAnyLengthWithoutUsingUpTheStack() {
        assertThatThrownBy(() -> Server.parse("smtp://" + "a.".repeat(100_000) + "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("253");
        assertThat(Server.parse("a.".repeat(126) + "b.").host()).hasSize(254);
    }

    @Test
    void requiresTlsOffThisMachineOnly() {
        assertThat(settings("smtp://mail.example.org").tls().mode()).isEqualTo(TlsPolicy.Mode.REQUIRED);
        assertThat(settings("smtp://127.0.0.1").tls().mode()).isEqualTo(TlsPolicy.Mode.OPPORTUNISTIC);
        assertThat(settings("smtp://[::1]").tls().mode()).isEqualTo(TlsPolicy.Mode.OPPORTUNISTIC);
        assertThat(settings("smtp://127.evil.example").tls().mode()).isEqualTo(TlsPolicy.Mode.REQUIRED);
        assertThat(settings("smtp://mail.example.org?tls=none").tls().mode()).isEqualTo(TlsPolicy.Mode.NONE);
        assertThat(settings("smtps://mail.example.org?tls=required").tls().mode())
                .isEqualTo(TlsPolicy.Mode.IMPLICIT);
    }

    @Test
    void readsOptions() {
        SmtpSettings read = settings(
                "smtp://ann:s@mail.example.org?client=me.example.org&connect=10s&timeout=60s&auth=LOGIN,plain");
        assertThat(read.clientName()).isEqualTo("me.example.org");
        assertThat(read.timing().timeouts().of(Stage.CONNECT)).isEqualTo(Duration.ofSeconds(10));
        assertThat(read.timing().timeouts().of(Stage.MAIL)).isEqualTo(Duration.ofSeconds(60));
        assertThat(read.timing().timeouts().of(Stage.END_OF_DATA)).isEqualTo(Duration.ofMinutes(10));
        assertThat(read.login()).isNotNull();
        assertThat(read.login().mechanisms()).containsExactly("LOGIN", "PLAIN");
        assertThat(read.login().inClear()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "smtp://",
                "smtp://:25",
                "http://mail.example.org",
                "smtp://mail.example.org:0",
                "smtp://mail.example.org:65536",
                "smtp://mail.example.org:x",
                "smtp://mail.example.org?tls=maybe",
                "smtp://mail.example.org?verify=perhaps",
                "smtp://mail.example.org?pin=sha256:12",
                "smtp://mail.example.org?pin=md5:12",
                "smtp://mail.example.org?timeout=0s",
                "smtp://mail.example.org?timeout=soon",
                "smtp://mail.example.org?auth=MAGIC",
                "smtp://mail.example.org?protocols=SSLv1",
                "smtp://mail.example.org?cert=only.pem",
                "smtp://mail.example.org?trust=no-such-file.pem",
                "smtps://mail.example.org?tls=none",
                "smtp://mail.example.org/path",
                "smtp://[::1",
                "smtp://[nonsense]:25",
                "smtp://user%zz@mail.example.org",
                "mail.example.org\r\nQUIT",
                "256.1.1.1",
                "maildir:"
            })
    void refusesWhatIsNoServer(String text) {
        assertThatThrownBy(() -> Server.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n", "\r");
    }

    @Test
    void namesAnUnknownOption() {
        assertThatThrownBy(() -> Server.parse("smtp://mail.example.org?tsl=none"))
                .hasMessageContaining("'tsl'")
                .hasMessageContaining("tls");
    }

    @Test
    void S16_showsNoPasswordWhateverIsWrong() {
        for (String text : new String[] {
            "smtp://ann:canary-7351@mail.example.org?x=y",
            "smtp://ann:canary-7351@mail.example.org:99999",
            "http://ann:canary-7351@mail.example.org",
            "ann:canary-7351@mail.example.org",
            "smtp://ann:canary-7351@mail.example.org/x",
            "smtp://ann:canary-7351@bad host",
            "smtp://ann:25?canary-7351@mail.example.org",
            "smtp://ann:x@y?canary-7351@mail.example.org",
            "smtp://ann:x/canary-7351?y@mail.example.org",
            "smtp://ann:canary-7351?x@mail.example.org"
        }) {
            assertThatThrownBy(() -> Server.parse(text)).as(text).message().doesNotContain("canary");
        }
        assertThat(Server.parse("smtp://ann:canary-7351@mail.example.org"))
                .asString()
                .doesNotContain("canary");
    }

    @Test
    void S2_refusesControlsAndUnknownPortsWhereverTheyStand() {
        for (String text : new String[] {
            "smtp://a%0d%0ab.example",
            "smtp://a.example%00.example.org",
            "smtp://h.example?client=a%0d%0aMAIL",
            "smtp://h.example?%0d%0ax=1",
            "smtp://h.example?tls=%1b[2J",
            "smtp://h.example?auth=%0a",
            "smtp://h.example?timeout=%0d%0a",
            "smtp://h.example?trust=%1b[2J",
            "smtp://ann:a%00b@h.example",
            "smtp://h.example\r\n?x"
        }) {
            assertThatThrownBy(() -> Server.parse(text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .matches("\\P{Cntrl}+");
        }
        for (int port : new int[] {-1, 0, 65_536}) {
            assertThatThrownBy(() -> Server.smtp("h.example", port)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Server.smtp("b\u00fccher.example", 25).host()).isEqualTo("xn--bcher-kva.example");
    }

    @Test
    void asksForAPasswordThatIsMissing() {
        Server server = Server.parse("smtp://ann@mail.example.org");
        assertThat(server.needsPassword()).isTrue();
        assertThatThrownBy(() -> Mailer.builder().server(server).build()).hasMessageContaining("password");
        assertThat(server.withPassword("s").needsPassword()).isFalse();
        assertThat(Server.smtp("mail.example.org", 25).needsPassword()).isFalse();
        assertThat(Server.smtp("mail.example.org", 25)
                        .withCredentials(Credentials.of("a", "b"))
                        .needsPassword())
                .isFalse();
    }

    @Test
    void readsDurationsAsPeopleWriteThem() {
        assertThat(Durations.parse("30s")).isEqualTo(Duration.ofSeconds(30));
        assertThat(Durations.parse("PT1M30S")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Durations.parse(" 2H ")).isEqualTo(Duration.ofHours(2));
        for (String bad : new String[] {"", "0s", "-5s", "5", "5 s", "PT", "PT-1S", "1y"}) {
            assertThatThrownBy(() -> Durations.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** They would be forgotten, and another mechanism used than the one that was relied on. */
    @Test
    void howToLogInNeedsAUser() {
        for (String option : List.of("auth=PLAIN", "cleartext-auth=true")) {
            assertThatThrownBy(() -> Server.parse("smtp://mail.example.org?" + option))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("need a user");
        }
    }

    @Test
    void S16_aPasswordThatLooksLikeAHostWithAProxyIsNotShown() {
        assertThatThrownBy(() -> Server.parse("smtp://ann:@s3cret=,?proxy=s=:,0@mail.example.org"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("%3F")
                .hasMessageNotContaining("s3cret");
    }
}
