package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.smtp.Connector;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Wire;
import dev.paloma.testkit.DeadPort;
import dev.paloma.testkit.FakeProxy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sending through a proxy, and what goes wrong there (F6–F9 on that way; S2, S16). */
@ExtendWith(NoLeaks.class)
class ProxyTest {
    private static final String CANARY = "tweety%3F77";
    private static final byte[] SOCKS_DRIP = socksDrip();

    private static byte[] socksDrip() {
        byte[] drip = new byte[400]; // "no login", "here you are", and an address that doesn't end soon
        drip[0] = 5;
        drip[2] = 5;
        drip[5] = 3;
        drip[6] = (byte) 255;
        return drip;
    }

    private static FakeProxy proxy(String scheme, InetSocketAddress target) {
        return scheme.equals("http") ? FakeProxy.http(target) : FakeProxy.socks5(target);
    }

    private static String through(String scheme, String login, int port) {
        return "smtp://mail.example.org:2525?tls=none&proxy=" + scheme + "://" + login + "127.0.0.1:" + port;
    }

    private static Mailer mailer(Server server, Duration limit) {
        Resolver none = host -> {
            throw new UnknownHostException("looked up: " + host);
        };
        return Mailer.builder()
                .server(server)
                .resolver(none)
                .timeouts(Setting.quick().with(Stage.CONNECT, limit).with(Stage.GREETING, Duration.ofSeconds(2)))
                .build();
    }

    private static SendException failure(String url, Duration limit) {
        try (Mailer mailer = mailer(Server.parse(url), limit)) {
            return catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
        }
    }

    private static SendException failure(String url) {
        return failure(url, Duration.ofSeconds(20));
    }

    private static void assertHidden(Throwable e) {
        StringWriter all = new StringWriter();
        e.printStackTrace(new PrintWriter(all, true));
        String pair = Base64.getEncoder().encodeToString("ann:tweety?77".getBytes(StandardCharsets.UTF_8));
        assertThat(all.toString()).doesNotContain("tweety", pair, "ann:");
        if (e instanceof SendException sending) {
            assertThat(sending.receipt().toString()).doesNotContain("tweety", pair);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http"})
    void R2_theProxyGetsTheNameAndNobodyLooksItUp(String scheme) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = proxy(scheme, server.address());
                Mailer mailer = mailer(Server.parse(through(scheme, "", proxy.port())), Duration.ofSeconds(20))) {
            mailer.send(Setting.mail("bob@example.net"));
            assertThat(server.received()).hasSize(1);
            assertThat(server.violations()).isEmpty();
            assertThat(proxy.asked()).containsExactly("mail.example.org:2525");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "socks5, 192.0.2.1, 192.0.2.1:25",
        "http, 192.0.2.1, 192.0.2.1:25",
        "socks5, [2001:db8::1], 2001:db8:0:0:0:0:0:1:25",
        "http, [2001:db8::1], [2001:db8::1]:25"
    })
    void anAddressGoesAsAnAddress(String scheme, String host, String expected) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = proxy(scheme, server.address())) {
            String url = "smtp://" + host + "?tls=none&proxy=" + scheme + "://127.0.0.1:" + proxy.port();
            try (Mailer mailer = mailer(Server.parse(url), Duration.ofSeconds(20))) {
                mailer.send(Setting.mail("bob@example.net"));
            }
            assertThat(proxy.asked()).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http"})
    void theProxysLoginIsPercentDecoded(String scheme) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = proxy(scheme, server.address()).requiring("ann", "tweety?77")) {
            Server address = Server.parse(through(scheme, "ann:" + CANARY + "@", proxy.port()));
            assertThat(address.toString()).doesNotContain("tweety");
            try (Mailer mailer = mailer(address, Duration.ofSeconds(20))) {
                mailer.send(Setting.mail("bob@example.net"));
            }
            assertThat(server.received()).hasSize(1);
        }
    }

    @Test
    void tlsIsWithTheServerAndNotWithTheProxy() throws Exception {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start();
                FakeProxy proxy = FakeProxy.http(server.address())) {
            Server address = Server.parse("smtp://localhost:25?proxy=http://127.0.0.1:" + proxy.port())
                    .withTrust(Setting.trust());
            try (Mailer mailer = mailer(address, Duration.ofSeconds(20))) {
                Receipt receipt = mailer.send(Setting.mail("bob@example.net"));
                assertThat(receipt.with(Outcome.ACCEPTED)).hasSize(1);
            }
            assertThat(server.transcript().commands()).contains("STARTTLS");
        }
    }

    /** However it is given: a connector that the program sets sent in clear. */
    @Test
    void behindAProxyElsewhereLocalhostIsAnotherMachineSoTlsIsRequired() {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Connector elsewhere = new Connector() {
                @Override
                public Wire connect(InetSocketAddress address, Duration limit) throws IOException {
                    return Connector.tcp().connect(server.address(), limit);
                }

                @Override
                public boolean resolvesNames() {
                    return true;
                }
            };
            try (Mailer mailer = Mailer.builder()
                    .server("smtp://localhost")
                    .connector(elsewhere)
                    .build()) {
                SendException e =
                        catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
                assertThat(e.stage()).isEqualTo(Stage.STARTTLS);
                assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            }
            assertThat(server.received()).isEmpty();
        }
        Connector direct = Connector.tcp();
        for (String proxy : List.of("socks5://proxy.example.org", "http://192.0.2.1:3128", "socks5://127.1.example")) {
            assertThat(mode(Server.parse("smtp://127.0.0.1?proxy=" + proxy), direct))
                    .isEqualTo(TlsPolicy.Mode.REQUIRED);
        }
        Connector socks = Connector.socks5("proxy.example.org", 1080, null, null);
        assertThat(mode(Server.smtp("localhost", 25), socks)).isEqualTo(TlsPolicy.Mode.REQUIRED);
        assertThat(mode(Server.parse("smtp://[::1]?tls=none"), socks)).isEqualTo(TlsPolicy.Mode.NONE);
        assertThat(mode(Server.smtp("localhost", 25), direct)).isEqualTo(TlsPolicy.Mode.OPPORTUNISTIC);
    }

    private static TlsPolicy.Mode mode(Server server, Connector connector) {
        return server.reachedBy(connector)
                .settings(null, SmtpSettings.Timing.standard())
                .tls()
                .mode();
    }

    @Test
    void behindAProxyOnThisMachineTlsIsAsOnThisMachine() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = FakeProxy.socks5(server.address());
                Mailer byUrl = mailer(
                        Server.parse("smtp://127.0.0.1:25?proxy=socks5://127.0.0.1:" + proxy.port()),
                        Duration.ofSeconds(20));
                Mailer byConnector = Mailer.builder()
                        .server("smtp://127.0.0.1:25")
                        .connector(Connector.socks5("127.0.0.1", proxy.port(), null, null))
                        .build()) {
            byUrl.send(Setting.mail("bob@example.net"));
            byConnector.send(Setting.mail("bob@example.net"));
            assertThat(server.received()).hasSize(2);
        }
    }

    @Test
    void aProbeGoesThroughTheProxyToo() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = FakeProxy.socks5(server.address())) {
            ServerReport report =
                    Probe.of(Server.parse(through("socks5", "", proxy.port()))).check();
            assertThat(report.problems()).isEmpty();
            assertThat(proxy.asked()).containsExactly("mail.example.org:2525");
        }
    }

    @ParameterizedTest
    @CsvSource({"socks5,''", "http,''", "socks5,ann:" + CANARY + "@", "http,ann:" + CANARY + "@"})
    void S16_whoTheProxyDoesNotKnowIsToldSoAndItsPasswordIsNowhere(String scheme, String login) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = proxy(scheme, server.address()).requiring("eve", "other")) {
            SendException e = failure(through(scheme, login, proxy.port()));
            assertThat(e.kind()).isEqualTo(SendException.Kind.SECURITY);
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertThat(e)
                    .hasMessageContaining("proxy 127.0.0.1:" + proxy.port())
                    .hasMessageContaining("login");
            assertHidden(e);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void S16_aProxyThatRepeatsTheLoginDoesNotGetItShown() throws Exception {
        String pair = Base64.getEncoder().encodeToString("ann:tweety?77".getBytes(StandardCharsets.UTF_8));
        String answer = "HTTP/1.1 407 " + pair + " tweety?77\r\n\r\n";
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = FakeProxy.http(server.address()).answering(answer.getBytes(StandardCharsets.UTF_8))) {
            SendException e = failure(through("http", "ann:" + CANARY + "@", proxy.port()));
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertHidden(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,general failure", "2,rules", "3,network unreachable", "4,host unreachable", "5,refused", "9,code 9"})
    void F6_aSocksRefusalIsSaidInWords(int code, String words) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = FakeProxy.socks5(server.address()).answering((byte) 5, (byte) code)) {
            SendException e = failure(through("socks5", "", proxy.port()));
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertThat(e).hasMessageContaining(words);
        }
    }

    @Test
    void F6_anHttpRefusalIsShownEscapedAndBounded() throws Exception {
        String status = "HTTP/1.1 502 Bad\u0007\u001b[31m" + "x".repeat(500) + "\r\n\r\n";
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy =
                        FakeProxy.http(server.address()).answering(status.getBytes(StandardCharsets.ISO_8859_1))) {
            SendException e = failure(through("http", "", proxy.port()));
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertThat(e.getMessage())
                    .contains("502 Bad\\x07\\x1b[31mxxx")
                    .doesNotContain("x".repeat(80))
                    .hasSizeLessThan(250);
        }
    }

    @Test
    void F6_noProxyThere() throws Exception {
        try (DeadPort dead = DeadPort.refusing()) {
            SendException e = failure(through("socks5", "ann:" + CANARY + "@", dead.port()));
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertHidden(e);
        }
    }

    @Test
    void F7_theProxyIsABlackHole() throws Exception {
        try (DeadPort dead = DeadPort.hanging()) {
            SendException e = failure(through("http", "", dead.port()), Duration.ofMillis(300));
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertThat(e).hasMessageContaining("300 ms");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http"})
    void F7_aDripDoesNotStretchTheLimit(String scheme) throws Exception {
        byte[] drip = scheme.equals("http")
                ? ("HTTP/1.1 200 Ok\r\nX: " + "a".repeat(400)).getBytes(StandardCharsets.US_ASCII)
                : SOCKS_DRIP;
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = proxy(scheme, server.address()).blurting(Duration.ofMillis(50), drip)) {
            long began = System.nanoTime();
            SendException e = failure(through(scheme, "", proxy.port()), Duration.ofMillis(700));
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertThat(e).hasMessageContaining("700 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(10)); // the drip: 20 s
        }
    }

    @ParameterizedTest
    @CsvSource({"socks5,HTTP/1.1 400 Bad request,http://", "http,220 mail.example.org ESMTP,socks5://"})
    void anotherProtocolIsRecognised(String scheme, String line, String hint) throws Exception {
        byte[] octets = (line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = proxy(scheme, server.address()).blurting(Duration.ZERO, octets)) {
            SendException e = failure(through(scheme, "", proxy.port()));
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertThat(e).hasMessageContaining(hint);
        }
    }

    @Test
    void anEndlessAnswerEnds() throws Exception {
        byte[] octets = new byte[20_000];
        Arrays.fill(octets, (byte) 'a');
        System.arraycopy("HTTP/1.1 200 \r\n".getBytes(StandardCharsets.US_ASCII), 0, octets, 0, 15);
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = FakeProxy.http(server.address()).blurting(Duration.ZERO, octets)) {
            assertThat(failure(through("http", "", proxy.port()))).hasMessageContaining("longer than 8192 octets");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5", "http"})
    void F8_theProxyHangsUpInTheMiddle(String scheme) throws Exception {
        byte[] half = scheme.equals("http") ? "HTTP/1.1 20".getBytes(StandardCharsets.US_ASCII) : new byte[] {5, 0, 5};
        try (FakeSmtpServer server = FakeSmtpServer.start();
                FakeProxy proxy = proxy(scheme, server.address()).blurting(Duration.ZERO, half)) {
            SendException e = failure(through(scheme, "", proxy.port()));
            assertThat(e.stage()).isEqualTo(Stage.PROXY);
            assertThat(e).hasMessageContaining("hung up");
        }
    }

    @ParameterizedTest
    @CsvSource({"socks5,CLOSE", "http,RESET"})
    void F8_theLineDiesBehindTheProxy(String scheme, Fault fault) throws Exception {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().at(Step.GREETING, fault).start();
                FakeProxy proxy = proxy(scheme, server.address())) {
            SendException e = failure(through(scheme, "", proxy.port()));
            assertThat(e.kind()).isEqualTo(SendException.Kind.TEMPORARY);
            assertThat(e.stage()).isEqualTo(Stage.GREETING);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nX: y",
                "a b",
                "a\u0000",
                "",
                "h\u00f6st",
                "a\u2028b",
            })
    void S2_noProxyHasSuchAHost(String host) {
        assertThatThrownBy(() -> Connector.socks5(host, 1080, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ASCII");
        assertThatThrownBy(() -> Connector.httpConnect(host, 1080, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void S2_S16_noControlCharacterInUserOrPasswordAndTheComplaintShowsNeither() {
        for (String bad : new String[] {"tweety\r\nX: y", "tweety\u0000", "tweety\u0085", "tweety".repeat(50), ""}) {
            assertThatThrownBy(() -> Connector.socks5("p", 1080, "ann", bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("password")
                    .hasMessageNotContaining("tweety");
            assertThatThrownBy(() -> Connector.httpConnect("p", 1080, bad, "tweety"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("user")
                    .hasMessageNotContaining("tweety");
        }
        assertThat(Connector.socks5("p", 1080, "ann", "tweety")).hasToString("SOCKS5 proxy p:1080");
    }

    @Test
    void S2_noServerNameBreaksOutOfTheRequest() {
        Connector http = Connector.httpConnect("127.0.0.1", 9, null, null);
        for (String name : new String[] {"a\r\nX: y", "a b", "x".repeat(256)}) {
            assertThatThrownBy(() -> http.connect(InetSocketAddress.createUnresolved(name, 25), Duration.ofSeconds(1)))
                    .hasMessageContaining("isn't fit");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks4://p",
                "p:1080",
                "socks5://",
                "socks5://ann:tweety@",
                "http://tweety@p",
                "http://ann:x@p:tweety",
                "http://p/tweety",
                "http://ann:tweety",
                "socks5://ann:tweety%0d@p",
            })
    void S16_aBadProxyOptionIsRefusedWithoutShowingIt(String option) {
        assertThatThrownBy(() -> Server.parse("smtp://mail.example.org?proxy=" + option))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(ProxyTest::assertHidden);
    }
}
