package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Message;
import dev.paloma.sasl.Credentials;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import dev.paloma.smtp.Timeouts;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trust;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.TestAuthority;
import dev.paloma.testkit.TestCertificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How a test's client reaches its server: in clear or inside TLS, what is offered, in what pieces the replies come. */
record Setting(Tls tls, Segmentation segmentation, boolean pipelining, boolean chunking) {
    enum Tls {
        CLEAR,
        STARTTLS,
        IMPLICIT
    }

    /** As most servers are: PIPELINING, and no CHUNKING. */
    Setting(Tls tls, Segmentation segmentation) {
        this(tls, segmentation, true, false);
    }

    /** Every way with every segmentation, what is offered being the usual: for what goes wrong before MAIL. */
    static Stream<Setting> lines() {
        List<Setting> lines = new ArrayList<>();
        for (Tls tls : Tls.values()) {
            for (Segmentation segmentation : Segmentation.values()) {
                lines.add(new Setting(tls, segmentation));
            }
        }
        return lines.stream();
    }

    /** Every way with every segmentation and every offer. */
    static Stream<Setting> all() {
        return lines().flatMap(line ->
                Stream.of(line, line.offering(true, true), line.offering(false, false), line.offering(false, true)));
    }

    private Setting offering(boolean groups, boolean chunks) {
        return new Setting(tls, segmentation, groups, chunks);
    }

    FakeSmtpServerBuilder server() {
        FakeSmtpServerBuilder builder = FakeSmtpServer.builder().segmentation(segmentation);
        if (!pipelining) {
            builder.withhold("PIPELINING");
        }
        if (chunking) {
            builder.offer("CHUNKING");
        }
        return switch (tls) {
            case CLEAR -> builder;
            case STARTTLS -> builder.startTls(TestCertificate.GOOD);
            case IMPLICIT -> builder.implicitTls(TestCertificate.GOOD);
        };
    }

    Server address(FakeSmtpServer server) {
        TlsPolicy.Mode mode = switch (tls) {
            case CLEAR -> TlsPolicy.Mode.NONE;
            case STARTTLS -> TlsPolicy.Mode.REQUIRED;
            case IMPLICIT -> TlsPolicy.Mode.IMPLICIT;
        };
        return Server.smtp("localhost", server.port()).withTls(TlsPolicy.of(mode, trust()));
    }

    /**
     * Whether all of the mail may have left before the reply to MAIL is read: only where commands may be grouped and
     * chunks need no go-ahead, and where no refused recipient keeps it back (RFC 2920, RFC 3030).
     */
    boolean contentMayHaveLeft(Shape shape) {
        boolean waitsForRecipients = shape.recipients() > 1 && shape.acceptance() == Acceptance.ALL;
        return pipelining && chunking && !waitsForRecipients && shape.size().fitsInOneFlow();
    }

    Mailer mailer(FakeSmtpServer server) {
        return Mailer.builder().server(address(server)).timeouts(quick()).build();
    }

    Mailer mailer(FakeSmtpServer server, Acceptance acceptance) {
        return Mailer.builder()
                .server(address(server))
                .timeouts(quick())
                .acceptance(acceptance)
                .build();
    }

    static Trust trust() {
        return Trust.certificates(TestAuthority.certificate());
    }

    /** Short enough for tests that let a stage time out, long enough for a busy machine in those that don't. */
    static Timeouts quick() {
        return Timeouts.standard().cappedAt(Duration.ofSeconds(20)).with(Stage.END_OF_DATA, Duration.ofSeconds(20));
    }

    static Credentials ann() {
        return Credentials.of("ann", "secret");
    }

    static Content mail(String... recipients) {
        return Message.builder()
                .from("ann@example.org")
                .to(recipients)
                .subject("Test")
                .text("Hello\n.\n..\n.end\n")
                .build();
    }

    @Override
    public String toString() {
        return tls + " " + segmentation + (pipelining ? " PIPELINING" : "") + (chunking ? " CHUNKING" : "");
    }
}
