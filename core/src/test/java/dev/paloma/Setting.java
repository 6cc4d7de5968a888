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

/** How a test's client reaches its server: in clear or inside TLS, and in what pieces the replies come. */
record Setting(Tls tls, Segmentation segmentation) {
    enum Tls {
        CLEAR,
        STARTTLS,
        IMPLICIT
    }

    /** Each way with each segmentation. */
    static Stream<Setting> all() {
        List<Setting> all = new ArrayList<>();
        for (Tls tls : Tls.values()) {
            for (Segmentation segmentation : Segmentation.values()) {
                all.add(new Setting(tls, segmentation));
            }
        }
        return all.stream();
    }

    FakeSmtpServerBuilder server() {
        FakeSmtpServerBuilder builder = FakeSmtpServer.builder().segmentation(segmentation);
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
}
