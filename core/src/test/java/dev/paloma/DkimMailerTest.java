package dev.paloma;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.dkim.DkimSigner;
import dev.paloma.message.Content;
import dev.paloma.message.Mail;
import dev.paloma.message.Message;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is sent is signed, see {@link MailerBuilder#dkim}; whether the signatures hold is asked elsewhere. */
@ExtendWith(NoLeaks.class)
class DkimMailerTest {
    private static final PrivateKey KEY = key();

    @TempDir
    Path folder;

    private static PrivateKey key() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static DkimSigner signer(String domain) {
        return DkimSigner.builder(domain, "s1").key(KEY).build();
    }

    private static Mailer mailer(DkimSigner signer, FakeSmtpServer... servers) {
        MailerBuilder builder =
                Mailer.builder().timeouts(Setting.quick()).dkim(signer).connections(2);
        for (FakeSmtpServer server : servers) {
            builder.server("smtp://127.0.0.1:" + server.port() + "?tls=none");
        }
        return builder.build();
    }

    private static Message umlauts() {
        return Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .subject("Grüße")
                .text("Grüße\n.\n..\n" + "ß".repeat(1200) + "\n")
                .build();
    }

    private static String signature(ReceivedMail mail) {
        String text = new String(mail.content(), ISO_8859_1);
        return text.startsWith("DKIM-Signature: ") ? text.substring(0, text.indexOf("\r\nDate:")) : "";
    }

    @Test
    void theSameOctetsGoToEveryServer() {
        Content signed = signer("example.org").sign(umlauts());
        List<byte[]> arrived = new ArrayList<>();
        for (String[] offer : new String[][] {{}, {"8BITMIME"}, {"CHUNKING"}, {"CHUNKING", "BINARYMIME", "SMTPUTF8"}}) {
            FakeSmtpServerBuilder builder = FakeSmtpServer.builder().extensions("PIPELINING");
            builder.offer(offer);
            try (FakeSmtpServer server = builder.start();
                    Mailer mailer = Mailer.builder()
                            .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                            .build()) {
                mailer.send(signed);
                assertThat(server.violations()).isEmpty();
                arrived.add(server.received().get(0).content());
            }
        }
        assertThat(arrived).hasSize(4).allMatch(octets -> Arrays.equals(octets, arrived.get(0)));
        assertThat(new String(arrived.get(0), ISO_8859_1)).startsWith("DKIM-Signature: v=1;");
    }

    @Test
    void onlyMailFromItsDomainIsSigned() {
        Message other = Message.builder()
                .from("ann@example.com")
                .to("bob@example.net")
                .text("x")
                .build();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(signer("example.org"), server)) {
            mailer.send(umlauts());
            mailer.send(other);
            assertThat(server.received()).hasSize(2);
            assertThat(signature(server.received().get(0))).contains("d=example.org;");
            assertThat(server.received().get(1).text()).doesNotContain("DKIM-Signature");
        }
    }

    @Test
    void whoeverSendsManyHearsOfTheMailsAsHeGaveThem() {
        List<Mail> mails = IntStream.range(0, 40)
                .mapToObj(i -> Mail.of(Setting.mail("r" + i + "@example.net")))
                .toList();
        List<Sent> told = Collections.synchronizedList(new ArrayList<>());
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(signer("example.org"), server)) {
            mailer.sendAll(mails.iterator(), told::add);
            mailer.sendAsync(mails.get(0)).join();
            assertThat(server.received())
                    .hasSize(41)
                    .noneMatch(mail -> signature(mail).isEmpty());
        }
        assertThat(told).hasSize(40).allMatch(sent -> sent.receipt().isAccepted());
        Set<Mail> themselves = Collections.newSetFromMap(new IdentityHashMap<>());
        told.forEach(sent -> themselves.add(sent.mail()));
        assertThat(themselves).hasSize(40).containsAll(mails);
    }

    @Test
    void aMailIsSignedOnceForAllServersThatAreTried() {
        AtomicInteger signatures = new AtomicInteger();
        Clock counting = new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochSecond(signatures.incrementAndGet());
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        DkimSigner signer =
                DkimSigner.builder("example.org", "s1").key(KEY).clock(counting).build();
        try (FakeSmtpServer first = FakeSmtpServer.builder()
                        .at(Step.MAIL, Reply.of(451, "later"))
                        .start();
                FakeSmtpServer second = FakeSmtpServer.start();
                Mailer mailer = mailer(signer, first, second)) {
            mailer.send(umlauts());
            assertThat(first.connections()).isEqualTo(1);
            assertThat(signature(second.received().get(0))).contains("t=1;");
        }
        assertThat(signatures).hasValue(1);
    }

    @Test
    void whatCannotBeSignedIsNotSent() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "text");
        Message message = Message.builder()
                .from("ann@example.org")
                .to("bob@example.net")
                .attach(file)
                .build();
        Files.delete(file);
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(signer("example.org"), server);
                Mailer stored = Mailer.builder()
                        .server("maildir:" + folder.resolve("box"))
                        .dkim(signer("example.org"))
                        .build()) {
            for (Mailer each : List.of(mailer, stored)) {
                SendException failure = catchThrowableOfType(SendException.class, () -> each.send(message));
                assertThat(failure.kind()).isEqualTo(SendException.Kind.CONTENT);
            }
            assertThat(server.received()).isEmpty();
        }
    }
}
