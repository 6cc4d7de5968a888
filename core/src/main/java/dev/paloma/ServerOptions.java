package dev.paloma;

import dev.paloma.message.Domain;
import dev.paloma.sasl.Credentials;
import dev.paloma.sasl.Mechanism;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the options of a server's URL mean. */
final class ServerOptions {
    private static final String KNOWN =
            "tls, starttls, trust, pin, verify, cert, key, protocols, ciphers, auth, cleartext-auth,"
                    + " client, connect, timeout, proxy, pool, pipelining, chunking, mx";

    private static final TlsPolicy.Mode[] MODES = {
        TlsPolicy.Mode.IMPLICIT, TlsPolicy.Mode.REQUIRED, TlsPolicy.Mode.OPPORTUNISTIC, TlsPolicy.Mode.NONE
    };

    private final boolean implicit;
    private final boolean lmtp;
    private TlsPolicy.Mode mode;
    private boolean byDefault;
    private @Nullable String trust;
    private @Nullable String pin;
    private TlsPolicy.Verification verify = TlsPolicy.Verification.FULL;
    private @Nullable String cert;
    private @Nullable String key;
    private String @Nullable [] protocols;
    private String @Nullable [] ciphers;
    private List<String> mechanisms = List.of();
    private boolean inClear;
    private @Nullable String client;
    private @Nullable Duration connect;
    private @Nullable Duration timeout;
    private int pool;
    private boolean pipelining = true;
    private boolean chunking = true;
    private boolean domain;
    private @Nullable Connector proxy;
    private final String userInfo;

    private ServerOptions(String scheme, boolean loopback, String userInfo) {
        this.implicit = scheme.equals("smtps");
        this.lmtp = scheme.startsWith("lmtp");
        this.userInfo = userInfo;
        this.byDefault = !implicit && !scheme.equals("lmtp+unix");
        TlsPolicy.Mode plain = loopback ? TlsPolicy.Mode.OPPORTUNISTIC : TlsPolicy.Mode.REQUIRED;
        this.mode = implicit ? TlsPolicy.Mode.IMPLICIT : scheme.equals("lmtp+unix") ? TlsPolicy.Mode.NONE : plain;
    }

    static ServerOptions read(String scheme, boolean loopback, String userInfo, String query) {
        List<String[]> pairs = ServerUrl.pairs(query);
        boolean remote =
                pairs.stream().anyMatch(pair -> pair[0].equalsIgnoreCase("mx") && !pair[1].equalsIgnoreCase("false"));
        // where an MX record leads may be another machine
        ServerOptions options = new ServerOptions(scheme, loopback && !remote, userInfo);
        for (String[] pair : pairs) {
            options.set(pair[0].toLowerCase(Locale.ROOT), pair[1]);
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "tls" -> {
                mode = mode(value);
                byDefault = false;
            }
            case "starttls" -> mode = nested(value);
            case "trust" -> trust = value;
            case "pin" -> pin = value;
            case "verify" -> verify = choice(name, value, TlsPolicy.Verification.values());
            case "cert" -> cert = value;
            case "key" -> key = value;
            case "protocols" -> protocols = value.split(",");
            case "ciphers" -> ciphers = value.split(",");
            case "auth" -> mechanisms = mechanisms(value);
            case "cleartext-auth" -> inClear = flag(name, value);
            case "client" -> client = client(value);
            case "connect" -> connect = Durations.parse(value);
            case "timeout" -> timeout = Durations.parse(value);
            case "pool" -> pool = pool(value);
            case "pipelining" -> pipelining = flag(name, value);
            case "chunking" -> chunking = flag(name, value);
            case "mx" -> domain = flag(name, value);
            case "proxy" -> proxy = ProxyUrl.parse(value);
            default -> throw new IllegalArgumentException("unknown server option '" + name + "'; known are " + KNOWN);
        }
    }

    static int pool(String value) {
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("server option pool is a number from 1 to 9999, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private TlsPolicy.Mode mode(String value) {
        TlsPolicy.Mode asked = choice("tls", value, MODES);
        if (implicit && asked == TlsPolicy.Mode.NONE) {
            throw new IllegalArgumentException("smtps:// with tls=none contradicts itself: use smtp://");
        }
        return implicit ? mode : asked; // smtps is TLS already
    }

    private TlsPolicy.Mode nested(String value) {
        if (!implicit || !value.equalsIgnoreCase("inside")) {
            throw new IllegalArgumentException(
                    "server option starttls is only ever 'inside', STARTTLS within smtps://; smtp:// has it by itself");
        }
        return TlsPolicy.Mode.NESTED;
    }

    @SafeVarargs
    private static <E extends Enum<E>> E choice(String name, String value, E... choices) {
        List<String> known = new ArrayList<>();
        for (E choice : choices) {
            if (choice.name().equalsIgnoreCase(value)) {
                return choice;
            }
            known.add(choice.name().toLowerCase(Locale.ROOT));
        }
        throw new IllegalArgumentException(
                "server option " + name + " is one of " + String.join(", ", known) + ", not '" + value + "'");
    }

    private static boolean flag(String name, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException("server option " + name + " is true or false, not '" + value + "'");
        };
    }

    private static List<String> mechanisms(String value) {
        List<String> names = List.of(value.toUpperCase(Locale.ROOT).split(","));
        for (String name : names) {
            if (Mechanism.named(name).isEmpty()) {
                throw new IllegalArgumentException("unknown mechanism '" + name + "' in server option auth; known are "
                        + String.join(
                                ", ",
                                Mechanism.strongestFirst().stream()
                                        .map(Mechanism::name)
                                        .toList()));
            }
        }
        return names;
    }

    /** RFC 5321 §4.1.1.1: a domain or an address literal. */
    static String client(String value) {
        if (value.matches("\\[[0-9a-zA-Z:.]+]")) {
            return value;
        }
        return Domain.toAscii(value);
    }

    Server.Options toOptions() {
        return toOptions(proxy);
    }

    /** With a way of its own to be reached. */
    Server.Options toOptions(@Nullable Connector connector) {
        SmtpSettings.Protocol protocol = new SmtpSettings.Protocol(lmtp, pipelining, chunking);
        return new Server.Options(
                tls(), login(), client, connect, timeout, new Server.Use(protocol, pool, connector, domain, byDefault));
    }

    private TlsPolicy tls() {
        if (pin != null && trust != null) {
            throw new IllegalArgumentException("server options pin and trust contradict each other: give one");
        }
        TlsPolicy policy = TlsPolicy.of(mode, trust());
        if (protocols != null) {
            policy = policy.withProtocols(protocols);
        }
        return ciphers == null ? policy : policy.withCiphers(ciphers);
    }

    private Trust trust() {
        Trust chosen = Trust.system();
        if (pin != null) {
            if (!pin.startsWith("sha256:")) {
                throw new IllegalArgumentException("server option pin begins with sha256:");
            }
            chosen = Trust.pin(pin.substring("sha256:".length()));
        }
        try {
            if (trust != null) {
                chosen = Trust.pem(Path.of(trust));
            }
            if ((cert == null) != (key == null)) {
                throw new IllegalArgumentException("server options cert and key go together");
            }
            if (cert != null && key != null) {
                chosen = chosen.presenting(Path.of(cert), Path.of(key));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("a certificate file can't be used: " + e.getMessage(), e);
        }
        return chosen.verifying(verify);
    }

    private SmtpSettings.@Nullable Login login() {
        if (userInfo.isEmpty()) {
            if (inClear || !mechanisms.isEmpty()) { // they would be forgotten, which isn't seen until it is too late
                throw new IllegalArgumentException(
                        "server options auth and cleartext-auth need a user to log in as: smtp://user@host?auth=…");
            }
            return null;
        }
        int colon = userInfo.indexOf(':');
        String user = ServerUrl.decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        if (colon < 0) {
            return new SmtpSettings.Login(Credentials.withoutSecret(user), mechanisms, inClear);
        }
        String password = ServerUrl.decode(userInfo.substring(colon + 1));
        return new SmtpSettings.Login(Credentials.of(user, password), mechanisms, inClear);
    }
}
