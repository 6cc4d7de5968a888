package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.sasl.ChannelBinding;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What both ends of a TLS line can make of it alike. */
@ExtendWith(NoLeaks.class)
class ChannelBindingsTest {
    private static final boolean EXPORTS = Runtime.version().feature() >= 25;
    private static final String END_POINT = "tls-server-end-point";

    /** The client's bindings, and what the server's end makes of the same line. */
    private record Ends(List<ChannelBinding> client, Optional<ChannelBinding> exportedAtServer) {}

    private static Ends ends(String protocol) throws Exception {
        TlsPolicy policy = TlsPolicy.of(TlsPolicy.Mode.IMPLICIT, Trust.certificates(TestAuthority.certificate()))
                .withProtocols(protocol);
        InetAddress here = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listening = (SSLServerSocket)
                TestCertificate.GOOD.serverContext().getServerSocketFactory().createServerSocket(0, 1, here)) {
            CompletableFuture<Optional<ChannelBinding>> exported = new CompletableFuture<>();
            Thread server = new Thread(() -> serve(listening, exported));
            server.start();
            InetSocketAddress address = new InetSocketAddress(here, listening.getLocalPort());
            try (Wire plain = Connector.tcp().connect(address, Duration.ofSeconds(20));
                    SecureWire secure = plain.secure(policy, "localhost")) {
                return new Ends(ChannelBindings.of(secure), exported.get(20, TimeUnit.SECONDS));
            } finally {
                server.join(20_000);
            }
        }
    }

    private static void serve(SSLServerSocket listening, CompletableFuture<Optional<ChannelBinding>> exported) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.startHandshake();
            exported.complete(
                    Optional.ofNullable(NewerJdk.exported(socket.getSession(), "EXPORTER-Channel-Binding", 32))
                            .map(octets -> ChannelBinding.of("tls-exporter", octets)));
        } catch (IOException e) {
            exported.completeExceptionally(e);
        }
    }

    @Test
    void bothEndsExportTheSameOfTls13() throws Exception {
        Ends ends = ends("TLSv1.3");
        assertThat(ends.exportedAtServer().isPresent()).as("JDK 25 can").isEqualTo(EXPORTS);
        if (EXPORTS) {
            assertThat(ends.client()).extracting(ChannelBinding::type).containsExactly("tls-exporter", END_POINT);
            assertThat(ends.client().get(0).data())
                    .hasSize(32)
                    .isEqualTo(ends.exportedAtServer().orElseThrow().data());
        } else {
            assertThat(ends.client()).extracting(ChannelBinding::type).containsExactly(END_POINT);
        }
    }

    /** Without the extension that binds it to the handshake, an exporter of TLS 1.2 proves nothing (RFC 9266 §4.2). */
    @Test
    void olderTlsIsBoundByTheCertificateOnly() throws Exception {
        assertThat(ends("TLSv1.2").client()).extracting(ChannelBinding::type).containsExactly(END_POINT);
    }

    @Test
    void aLineInClearHasNone() {
        assertThat(ChannelBindings.of(new ScriptedWire(new byte[0], 1))).isEmpty();
    }
}
