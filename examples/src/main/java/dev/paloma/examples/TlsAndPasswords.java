package dev.paloma.examples;

import dev.paloma.Mailer;
import dev.paloma.Server;
import dev.paloma.sasl.Credentials;
import dev.paloma.sasl.TokenSource;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import java.io.IOException;
import java.nio.file.Path;

/** Whom a mailer trusts, and how it logs in. */
final class TlsAndPasswords {
    private TlsAndPasswords() {}

    static Mailer withPassword(String server, String password) {
        // <example password>
        Mailer mailer = Mailer.builder()
                .server(Server.parse(server).withPassword(password)) // such as smtp://ann@mail.example.org:587
                .build();
        // </example>
        return mailer;
    }

    static Server byMethods(String host, int port, String user, String password) {
        // <example methods>
        Server server = Server.smtp(host, port).withCredentials(Credentials.of(user, password));
        // </example>
        return server;
    }

    static Server withTokens(String host, int port, TokenSource oauth) {
        // <example token>
        Credentials credentials = Credentials.of("ann@example.org", refresh -> oauth.token(refresh));
        Server server = Server.smtp(host, port).withCredentials(credentials);
        // </example>
        return server;
    }

    static TlsPolicy asking(Trust trust) {
        // <example asking>
        TlsPolicy policy = TlsPolicy.of(TlsPolicy.Mode.REQUIRED, trust)
                .asking((obstacle, failure) -> obstacle == TlsPolicy.Obstacle.NOT_OFFERED
                        ? TlsPolicy.Answer.INSECURE // go on in clear
                        : TlsPolicy.Answer.SECURE); // stop; the next server may be tried
        // </example>
        return policy;
    }

    static Trust revocation(Trust trust, Path lists) throws IOException {
        // <example revocation>
        Trust careful = trust.checkingRevocation(Trust.Revocation.HARD, lists);
        // </example>
        return careful;
    }

    static Server ownAuthority(String host, int port, Path authority) throws IOException {
        // <example trust>
        Trust trust = Trust.pem(authority); // this file's certificates instead of the JDK's
        Server server = Server.smtp(host, port).withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, trust));
        // </example>
        return server;
    }

    static Server pinned(String host, int port, String sha256) {
        // <example pin>
        Trust trust = Trust.pin(sha256); // 64 hexadecimal digits
        Server server = Server.smtps(host, port).withTls(TlsPolicy.of(TlsPolicy.Mode.IMPLICIT, trust));
        // </example>
        return server;
    }

    static Server withClientCertificate(String host, int port, Trust trust, Path cert, Path key) throws IOException {
        // <example client-certificate>
        TlsPolicy policy = TlsPolicy.of(TlsPolicy.Mode.REQUIRED, trust.presenting(cert, key))
                .withProtocols("TLSv1.3");
        Server server = Server.smtp(host, port).withTls(policy);
        // </example>
        return server;
    }

    static Server throughProxy(String host, String proxy) {
        // <example proxy>
        Server server =
                Server.parse("smtp://" + host + ":587?proxy=socks5://ann:secret@" + proxy); // proxy.example.org:1080
        // </example>
        return server;
    }

    static Mailer overUnixSocket(Path path) {
        // <example unix>
        Mailer mailer = Mailer.builder()
                .server(Server.smtp("localhost", 25)) // a name for TLS and for messages; the path says where to go
                .connector(Connector.unix(path)) // or Connector.socks5(host, port, user, password)
                .build();
        // </example>
        return mailer;
    }
}
