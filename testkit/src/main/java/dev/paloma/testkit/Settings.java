package dev.paloma.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server's settings, fixed. */
final class Settings {
    final List<String> extensions;
    final Map<String, String> users;
    final List<Rule> rules;
    final Map<Integer, Script> scripts;
    final List<String> protocols;
    final String host;
    final int port;
    final String name;
    final Duration timeout;
    final Segmentation segmentation;
    final @Nullable TestCertificate certificate;
    final boolean implicitTls;
    /** How often TLS can be begun on a connection. */
    final int layers;

    final boolean clientCertificate;
    final boolean lmtp;
    final boolean authRequired;
    final boolean batchedReplies;
    final int receiveBuffer;
    /** One for each certificate, so that a client can resume its sessions. */
    private final Map<TestCertificate, SSLContext> contexts = new ConcurrentHashMap<>();

    Settings(FakeSmtpServerBuilder builder) {
        extensions = List.copyOf(builder.extensions);
        users = Map.copyOf(builder.users);
        rules = List.copyOf(builder.rules);
        scripts = Map.copyOf(builder.scripts);
        protocols = List.copyOf(builder.protocols);
        host = builder.host;
        port = builder.port;
        name = builder.name;
        timeout = builder.timeout;
        segmentation = builder.segmentation;
        certificate = builder.certificate;
        implicitTls = builder.implicitTls;
        layers = builder.startTlsInside ? 2 : 1;
        clientCertificate = builder.clientCertificate;
        lmtp = builder.lmtp;
        authRequired = builder.authRequired;
        batchedReplies = builder.batchedReplies;
        receiveBuffer = builder.receiveBuffer;
    }

    SSLContext context(TestCertificate own) {
        return contexts.computeIfAbsent(own, TestCertificate::serverContext);
    }

    int timeoutMillis() {
        return (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
    }

    /** The script of this connection, or null where the well-behaved server is to answer. */
    @Nullable
    Script script(int connection) {
        Script own = scripts.get(connection);
        return own != null ? own : scripts.get(0);
    }
}
