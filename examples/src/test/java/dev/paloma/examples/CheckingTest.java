package dev.paloma.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.Server;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
final class CheckingTest {
    private static Server address(FakeSmtpServer server) {
        return Server.smtp("localhost", server.port());
    }

    private static Trust trusting(X509Certificate certificate) {
        return Trust.certificates(certificate);
    }

    @Test
    void warnsOfWhatIsWrongWithTheServer() {
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.EXPIRED).start()) {
            assertThat(Checking.warnings(address(server)))
                    .hasSize(2)
                    .anyMatch(warning -> warning.contains("has expired on"))
                    .anyMatch(warning -> warning.endsWith("the certificate expires soon"));
        }
        try (FakeSmtpServer server =
                FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start()) {
            Server trusted = address(server)
                    .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, trusting(TestCertificate.GOOD.certificate())));
            assertThat(Checking.warnings(trusted)).isEmpty();
        }
    }

    @Test
    void tellsWhatCannotBeADomain() {
        assertThat(Checking.takesMail("not a domain")).startsWith("takes no mail");
    }

    @Test
    void tellsWhetherAnAddressExists() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.VRFY.of("ann@example.net"), Reply.of(250, "Ann <ann@example.net>"))
                .at(Step.RCPT.of("gone@example.net"), Reply.of(550, "5.1.1 no such user"))
                .start()) {
            assertThat(Checking.exists(address(server), Mailbox.parse("ann@example.net")))
                    .isEqualTo("exists");
            assertThat(Checking.exists(address(server), Mailbox.parse("gone@example.net")))
                    .isEqualTo("doesn't exist");
            assertThat(Checking.exists(address(server), Mailbox.parse("who@example.net")))
                    .isEqualTo("may exist");
            assertThat(server.received()).isEmpty();
        }
    }
}
