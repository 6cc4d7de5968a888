package dev.paloma.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link FakeSmtpServer}; one use. Later calls win over earlier ones. */
public final class FakeSmtpServerBuilder {
    final List<String> extensions =
            new ArrayList<>(List.of("PIPELINING", "8BITMIME", "SIZE", "SMTPUTF8", "ENHANCEDSTATUSCODES"));
    final Map<String, String> users = new LinkedHashMap<>();
    final List<Rule> rules = new ArrayList<>();
    final Map<Integer, Script> scripts = new LinkedHashMap<>();
    final List<String> protocols = new ArrayList<>();
    String host = "127.0.0.1";
    int port;
    String name = "mail.test";
    Duration timeout = Duration.ofSeconds(30);
    Segmentation segmentation = Segmentation.WHOLE;

    @Nullable
    TestCertificate certificate;

    boolean implicitTls;
    boolean startTlsInside;
    boolean clientCertificate;
    boolean lmtp;
    boolean authRequired;
    boolean batchedReplies;
    int receiveBuffer;

    FakeSmtpServerBuilder() {}

    /**
     * Offers exactly these in the EHLO reply, such as {@code "SIZE 1000"}. STARTTLS and AUTH are offered besides as
     * {@link #startTls} and {@link #user} say. Default: PIPELINING, 8BITMIME, SIZE, SMTPUTF8, ENHANCEDSTATUSCODES.
     */
    public FakeSmtpServerBuilder extensions(String... lines) {
        extensions.clear();
        return offer(lines);
    }

    /** Offers these too, such as {@code "CHUNKING"}; one with the same keyword is replaced. */
    public FakeSmtpServerBuilder offer(String... lines) {
        for (String line : lines) {
            withhold(Capabilities.keyword(line));
            extensions.add(line);
        }
        return this;
    }

    /** Doesn't offer these, given by their keywords. */
    public FakeSmtpServerBuilder withhold(String... keywords) {
        for (String keyword : keywords) {
            String unwanted = keyword.toUpperCase(Locale.ROOT);
            extensions.removeIf(line -> Capabilities.keyword(line).equals(unwanted));
        }
        return this;
    }

    /** Offers STARTTLS with this certificate. */
    public FakeSmtpServerBuilder startTls(TestCertificate certificate) {
        this.certificate = certificate;
        this.implicitTls = false;
        return this;
    }

    /** Speaks TLS from the first byte, with this certificate. */
    public FakeSmtpServerBuilder implicitTls(TestCertificate certificate) {
        this.certificate = certificate;
        this.implicitTls = true;
        return this;
    }

    /** Speaks TLS from the first byte, and offers STARTTLS within it once more. */
    public FakeSmtpServerBuilder startTlsInside(TestCertificate certificate) {
        this.startTlsInside = true;
        return implicitTls(certificate);
    }

    /** Only these TLS versions, such as {@code "TLSv1.2"}. */
    public FakeSmtpServerBuilder tlsProtocols(String... names) {
        protocols.clear();
        protocols.addAll(List.of(names));
        return this;
    }

    /** Asks for a client certificate of the {@link TestAuthority} and refuses the handshake without one. */
    public FakeSmtpServerBuilder requireClientCertificate() {
        clientCertificate = true;
        return this;
    }

    /** Offers AUTH PLAIN and LOGIN and lets this user in. Several users can be named. */
    public FakeSmtpServerBuilder user(String user, String password) {
        users.put(user, password);
        return this;
    }

    /** Refuses MAIL from anybody who hasn't logged in. */
    public FakeSmtpServerBuilder requireAuth() {
        authRequired = true;
        return this;
    }

    /** Speaks LMTP: LHLO, and after the content one reply for each accepted recipient. */
    public FakeSmtpServerBuilder lmtp() {
        lmtp = true;
        return this;
    }

    /** At this step the server says this. Where several rules fit, the one added last counts. */
    public FakeSmtpServerBuilder at(Step step, Reply reply) {
        return at(step, request -> reply);
    }

    /** At this step this goes wrong. */
    public FakeSmtpServerBuilder at(Step step, Fault fault) {
        return at(step, Reply.of(fault));
    }

    /** At this step the server says what the answer makes of the client's line. */
    public FakeSmtpServerBuilder at(Step step, Answer answer) {
        rules.add(new Rule(step, answer));
        return this;
    }

    /** Every connection follows this script instead. */
    public FakeSmtpServerBuilder script(Script script) {
        scripts.put(0, script);
        return this;
    }

    /** The nth connection, counted from 1, follows this script instead. */
    public FakeSmtpServerBuilder script(int connection, Script script) {
        scripts.put(connection, script);
        return this;
    }

    /** In which pieces replies are written. Default: {@link Segmentation#WHOLE}. */
    public FakeSmtpServerBuilder segmentation(Segmentation segmentation) {
        this.segmentation = segmentation;
        return this;
    }

    /**
     * Keeps replies back while more of the client's commands are there to be read, then sends them in one piece, as busy
     * servers do (RFC 2920 §3.2). Default: each reply at once.
     */
    public FakeSmtpServerBuilder batchReplies() {
        batchedReplies = true;
        return this;
    }

    /** How long the server waits for the client before it gives up; also ends a {@link Fault#STALL}. Default: 30 s. */
    public FakeSmtpServerBuilder timeout(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("at least 1 ms: " + timeout);
        }
        this.timeout = timeout;
        return this;
    }

    /** The name in greeting and EHLO reply. Default: mail.test. */
    public FakeSmtpServerBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** The local address to listen on. Default: 127.0.0.1. */
    public FakeSmtpServerBuilder host(String host) {
        this.host = host;
        return this;
    }

    /** The port to listen on. Default: 0, one that is free. */
    public FakeSmtpServerBuilder port(int port) {
        this.port = port;
        return this;
    }

    /** The receive buffer's size in bytes, so that a client's writes block sooner. Default: the system's. */
    public FakeSmtpServerBuilder receiveBuffer(int bytes) {
        receiveBuffer = bytes;
        return this;
    }

    /** Listens and returns; the server runs until it is closed. */
    public FakeSmtpServer start() {
        return new FakeSmtpServer(new Settings(this));
    }
}
