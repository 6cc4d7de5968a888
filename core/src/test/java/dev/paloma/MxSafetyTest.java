package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.NoLeaks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who forges the DNS, or names a domain, can't make us do. */
@ExtendWith(NoLeaks.class)
class MxSafetyTest {
    /** The URL is one way for a user to come there; a password must not go where the DNS leads by any. */
    @Test
    void nobodyLogsInWhereTheDnsLeadsHoweverTheUserCameThere() {
        Server domain = Server.parse("smtp://example.org?mx=true");
        Credentials ann = Setting.ann();
        assertThatThrownBy(() -> domain.withCredentials(ann))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody logs in")
                .hasMessageNotContaining("secret");
    }

    @Test
    void tlsIsRequiredThoughTheDomainIsCalledLocalhost() {
        assertThat(mode("smtp://localhost?mx=true")).isEqualTo(TlsPolicy.Mode.REQUIRED);
        assertThat(mode("smtp://localhost?mx")).isEqualTo(TlsPolicy.Mode.REQUIRED);
        assertThat(mode("smtp://localhost?mx=false")).isEqualTo(TlsPolicy.Mode.OPPORTUNISTIC);
    }

    private static TlsPolicy.Mode mode(String url) {
        return Server.parse(url)
                .settings(null, SmtpSettings.Timing.standard())
                .tls()
                .mode();
    }

    /** JNDI would go to such an address, and fetch objects from there. */
    @Test
    void aNameThatIsAnAddressOfJndiLeadsNowhere() throws IOException {
        try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                FakeDns dns = new FakeDns(Map.of())) {
            trap.setSoTimeout(500);
            String url = "ldap://127.0.0.1:" + trap.getLocalPort() + "/x";
            MailExchangers records = MailExchangers.at(dns.address(), Duration.ofMillis(200));
            assertThatThrownBy(() -> records.of(url)).isInstanceOf(Resolver.NoSuchNameException.class);
            assertThatThrownBy(trap::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b.example", "a/b.example", "a\\b.example", "a\"b", "dns:a", "192.0.2.1", "::1", "a\r\nb"})
    void whatIsNoDomainIsNotAskedFor(String name) {
        MailExchangers records = MailExchangers.system();
        assertThatThrownBy(() -> records.of(name)).isInstanceOf(Resolver.NoSuchNameException.class);
    }

    /** RFC 5321 section 5.1: there are names in such records, not addresses. */
    @Test
    void anAddressInARecordIsPassedOver() {
        assertThat(MailExchangers.read("10 192.0.2.1.")).isNull();
        assertThat(MailExchangers.read("10 mail.example.org.")).isNotNull();
    }

    /** The JDK's provider is deaf to interrupts, which is how a deadline ends what is waited for. */
    @Test
    void aSlowLookUpCountsAgainstTheDeadline() {
        CountDownLatch over = new CountDownLatch(1);
        MailExchangers deaf = domain -> {
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (over.getCount() > 0 && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(10_000_000);
            }
            throw new UnknownHostException(domain);
        };
        try (Mailer mailer = Mailer.builder()
                .server("smtp://example.org?mx=true")
                .exchangers(deaf)
                .deadline(Duration.ofMillis(300))
                .build()) {
            long began = System.nanoTime();
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.org")));
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        } finally {
            over.countDown();
        }
    }
}
