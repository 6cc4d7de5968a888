package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.smtp.Stage;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Segmentation;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What receipts and exceptions tell of a session. */
@ExtendWith(NoLeaks.class)
class ReceiptFactsTest {
    private static SendException failure(FakeSmtpServer server, Setting.Tls tls) {
        Setting setting = new Setting(tls, Segmentation.WHOLE);
        try (Mailer mailer = Mailer.builder()
                .server(setting.address(server))
                .timeouts(Setting.quick())
                .build()) {
            return catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.net")));
        }
    }

    @Test
    void aSessionThatEndsBeforeTheMailTellsItsTlsAndTimes() {
        FakeSmtpServerBuilder script = FakeSmtpServer.builder()
                .startTls(TestCertificate.GOOD)
                .at(Step.EHLO.nth(2), Reply.of(421, "4.3.2 Not now"));
        try (FakeSmtpServer server = script.start()) {
            Receipt.Session session =
                    failure(server, Setting.Tls.STARTTLS).receipt().session();
            assertThat(session.tls()).isNotNull();
            assertThat(session.times()).containsKeys(Stage.CONNECT, Stage.GREETING, Stage.EHLO, Stage.STARTTLS);
        }
    }

    @Test
    void aRefusalBeforeTheMailNamesItsStageAndWhatToDo() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.GREETING, Reply.of(421, "4.3.2 Not now"))
                .start()) {
            assertThat(failure(server, Setting.Tls.CLEAR))
                    .hasMessageContaining("the server said 421 4.3.2 Not now")
                    .hasMessageContaining("stage greeting")
                    .hasMessageEndingWith("; try again later");
        }
    }

    @Test
    void F62_whatTheServerSaidInsteadOfAnAnswerIsShown() {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                .at(Step.CONTENT, Reply.raw("wibble\r\n"))
                .start()) {
            SendException e = failure(server, Setting.Tls.CLEAR);
            assertThat(e.kind()).isEqualTo(SendException.Kind.UNKNOWN);
            assertThat(e).hasMessageContaining("wibble").hasMessageContaining("may have been delivered");
            assertThat(e.receipt().rows().get(0).text()).contains("wibble");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2.0.0 r1abc23 Message accepted for delivery | r1abc23",
                "2.0.0 Message accepted for delivery |",
                "Ok: 12345 | 12345",
                "2.0.0 Ok: queued as 4XyZ | 4XyZ",
                "2.0.0 OK  1732890000 d2e1a72fcca58-72si123b.12 - gsmtp | d2e1a72fcca58-72si123b.12",
                "2.0.0 OK 1732890000 d2e1a72fcca58-gsmtp | d2e1a72fcca58",
                "2.6.0 <abc@mail.test> [InternalId=7, Hostname=X] Queued mail for delivery | abc@mail.test",
                "<abc> Queued mail for delivery | abc",
                "2.0.0 Ok |",
                "OK thanks |",
                "2.0.0 Ok: done |"
            })
    void theQueueIdIsReadAsKnownServersWordIt(String text, String id) {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.CONTENT, Reply.of(250, text))
                        .start();
                Mailer mailer = Mailer.to("smtp://127.0.0.1:" + server.port())) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).session().queueId())
                    .isEqualTo(id);
        }
    }

    @Test
    void whatTheProgramSaysOfConnectionsGoesBeforeTheUrl() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            String url = "smtp://127.0.0.1:" + server.port() + "?pool=4";
            MailerBuilder builder = Mailer.builder().server(url);
            try (Mailer two = builder.copy().connections(2).build();
                    Mailer four = builder.build()) {
                two.warmUp(9);
                assertThat(server.connections()).isEqualTo(2);
                four.warmUp(9);
                assertThat(server.connections()).isEqualTo(6);
            }
        }
    }

    @Test
    void S16_aPasswordWithASlashIsNotShown() {
        IllegalArgumentException e =
                catchThrowableOfType(IllegalArgumentException.class, () -> Server.parse("smtp://ann:CAN/ARY"));
        assertThat(e).hasMessageContaining("%2F").hasMessageNotContaining("ARY");
    }
}
