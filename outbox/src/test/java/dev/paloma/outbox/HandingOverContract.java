package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.paloma.message.Content;
import dev.paloma.message.DeliverBy;
import dev.paloma.message.DeliveryOptions;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.testkit.NoLeaks;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a mail that is handed over; the same in every database. */
@ExtendWith(NoLeaks.class)
abstract class HandingOverContract {
    final TestClock clock = new TestClock();
    Place place;
    Outbox outbox;

    abstract Place place() throws Exception;

    @BeforeEach
    void open() throws Exception {
        place = place();
        outbox = place.open(clock);
    }

    @AfterEach
    void close() {
        outbox.close();
        place.close();
    }

    @Test
    void aMailIsThereWithAllThatWasSaidOfIt() {
        SubmitOptions options = SubmitOptions.standard()
                .withPriority(7)
                .withTags("bulk", "spring")
                .withRoute("fast")
                .withExpires(Duration.ofHours(2))
                .withKey("order 42");
        Outbox.Submitted submitted = outbox.submit(Letters.mail("one", "bob@example.net", "cid@example.com"), options);
        assertThat(submitted.duplicate()).isFalse();
        MailStatus mail = outbox.show(submitted.id()).orElseThrow();
        assertThat(mail.state()).isEqualTo(MailState.QUEUED);
        assertThat(mail.sender()).isEqualTo("ann@example.org");
        assertThat(mail.messageId()).isEqualTo("<one@example.org>");
        assertThat(mail.options().priority()).isEqualTo(7);
        assertThat(mail.options().tags()).containsExactly("bulk", "spring");
        assertThat(mail.options().route()).isEqualTo("fast");
        assertThat(mail.options().key()).isEqualTo("order 42");
        assertThat(mail.times().submitted()).isEqualTo(clock.instant());
        assertThat(mail.times().expires()).isEqualTo(clock.instant().plus(Duration.ofHours(2)));
        assertThat(mail.recipients())
                .extracting(MailStatus.Recipient::address)
                .containsExactly("bob@example.net", "cid@example.com");
        assertThat(mail.attempts()).isEmpty();
    }

    @Test
    void whatWasSubmittedIsThereForTheNextProcess() {
        String id = outbox.submit(Letters.mail("one", "bob@example.net"), SubmitOptions.standard())
                .id();
        try (Outbox other = place.open(clock)) {
            assertThat(other.show(id)).isPresent();
        }
    }

    @Test
    void aRepeatedSubmitWithTheSameKeyReturnsTheFirstId() {
        SubmitOptions options = SubmitOptions.standard().withKey("order 42");
        Outbox.Submitted first = outbox.submit(Letters.mail("one", "bob@example.net"), options);
        Outbox.Submitted second = outbox.submit(Letters.mail("two", "bob@example.net"), options);
        assertThat(second).isEqualTo(new Outbox.Submitted(first.id(), true));
        assertThat(outbox.list(MailQuery.all())).hasSize(1);
        assertThat(outbox.show(first.id()).orElseThrow().messageId()).isEqualTo("<one@example.org>");
    }

    @Test
    void submitsWithTheSameKeyAtTheSameTimeMakeOneMail() throws Exception {
        Set<String> ids = Collections.synchronizedSet(new TreeSet<>());
        List<Thread> threads = new ArrayList<>();
        try (Outbox other = place.open(clock)) {
            for (int i = 0; i < 8; i++) {
                Outbox one = i % 2 == 0 ? outbox : other;
                threads.add(new Thread(() -> {
                    for (int key = 0; key < 20; key++) {
                        SubmitOptions options = SubmitOptions.standard().withKey("k" + key);
                        ids.add(one.submit(Letters.mail("m" + key, "bob@example.net"), options)
                                .id());
                    }
                }));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(ids).hasSize(20);
        assertThat(outbox.list(MailQuery.all())).hasSize(20);
    }

    @Test
    void idsAreNeverGivenTwice() {
        Set<String> ids = new TreeSet<>();
        try (Outbox other = place.open(clock)) {
            for (int i = 0; i < 50; i++) {
                ids.add(outbox.submit(
                                Letters.mail("a" + i, "bob@example.net", "cid@example.com"), SubmitOptions.standard())
                        .id());
                ids.add(other.submit(Letters.mail("b" + i, "bob@example.net"), SubmitOptions.standard())
                        .id());
                clock.jump(i % 2 == 0 ? Duration.ofDays(-1) : Duration.ofDays(1));
            }
        }
        assertThat(ids).hasSize(100);
    }

    @Test
    void severalMailsGoTogetherAndShareTheirContent() throws SQLException {
        Content content = Letters.content("news");
        List<Outbox.Submission> submissions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Mail mail = new Mail(Letters.envelope("r" + i + "@example.net"), content);
            submissions.add(new Outbox.Submission(mail, SubmitOptions.standard()));
        }
        assertThat(outbox.submitAll(submissions))
                .extracting(Outbox.Submitted::id)
                .doesNotHaveDuplicates()
                .hasSize(20);
        assertThat(count("outbox_content_chunk")).isEqualTo(1);
    }

    @Test
    void aRecipientDomainIsAJobAndAHundredRecipientsAreTheMost() throws SQLException {
        List<Mailbox> recipients = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            recipients.add(Mailbox.parse("r" + i + (i % 2 == 0 ? "@Example.net" : "@example.com")));
        }
        Mail mail = new Mail(Envelope.of(null, recipients), Letters.content("list"));
        String id = outbox.submit(mail, SubmitOptions.standard()).id();
        assertThat(count("outbox_job")).isEqualTo(4);
        MailStatus shown = outbox.show(id).orElseThrow();
        assertThat(shown.sender()).isNull();
        assertThat(shown.recipients())
                .extracting(MailStatus.Recipient::address)
                .containsExactlyElementsOf(
                        recipients.stream().map(Mailbox::address).toList());
    }

    @Test
    void wishesForTheDeliveryAreKept() {
        List<DeliveryOptions> all = List.of(
                DeliveryOptions.none(),
                DeliveryOptions.none().withQueue(),
                DeliveryOptions.none()
                        .withDsn(DsnRequest.never().originally(Mailbox.parse("jörg@example.org")))
                        .withReturned(DeliveryOptions.Returned.HEADERS)
                        .withEnvelopeId("a b&c=d%")
                        .withRequiredTls()
                        .withPriority(-3)
                        .withSubmitter(Mailbox.parse("\"x y\"@example.org"))
                        .withDeliverBy(DeliverBy.orNotify(Duration.ofHours(3)).withTrace())
                        .withHoldFor(Duration.ofSeconds(5)),
                DeliveryOptions.none().withUnknownSubmitter().withHoldUntil(clock.instant()));
        for (DeliveryOptions options : all) {
            assertThat(Wishes.parse(Wishes.text(options))).isEqualTo(options);
        }
    }

    @Test
    void aListIsOfThoseThatFit() {
        outbox.submit(
                Letters.mail("one", "bob@example.net"), SubmitOptions.standard().withTags("a_b"));
        outbox.submit(
                Letters.mail("two", "cid@example.com"), SubmitOptions.standard().withTags("axb", "c"));
        clock.jump(Duration.ofHours(1));
        outbox.submit(Letters.mail("three", "dot@example.com"), SubmitOptions.standard());
        assertThat(ids(MailQuery.all()))
                .containsExactly("<three@example.org>", "<two@example.org>", "<one@example.org>");
        assertThat(ids(MailQuery.all().withDomain("Example.com")))
                .containsExactly("<three@example.org>", "<two@example.org>");
        assertThat(ids(MailQuery.all().withRecipient("bob@example.net"))).containsExactly("<one@example.org>");
        assertThat(ids(MailQuery.all().withTag("a_b"))).containsExactly("<one@example.org>");
        assertThat(ids(MailQuery.all().withTag("a"))).isEmpty();
        assertThat(ids(MailQuery.all().withAge(Duration.ofMinutes(1)))).hasSize(2);
        assertThat(ids(MailQuery.all().withState(MailState.QUEUED))).hasSize(3);
        assertThat(ids(MailQuery.all().withState(MailState.ACCEPTED))).isEmpty();
        String last = outbox.list(MailQuery.all().withLimit(1)).get(0).id();
        assertThat(ids(MailQuery.all().before(last))).containsExactly("<two@example.org>", "<one@example.org>");
    }

    @Test
    void whatIsNoIdIsSaidToBeNone() {
        for (String id : List.of("", "U", "!", "ZZZZZZZZZZZZZ", "00000000000000", "a\nb")) {
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> outbox.show(id))
                    .withMessageContaining("no mail's id")
                    .withMessageNotContaining("\n");
        }
        assertThat(outbox.show("7")).isEmpty();
    }

    @Test
    void nothingIsTakenOnceItIsClosed() {
        outbox.close();
        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> outbox.submit(Letters.mail("one", "bob@example.net"), SubmitOptions.standard()))
                .withMessageContaining("closed");
    }

    @Test
    void manyThreadsShareTransactions() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String name = "t" + i;
            threads.add(new Thread(() -> {
                for (int n = 0; n < 25; n++) {
                    outbox.submit(Letters.mail(name + "-" + n, "bob@example.net"), SubmitOptions.standard());
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(outbox.list(MailQuery.all().withLimit(1000)))
                .extracting(MailStatus::messageId)
                .doesNotHaveDuplicates()
                .hasSize(400);
    }

    @Test
    void anOutboxOfANewerProgramIsLeftAlone() throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE outbox_schema SET version = 99");
        }
        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> place.open(clock))
                .withMessageContaining("99")
                .withMessageContaining("newer");
    }

    private List<String> ids(MailQuery query) {
        return outbox.list(query).stream().map(MailStatus::messageId).toList();
    }

    long count(String table) throws SQLException {
        try (Connection connection = place.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }
}
