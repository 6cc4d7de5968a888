package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.smtp.SecureWire;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.DeadPort;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How servers are named, and which of them gets the mail; the names begin with the rows of docs/seed-coverage.md. */
@ExtendWith(NoLeaks.class)
class OriginalsServersTest {
    @TempDir
    Path folder;

    private static Receipt sent(Server... servers) {
        return sent(List.of(servers));
    }

    private static Receipt sent(List<Server> servers) {
        MailerBuilder builder = Mailer.builder().timeouts(Setting.quick());
        servers.forEach(builder::server);
        try (Mailer mailer = builder.build()) {
            return mailer.send(Setting.mail("bob@example.net"));
        }
    }

    private static SendException refused(Server server) {
        return catchThrowableOfType(SendException.class, () -> sent(server));
    }

    @Test
    void T1_eachServerHasItsOwnPortAndTlsPolicy() {
        try (FakeSmtpServer first = FakeSmtpServer.start();
                FakeSmtpServer second = FakeSmtpServer.builder()
                        .implicitTls(TestCertificate.GOOD)
                        .at(Step.GREETING.nth(1), Reply.of(421, "4.3.2 busy"))
                        .start();
                FakeSmtpServer third = FakeSmtpServer.start()) {
            Receipt receipt = sent(
                    Server.smtp("localhost", first.port()).withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED)),
                    Server.smtps("localhost", second.port()).withTrust(Setting.trust()),
                    Server.parse("smtp://localhost:" + third.port() + "?tls=none"));
            assertThat(receipt.server()).isEqualTo("localhost:" + third.port());
            assertThat(first.transcript().commands())
                    .as("no TLS there, and it was required")
                    .noneMatch(c -> c.startsWith("MAIL"));
            assertThat(second.connections()).isOne();
            assertThat(third.received()).hasSize(1);
        }
    }

    @Test
    void T1_theReceiptListsEveryServerTriedAndWhyItWasLeft() throws IOException {
        try (DeadPort closed = DeadPort.refusing();
                FakeSmtpServer busy = FakeSmtpServer.builder()
                        .at(Step.GREETING, Reply.of(554, "5.3.2 go away"))
                        .start();
                FakeSmtpServer later = FakeSmtpServer.builder()
                        .at(Step.MAIL, Reply.of(451, "4.3.0 not now"))
                        .start();
                FakeSmtpServer good = FakeSmtpServer.start()) {
            Receipt receipt = sent(Server.list(
                    List.of(closed.host(), busy.host(), later.host(), good.host()),
                    List.of(closed.port(), busy.port(), later.port(), good.port())));
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.tried())
                    .extracting(Receipt.Tried::server)
                    .containsExactly(
                            "127.0.0.1:" + closed.port(), "127.0.0.1:" + busy.port(), "127.0.0.1:" + later.port());
            assertThat(receipt.tried())
                    .extracting(Receipt.Tried::error)
                    .satisfiesExactly(
                            why -> assertThat(why).contains("refused"),
                            why -> assertThat(why).contains("554 5.3.2 go away"),
                            why -> assertThat(why).contains("451 4.3.0 not now"));
        }
    }

    @Test
    void T1_portsGoInTandemWithTheirServers() {
        List<Server> servers =
                Server.list(List.of("a.example", "", "b.example", "::1", "c.example"), List.of(587, 1, 2525));
        assertThat(servers)
                .as("the empty name is skipped with its port; a missing port is 25")
                .extracting(Server::toString)
                .containsExactly("a.example:587", "b.example:2525", "[::1]:25", "c.example:25");
        assertThat(Server.list(List.of("a.example"), List.of(587, 588)))
                .as("surplus ports are ignored")
                .extracting(Server::port)
                .containsExactly(587);
        assertThat(Server.list(List.of(""), List.of(25))).isEmpty();
    }

    @Test
    void T1_listsHoldNothingButHostsAndPorts() {
        for (String host : List.of("a.example\r\nQUIT", "a\0b", "\u001b[2J", " ", "user@a.example", "a.example:25")) {
            assertThatThrownBy(() -> Server.list(List.of(host), List.of()))
                    .as(host)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .matches("\\P{Cntrl}+");
        }
        for (int port : new int[] {-1, 0, 65_536}) {
            assertThatThrownBy(() -> Server.list(List.of("a.example"), List.of(port)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 65535");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:", "127.0.0.1:", "2130706433:", "smtp://localhost:", "smtp://127.0.0.1:"})
    void A1_mailGoesWhereEachFormSays(String form) {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            assertThat(sent(Server.parse(form + server.port())).isAccepted()).isTrue();
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void A1_hostAndPortAreGivenAsAPair() {
        assertThat(Server.smtp("mail.example.org", 99)).hasToString("mail.example.org:99");
        assertThat(Server.smtp("2001:db8::25", 2525)).hasToString("[2001:db8::25]:2525");
        assertThat(Server.smtp("3221225985", 25)).hasToString("192.0.2.1:25");
    }

    @Test
    void A2_thePortFollowsFromTheSchemeUnlessItIsGiven() {
        assertThat(Server.parse("smtp://mail.example.org").port()).isEqualTo(25);
        assertThat(Server.parse("smtps://mail.example.org").port()).isEqualTo(465);
        assertThat(Server.parse("smtps://mail.example.org:4650").port()).isEqualTo(4650);
    }

    private Path authority() throws IOException {
        return TestAuthority.pemFile(folder);
    }

    private static FakeSmtpServerBuilder implicit() {
        return FakeSmtpServer.builder().implicitTls(TestCertificate.GOOD);
    }

    private static FakeSmtpServerBuilder starting() {
        return FakeSmtpServer.builder().startTls(TestCertificate.GOOD);
    }

    @Test
    void A2_smtpsIsTlsAtOnceAndSmtpStartsIt() throws IOException {
        try (FakeSmtpServer at = implicit().start();
                FakeSmtpServer by = starting().start()) {
            sent(Server.parse("smtps://localhost:" + at.port() + "?trust=" + authority()));
            sent(Server.parse("smtp://localhost:" + by.port() + "?tls=required&trust=" + authority()));
            assertThat(at.received().get(0).isEncrypted()).isTrue();
            assertThat(at.transcript().commands()).doesNotContain("STARTTLS");
            assertThat(by.received().get(0).isEncrypted()).isTrue();
            assertThat(by.transcript().commands()).containsOnlyOnce("STARTTLS");
        }
    }

    @Test
    void A2_theTrustStoreIsAnOption() throws IOException {
        try (FakeSmtpServer server = implicit().start()) {
            assertThat(refused(Server.parse("smtps://localhost:" + server.port())))
                    .hasMessageContaining("isn't trusted");
            assertThat(sent(Server.parse("smtps://localhost:" + server.port() + "?trust=" + authority()))
                            .isAccepted())
                    .isTrue();
        }
    }

    @Test
    void A2_theClientsCertificateIsAnOption() throws IOException {
        try (FakeSmtpServer server = implicit().requireClientCertificate().start()) {
            String url = "smtps://localhost:" + server.port() + "?trust=" + authority();
            assertThat(refused(Server.parse(url))).isNotNull();
            assertThat(server.received()).isEmpty();
            String own = "&cert=" + TestCertificate.CLIENT.pemFile(folder) + "&key="
                    + TestCertificate.CLIENT.keyFile(folder);
            assertThat(sent(Server.parse(url + own)).isAccepted()).isTrue();
        }
    }

    @Test
    void A2_protocolVersionsAndCipherSuitesAreOptions() throws IOException {
        try (FakeSmtpServer server = starting().start()) {
            String url = "smtp://localhost:" + server.port() + "?trust=" + authority();
            assertThat(tls(url + "&protocols=TLSv1.2").protocol()).isEqualTo("TLSv1.2");
            assertThat(tls(url + "&protocols=TLSv1.3,TLSv1.2").protocol()).isEqualTo("TLSv1.3");
            String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"; // the server's key is EC
            assertThat(tls(url + "&protocols=TLSv1.2&ciphers=" + suite).cipher())
                    .isEqualTo(suite);
        }
    }

    private static SecureWire.Tls tls(String url) {
        return Objects.requireNonNull(sent(Server.parse(url)).session().tls());
    }
}
