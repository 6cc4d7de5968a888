package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.MailExchangers.Exchanger;
import dev.paloma.message.AddressException;
import dev.paloma.message.Mailbox;
import dev.paloma.smtp.Resolver;
import dev.paloma.smtp.TlsPolicy;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import dev.paloma.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which servers take mail for a domain, and whether any does (A13; RFC 5321 §5.1, RFC 7505). */
@ExtendWith(NoLeaks.class)
class MailExchangersTest {
    private static final Map<String, List<String>> RECORDS = Map.of(
            "two.example",
            List.of("20 b.two.example.", "10 a.two.example."),
            "none.example",
            List.of(),
            "null.example",
            List.of("0 ."),
            "broken.example",
            FakeDns.FAILURE,
            "silent.example",
            FakeDns.SILENCE,
            "garbage.example",
            FakeDns.GARBAGE,
            "gone.example",
            FakeDns.NO_SUCH_NAME,
            "xn--strae-oqa.example",
            List.of("10 mail.xn--strae-oqa.example."));

    private static MailExchangers asking(FakeDns dns) {
        return MailExchangers.at(dns.address(), Duration.ofMillis(100));
    }

    private static Resolver knowing(String... names) {
        return host -> {
            if (!Set.of(names).contains(host)) {
                throw new Resolver.NoSuchNameException(host);
            }
            return List.of(InetAddress.getLoopbackAddress());
        };
    }

    @Test
    void theRecordsAreRead() throws IOException {
        try (FakeDns dns = new FakeDns(RECORDS)) {
            assertThat(asking(dns).of("two.example"))
                    .containsExactlyInAnyOrder(new Exchanger(10, "a.two.example"), new Exchanger(20, "b.two.example"));
            assertThat(asking(dns).of("none.example")).isEmpty();
            assertThat(asking(dns).of("null.example"))
                    .allMatch(Exchanger::isNull)
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "two.example, YES",
        "none.example, YES",
        "straße.example, YES",
        "null.example, NO",
        "gone.example, NO",
        "not a domain, NO",
        "broken.example, CANT_TELL",
        "silent.example, CANT_TELL",
        "garbage.example, CANT_TELL"
    })
    void A13_aDomainTakesMailByMxOrElseByItsAddress(String domain, Probe.Answer answer) throws IOException {
        try (FakeDns dns = new FakeDns(RECORDS)) {
            assertThat(asking(dns).takeMailFor(domain, knowing("none.example"))).isEqualTo(answer);
        }
    }

    @Test
    void A13_withoutRecordsAndAddressThereIsNobodyToTakeIt() throws IOException {
        try (FakeDns dns = new FakeDns(RECORDS)) {
            assertThat(asking(dns).takeMailFor("none.example", knowing())).isEqualTo(Probe.Answer.NO);
            Resolver failing = host -> {
                throw new UnknownHostException(host);
            };
            assertThat(asking(dns).takeMailFor("none.example", failing)).isEqualTo(Probe.Answer.CANT_TELL);
        }
    }

    @Test
    void A13_addressesAreParsedAndExtracted() {
        assertThat(Mailbox.parse("Ann <ann@example.org>").address()).isEqualTo("ann@example.org");
        assertThat(Mailbox.parseList("Ann <ann@example.org>, team: bob@example.net, eve@example.net;"))
                .extracting(Mailbox::address)
                .containsExactly("ann@example.org", "bob@example.net", "eve@example.net");
        assertThatThrownBy(() -> Mailbox.parse("ann at example.org")).isInstanceOf(AddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10",
                "mail.example.org.",
                "x mail.example.org.",
                "-1 a.example.",
                "10 a b c",
                "10 -x-.example."
            })
    void aRecordThatMakesNoSenseIsPassedOver(String record) {
        assertThat(MailExchangers.read(record)).isNull();
    }

    private static Mailer mailer(FakeSmtpServer server, String query, MailExchangers exchangers, Resolver resolver) {
        return Mailer.builder()
                .server("smtp://example.org:" + server.port() + "?mx=true" + query)
                .exchangers(exchangers)
                .resolver(resolver)
                .timeouts(Setting.quick())
                .build();
    }

    @Test
    void theExchangersAreTriedInTheOrderOfTheirPreference() {
        List<String> asked = new ArrayList<>();
        Resolver resolver = host -> {
            asked.add(host);
            if (!host.equals("c.example.org")) {
                throw new UnknownHostException(host);
            }
            return List.of(InetAddress.getLoopbackAddress());
        };
        List<Exchanger> records = List.of(
                new Exchanger(30, "c.example.org"),
                new Exchanger(10, "a.example.org"),
                new Exchanger(20, "b.example.org"));
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(server, "&tls=none", domain -> records, resolver)) {
            Receipt receipt = mailer.send(Setting.mail("bob@example.org"));
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(asked).containsExactly("a.example.org", "b.example.org", "c.example.org");
            assertThat(receipt.tried())
                    .extracting(Receipt.Tried::server)
                    .containsExactly("a.example.org", "b.example.org");
        }
    }

    @Test
    void equalOnesShareTheWorkByChance() throws ConnectFailure {
        List<Exchanger> records = List.of(
                new Exchanger(10, "a.example.org"),
                new Exchanger(10, "b.example.org"),
                new Exchanger(20, "c.example.org"));
        Server domain = Server.parse("smtp://example.org?mx=true");
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<String> order = LookUp.exchangers(domain, name -> records);
            first.add(order.get(0));
            assertThat(order).hasSize(3).endsWith("c.example.org");
        }
        assertThat(first).containsExactlyInAnyOrder("a.example.org", "b.example.org");
    }

    @Test
    void onlySoManyAreTried() throws ConnectFailure {
        List<Exchanger> records = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            records.add(new Exchanger(i, "mx" + i + ".example.org"));
        }
        assertThat(LookUp.exchangers(Server.parse("smtp://example.org?mx=true"), name -> records))
                .hasSize(10)
                .startsWith("mx0.example.org");
    }

    @Test
    void withoutRecordsTheDomainItselfIsTheServer() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(server, "&tls=none", domain -> List.of(), knowing("example.org"))) {
            assertThat(mailer.send(Setting.mail("bob@example.org")).isAccepted())
                    .isTrue();
        }
    }

    @Test
    void F3_aDomainThatTakesNoMailRefusesItForGood() {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(server, "", domain -> List.of(new Exchanger(0, "")), knowing("example.org"))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.org")));
            assertThat(e.kind()).isEqualTo(SendException.Kind.REFUSED);
            assertThat(e).hasMessageContaining("takes no mail");
            assertThat(e.receipt().with(Outcome.REFUSED)).hasSize(1);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void F4_whereNoExchangerCanBeUsedTheDomainsOwnAddressIsNotTried() {
        MailExchangers exchangers = domain -> List.of(new Exchanger(10, "mx.nowhere.example"));
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(server, "&tls=none", exchangers, knowing("example.org"))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.org")));
            assertThat(e).hasMessageContaining("mx.nowhere.example");
            assertThat(e.receipt().rows()).noneMatch(row -> row.outcome() == Outcome.ACCEPTED);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void aLookUpThatFailsIsForLater() {
        MailExchangers failing = domain -> {
            throw new UnknownHostException(domain);
        };
        try (FakeSmtpServer server = FakeSmtpServer.start();
                Mailer mailer = mailer(server, "", failing, knowing("example.org"))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.org")));
            assertThat(e.isTransient()).isTrue();
            assertThat(e.receipt().with(Outcome.DEFERRED)).hasSize(1);
        }
    }

    @Test
    void aRefusalOfTheFirstIsNotTakenToTheNext() {
        List<Exchanger> records = List.of(new Exchanger(10, "a.example.org"), new Exchanger(20, "b.example.org"));
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT, Reply.of(550, "5.1.1 no such user"))
                        .start();
                Mailer mailer =
                        mailer(server, "&tls=none", domain -> records, knowing("a.example.org", "b.example.org"))) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.org")));
            assertThat(e.isPermanent()).isTrue();
            assertThat(server.connections()).isOne();
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, true", "mail.example.org, false"})
    void theCertificateMustBearTheExchangersNameAndNotTheDomains(String exchanger, boolean sent) {
        try (FakeSmtpServer server =
                        FakeSmtpServer.builder().startTls(TestCertificate.GOOD).start();
                Mailer mailer = Mailer.builder()
                        .server(Server.parse("smtp://example.org:" + server.port() + "?mx=true")
                                .withTls(TlsPolicy.of(TlsPolicy.Mode.REQUIRED, Setting.trust())))
                        .exchangers(domain -> List.of(new Exchanger(10, exchanger)))
                        .resolver(knowing(exchanger))
                        .build()) {
            SendException e =
                    catchThrowableOfType(SendException.class, () -> mailer.send(Setting.mail("bob@example.org")));
            assertThat(e == null).isEqualTo(sent);
            assertThat(server.received()).hasSize(sent ? 1 : 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smtp://ann:secret@example.org?mx=true",
                "smtps://example.org?mx=true",
                "smtp://192.0.2.1?mx=true",
                "smtp://[2001:db8::1]?mx=true"
            })
    void onlyADomainWithoutAUserHasExchangers(String url) {
        assertThatThrownBy(() -> Server.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mx=true")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aProbeLooksAtOneServer() {
        assertThatThrownBy(() -> Probe.of(Server.parse("smtp://example.org?mx=true")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one of its exchangers");
    }
}
