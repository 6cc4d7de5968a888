package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.message.Mail;
import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Connector;
import dev.paloma.smtp.SmtpConnection;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.smtp.Trace;
import dev.paloma.smtp.TransactionResult;
import dev.paloma.smtp.Trust;
import dev.paloma.smtp.Watchdog;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail that still stands on the server takes whatever content comes next, unless RSET has really removed it. */
@ExtendWith(NoLeaks.class)
class RefusedResetTest {
    private static final String CHUNKS = "CHUNKING";

    private static MailerBuilder to(StubbornServer server) {
        return Mailer.builder()
                .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                .timeouts(Setting.quick())
                .acceptance(Acceptance.AT_LEAST_ONE)
                .connections(1);
    }

    private static SendException failed(Mailer mailer, String recipient) {
        return catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail(recipient)));
    }

    private static boolean arrives(Mailer mailer, String recipient) {
        return mailer.send(Setting.mail(recipient)).isAccepted();
    }

    /** Whatever the server makes of the envelope behind it: nested, or out of order. */
    @ParameterizedTest
    @CsvSource({
        "502, 250, 250, 250",
        "502, 503, 250, 250",
        "502, 503, 550, 250",
        "502, 250, 550, 250",
        "250, 503, 250, 250",
        "250, 503, 550, 250",
        "250, 503, 503, 503"
    })
    void noContentFollowsWhatARefusedMailHasLeft(int rset, int mail, int rcpt, int bdat) throws Exception {
        StubbornServer server = new StubbornServer(CHUNKS)
                .says("BDAT", 552, bdat)
                .says("RSET", rset)
                .says("MAIL", 250, mail)
                .says("RCPT", 250, rcpt);
        try (server;
                Mailer mailer = to(server).build()) {
            assertThat(failed(mailer, "ann@example.net").isUnknown()).isFalse();
            assertThat(arrives(mailer, "bob@example.net")).isTrue();
        }
        assertThat(server.said(1)).filteredOn("BDAT"::equals).hasSize(1);
        assertThat(server.said(2)).containsOnlyOnce("BDAT");
    }

    @Test
    void aResetThatIsRefusedOnlyLaterIsFoundOutToo() throws Exception {
        StubbornServer server =
                new StubbornServer(CHUNKS).says("BDAT", 552, 552).says("RSET", 250, 502);
        try (server;
                Mailer mailer = to(server).build()) {
            assertThat(failed(mailer, "ann@example.net").isUnknown()).isFalse();
            assertThat(failed(mailer, "bob@example.net").isUnknown()).isFalse();
            assertThat(arrives(mailer, "eve@example.net")).isTrue();
        }
        assertThat(server.said(1)).filteredOn("BDAT"::equals).hasSize(2);
    }

    /** An empty mail would go to whomever the refused one had named. */
    @ParameterizedTest
    @CsvSource({"502, 250, 250", "502, 250, 550", "502, 503, 550", "250, 250, 550"})
    void neitherContentNorALoneDotFollowsARefusedDataCommand(int rset, int mail, int rcpt) throws Exception {
        StubbornServer server = new StubbornServer("")
                .says("DATA", 554, 354)
                .says("RSET", rset)
                .says("MAIL", 250, mail)
                .says("RCPT", 250, rcpt);
        try (server;
                Mailer mailer = to(server).build()) {
            assertThat(failed(mailer, "ann@example.net").isUnknown()).isFalse();
            if (rset == 250) {
                assertThat(failed(mailer, "bob@example.net").isPermanent()).isTrue();
            } else {
                assertThat(arrives(mailer, "bob@example.net")).isTrue();
                assertThat(server.said(2)).contains(".");
            }
        }
        assertThat(server.said(1)).doesNotContain(".");
    }

    /** Perhaps for those whom an earlier mail had named, perhaps for nobody: it mustn't go out a second time. */
    @Test
    void contentThatIsTakenAlthoughEverybodyWasRefusedIsInDoubt() throws Exception {
        StubbornServer server = new StubbornServer(CHUNKS).says("RCPT", 550);
        try (server;
                Mailer mailer = to(server).build()) {
            SendException e = failed(mailer, "bob@example.net");
            assertThat(e.isUnknown()).isTrue();
            assertThat(e.receipt().rows()).allMatch(row -> row.outcome() == Outcome.UNKNOWN);
            assertThat(arrives(mailer, "ann@example.net")).isTrue();
        }
        assertThat(server.said(1)).containsOnlyOnce("BDAT");
        assertThat(server.said(2)).containsOnlyOnce("BDAT");
    }

    /** The lone dot ends nobody's mail (RFC 2920 §3.1), whatever is said to it. */
    @Test
    void aLoneDotForNobodyIsNoDoubt() throws Exception {
        StubbornServer server = new StubbornServer("").says("RCPT", 550);
        try (server;
                Mailer mailer = to(server).build()) {
            assertThat(failed(mailer, "bob@example.net").isPermanent()).isTrue();
        }
        assertThat(server.said(1)).contains(".");
    }

    /** Three mails are on their way before the first answer but that to the first RSET; the third's is refused. */
    @ParameterizedTest
    @ValueSource(ints = {250, 550})
    void whatStandsBehindAResetThatIsRefusedInAWindowIsInDoubtAndTheLast(int rcpt) throws Exception {
        StubbornServer server = new StubbornServer(CHUNKS)
                .says("BDAT", 250, 552, 250)
                .says("RSET", 250, 502)
                .says("MAIL", 250, 250, 503)
                .says("RCPT", 250, 250, rcpt);
        List<TransactionResult> results = new ArrayList<>();
        try (server;
                Watchdog watchdog = new Watchdog();
                SmtpConnection connection = open(server, watchdog)) {
            for (String recipient : List.of("ann@example.net", "bob@example.net", "eve@example.net")) {
                submit(connection, recipient, results);
            }
            connection.settle();
            assertThat(results).hasSize(3);
            assertThat(results.get(0).isAccepted(0)).isTrue();
            assertThat(results.get(1).isInDoubt()).isFalse();
            assertThat(results.get(2).isInDoubt(0)).isTrue();
            assertThat(connection.isUsable()).isFalse();
        }
        assertThat(server.said(1)).filteredOn("BDAT"::equals).hasSize(3);
    }

    /** What comes behind it would be judged by what the earlier mail had left. */
    @Test
    void noMailBeginsBehindAResetThatWasRefused() throws Exception {
        StubbornServer server = new StubbornServer(CHUNKS)
                .says("BDAT", 250, 552, 503)
                .says("RSET", 250, 502)
                .says("MAIL", 250, 250, 503);
        List<TransactionResult> results = new ArrayList<>();
        try (server;
                Watchdog watchdog = new Watchdog();
                SmtpConnection connection = open(server, watchdog)) {
            for (String recipient : List.of("ann@example.net", "bob@example.net", "eve@example.net")) {
                submit(connection, recipient, results);
            }
            connection.submit(Mail.of(Setting.mail("dan@example.net")), Acceptance.ALL, 1, results::add);
            connection.settle();
            assertThat(results).hasSize(4);
            assertThat(results.get(2).isInDoubt()).isFalse();
            assertThat(results.get(3).isInDoubt()).isFalse();
            assertThat(results.get(3).failure()).isNotNull();
        }
        assertThat(server.said(1)).filteredOn("MAIL"::equals).hasSize(3);
    }

    private static void submit(SmtpConnection connection, String recipient, List<TransactionResult> results)
            throws Exception {
        connection.submit(Mail.of(Setting.mail(recipient)), Acceptance.ALL, 5, results::add);
    }

    private static SmtpConnection open(StubbornServer server, Watchdog watchdog) throws Exception {
        TlsPolicy policy = TlsPolicy.of(TlsPolicy.Mode.NONE, Trust.certificates(TestAuthority.certificate()));
        SmtpSettings settings =
                new SmtpSettings("localhost", "client.test", policy, null, SmtpSettings.Timing.standard());
        return SmtpConnection.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                settings,
                Connector.tcp(),
                watchdog,
                Trace.none());
    }
}
