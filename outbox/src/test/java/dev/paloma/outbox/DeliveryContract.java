package dev.paloma.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.paloma.Mailer;
import dev.paloma.message.DsnRequest;
import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.outbox.OutboxWorkerBuilder.DestinationLimits;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.Fault;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a worker makes of the mails; the same in every database. */
@ExtendWith(NoLeaks.class)
abstract class DeliveryContract {
    final TestClock clock = new TestClock();
    final List<OutboxEvent> events = Collections.synchronizedList(new ArrayList<>());
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

    OutboxWorkerBuilder worker(FakeSmtpServer server) {
        return OutboxWorker.builder(outbox)
                .route("default", Mailer.builder().server(server.url()))
                .poll(Duration.ofMillis(50))
                .listener(events::add);
    }

    String submit(String subject, String... recipients) {
        return outbox.submit(Letters.mail(subject, recipients), SubmitOptions.standard())
                .id();
    }

    MailStatus show(String id) {
        return outbox.show(id).orElseThrow();
    }

    void until(String id, MailState state) {
        await().atMost(Duration.ofSeconds(60)).until(() -> show(id).state() == state);
    }

    static List<String> subjects(FakeSmtpServer server) {
        return server.received().stream().map(DeliveryContract::subject).toList();
    }

    static String subject(ReceivedMail mail) {
        String text = mail.text();
        int at = text.indexOf("Subject: ") + "Subject: ".length();
        return text.substring(at, text.indexOf("\r\n", at));
    }

    @Test
    void aMailIsDeliveredAndItsHistoryIsKept() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server).build().start()) {
            String id = submit("one", "bob@example.net", "cid@example.net", "dot@example.com");
            worker.untilEmpty();
            MailStatus mail = show(id);
            assertThat(mail.state()).isEqualTo(MailState.ACCEPTED);
            assertThat(mail.recipients())
                    .extracting(MailStatus.Recipient::state)
                    .containsOnly(MailState.ACCEPTED);
            assertThat(mail.attempts()).hasSize(2).allSatisfy(attempt -> {
                assertThat(attempt.outcome()).isEqualTo(MailStatus.Result.ACCEPTED);
                assertThat(attempt.number()).isEqualTo(1);
                assertThat(attempt.server()).isEqualTo(server.host() + ":" + server.port());
            });
            assertThat(server.received()).hasSize(2);
            assertThat(server.violations()).isEmpty();
        }
        assertThat(events)
                .extracting(OutboxEvent::kind)
                .containsOnly(OutboxEvent.Kind.ACCEPTED)
                .hasSize(2);
        assertThat(events).extracting(OutboxEvent::messageId).containsOnly("<one@example.org>");
        assertThat(events).noneMatch(OutboxEvent::repeated);
    }

    @Test
    void manyMailsAreDeliveredOnceEach() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server).build().start()) {
            List<Outbox.Submission> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(new Outbox.Submission(
                        Letters.mail("m" + i, "r@d" + i % 50 + ".example"), SubmitOptions.standard()));
            }
            outbox.submitAll(all);
            worker.untilEmpty();
            assertThat(subjects(server)).doesNotHaveDuplicates().hasSize(1000);
        }
        assertThat(outbox.stats().mails())
                .containsEntry(MailState.ACCEPTED, 1000L)
                .containsEntry(MailState.QUEUED, 0L);
        assertThat(events).hasSize(1000);
    }

    @Test
    void aRefusedRecipientIsRefusedAndTheOthersGetTheirs() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                        .start();
                OutboxWorker worker = worker(server).build().start()) {
            String id = submit("one", "bob@example.net", "cid@example.net");
            worker.untilEmpty();
            MailStatus mail = show(id);
            assertThat(mail.state()).isEqualTo(MailState.REFUSED);
            assertThat(mail.recipients())
                    .extracting(MailStatus.Recipient::state)
                    .containsExactly(MailState.REFUSED, MailState.ACCEPTED);
            assertThat(mail.recipients().get(0).text()).contains("no such user");
            assertThat(mail.attempts().get(0).replies().get(0).code()).isEqualTo(550);
        }
        assertThat(events).extracting(OutboxEvent::kind).containsExactly(OutboxEvent.Kind.REFUSED);
    }

    @Test
    void whatIsDeferredWaitsLongerEachTime() throws Exception {
        AtomicInteger times = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(
                                Step.RCPT.of("bob@example.net"),
                                request -> times.incrementAndGet() <= 2
                                        ? Reply.of(450, "4.2.0 greylisted")
                                        : request.usual())
                        .start();
                OutboxWorker worker = worker(server).build().start()) {
            String id = submit("one", "bob@example.net", "cid@example.net");
            await().until(() -> show(id).attempts().stream().anyMatch(attempt -> attempt.ended() != null));
            MailStatus mail = show(id);
            assertThat(mail.state()).isEqualTo(MailState.QUEUED);
            Duration first = Duration.between(clock.instant(), mail.times().next());
            assertThat(first).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(375));
            worker.untilIdle();
            assertThat(times).hasValue(1);
            clock.jump(Duration.ofSeconds(376));
            await().until(() -> show(id).attempts().size() == 2);
            worker.untilIdle();
            Duration second = Duration.between(clock.instant(), show(id).times().next());
            assertThat(second).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(750));
            assertThat(outbox.retry(id)).isTrue();
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
            assertThat(show(id).attempts()).hasSize(3);
            assertThat(server.received())
                    .extracting(ReceivedMail::recipientAddresses)
                    .containsExactly(List.of("cid@example.net"), List.of("bob@example.net"));
        }
        assertThat(events)
                .extracting(OutboxEvent::kind)
                .containsExactly(OutboxEvent.Kind.DEFERRED, OutboxEvent.Kind.DEFERRED, OutboxEvent.Kind.ACCEPTED);
    }

    @Test
    void aMailThatCantBeDeliveredInItsTimeExpiresAfterALastAttempt() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT, Reply.of(450, "4.2.0 later"))
                        .start();
                OutboxWorker worker = worker(server).build().start()) {
            Mail mail = Letters.mail("one", "bob@example.net");
            String id = outbox.submit(mail, SubmitOptions.standard().withExpires(Duration.ZERO))
                    .id();
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.EXPIRED);
            assertThat(show(id).attempts()).hasSize(1);
        }
        assertThat(events).extracting(OutboxEvent::kind).containsExactly(OutboxEvent.Kind.EXPIRED);
    }

    @Test
    void aLostAnswerIsADoubtAndTheMailIsSentAgain() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.CONTENT.onConnection(1), Fault.CLOSE)
                        .start();
                OutboxWorker worker = worker(server)
                        .retry(Duration.ofMillis(10), Duration.ofMillis(10))
                        .build()
                        .start()) {
            String id = submit("one", "bob@example.net");
            await().until(() ->
                    !show(id).attempts().isEmpty() && show(id).attempts().get(0).ended() != null);
            clock.jump(Duration.ofSeconds(1));
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
            assertThat(show(id).attempts())
                    .extracting(MailStatus.Attempt::outcome)
                    .containsExactly(MailStatus.Result.UNKNOWN, MailStatus.Result.ACCEPTED);
            assertThat(subjects(server)).containsExactly("one", "one");
        }
        assertThat(events)
                .extracting(OutboxEvent::kind)
                .containsExactly(OutboxEvent.Kind.IN_DOUBT, OutboxEvent.Kind.ACCEPTED);
    }

    @Test
    void aDoubtIsHeldWhereThatIsThePolicy() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.CONTENT.onConnection(1), Fault.CLOSE)
                        .start();
                OutboxWorker worker = worker(server).holdDoubtful().build().start()) {
            String id = submit("one", "bob@example.net");
            until(id, MailState.HELD);
            worker.untilEmpty(); // passes over it
            assertThat(outbox.release(id)).isTrue();
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
        }
    }

    @Test
    void aRouteThatFailsRestsAndCostsNobodyAnAttempt() throws Exception {
        AtomicInteger greetings = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(
                                Step.GREETING,
                                request -> greetings.incrementAndGet() <= 1
                                        ? Reply.of(421, "4.3.2 not now")
                                        : request.usual())
                        .start();
                OutboxWorker worker = worker(server).build().start()) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ids.add(submit("m" + i, "bob@example.net"));
            }
            worker.untilEmpty();
            assertThat(subjects(server)).doesNotHaveDuplicates().hasSize(20);
            assertThat(ids).allSatisfy(id -> {
                assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
                assertThat(show(id).attempts())
                        .extracting(MailStatus.Attempt::outcome)
                        .doesNotContain(MailStatus.Result.DEFERRED);
            });
        }
    }

    @Test
    void theSenderIsToldOnceOfWhatWasRefusedAndNeverOfAReport() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .offer("DSN")
                        .at(Step.RCPT.of("bob@example.net"), Reply.of(550, "5.1.1 no such user"))
                        .at(Step.RCPT.of("quiet@example.net"), Reply.of(550, "5.1.1 no such user"))
                        .at(Step.RCPT.of("lost@example.org"), Reply.of(550, "5.1.1 no such user"))
                        .start();
                OutboxWorker worker =
                        worker(server).reports("mta.example.org").build().start()) {
            Envelope envelope = Letters.envelope("bob@example.net", "quiet@example.net", "cid@example.net")
                    .withDsn(one -> one.local().equals("quiet") ? DsnRequest.never() : null);
            outbox.submit(new Mail(envelope, Letters.content("one")), SubmitOptions.standard());
            Envelope lost = Letters.envelope("bob@example.net").withSender(Mailbox.parse("lost@example.org"));
            outbox.submit(new Mail(lost, Letters.content("two")), SubmitOptions.standard());
            worker.untilEmpty();
            List<ReceivedMail> reports = server.received().stream()
                    .filter(mail -> mail.sender().isEmpty())
                    .toList();
            assertThat(reports).hasSize(1);
            assertThat(reports.get(0).recipientAddresses()).containsExactly("ann@example.org");
            assertThat(reports.get(0).text())
                    .contains("Final-Recipient: rfc822; bob@example.net\r\nAction: failed\r\nStatus: 5.1.1\r\n")
                    .contains("Diagnostic-Code: smtp; 550 5.1.1 no such user")
                    .contains("Reporting-MTA: dns; mta.example.org")
                    .contains("Subject: one")
                    .doesNotContain("quiet@example.net")
                    .doesNotContain("Subject: two");
            assertThat(outbox.list(MailQuery.all())).hasSize(4);
        }
    }

    @Test
    void onlyWhatIsDueIsSent() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server).build().start()) {
            Mail mail = Letters.mail("later", "bob@example.net");
            String id = outbox.submit(
                            mail,
                            SubmitOptions.standard()
                                    .withNotBefore(clock.instant().plus(Duration.ofDays(30))))
                    .id();
            submit("now", "bob@example.net");
            worker.untilIdle();
            assertThat(subjects(server)).containsExactly("now");
            clock.jump(Duration.ofDays(31));
            until(id, MailState.ACCEPTED);
        }
    }

    @Test
    void theMoreImportantGoesFirst() throws Exception {
        for (int i = 0; i < 10; i++) {
            outbox.submit(
                    Letters.mail("p" + i, "bob@example.net"),
                    SubmitOptions.standard().withPriority(i));
        }
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server).connections(1).build().start()) {
            worker.untilEmpty();
            assertThat(subjects(server)).containsExactly("p9", "p8", "p7", "p6", "p5", "p4", "p3", "p2", "p1", "p0");
        }
    }

    @Test
    void peopleHoldReleaseAndCancel() throws Exception {
        String held = submit("held", "bob@example.net", "bob@example.com");
        String cancelled = submit("cancelled", "bob@example.net");
        String sent = submit("sent", "cid@example.org");
        assertThat(outbox.hold(held)).isTrue();
        assertThat(outbox.hold(held)).isFalse();
        assertThat(outbox.cancel(cancelled)).isTrue();
        assertThat(outbox.purge(sent)).isFalse();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server).build().start()) {
            worker.untilEmpty();
            assertThat(subjects(server)).containsExactly("sent");
            assertThat(outbox.stats().mails())
                    .containsEntry(MailState.HELD, 1L)
                    .containsEntry(MailState.CANCELLED, 1L)
                    .containsEntry(MailState.ACCEPTED, 1L);
            assertThat(outbox.release(MailQuery.all().withDomain("example.com")))
                    .isEqualTo(1);
            worker.untilEmpty();
            assertThat(subjects(server)).containsExactlyInAnyOrder("sent", "held", "held");
        }
        assertThat(outbox.purge(MailQuery.all())).isEqualTo(3);
        assertThat(outbox.list(MailQuery.all())).isEmpty();
        assertThat(outbox.show(sent)).isEmpty();
    }

    @Test
    void whatWasRefusedIsTriedAgainOnRequest() throws Exception {
        AtomicInteger times = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(
                                Step.RCPT.of("bob@example.net"),
                                request -> times.incrementAndGet() == 1
                                        ? Reply.of(550, "5.1.1 no such user")
                                        : request.usual())
                        .start();
                OutboxWorker worker = worker(server).build().start()) {
            String id = submit("one", "bob@example.net", "cid@example.net");
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.REFUSED);
            assertThat(outbox.retry(id)).isTrue();
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
            assertThat(show(id).attempts())
                    .extracting(MailStatus.Attempt::number)
                    .containsExactly(1, 2);
            assertThat(server.received())
                    .extracting(ReceivedMail::recipientAddresses)
                    .containsExactly(List.of("cid@example.net"), List.of("bob@example.net"));
        }
    }

    @Test
    void aDomainGetsNoMoreAtATimeThanItsLimit() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.builder()
                        .at(Step.RCPT, request -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            return request.usual();
                        })
                        .at(Step.CONTENT, request -> {
                            now.decrementAndGet();
                            return request.usual();
                        })
                        .start();
                OutboxWorker worker = worker(server)
                        .destination("example.net", new DestinationLimits(2, 0, Duration.ofSeconds(1)))
                        .build()
                        .start()) {
            for (int i = 0; i < 60; i++) {
                submit("m" + i, "bob@example.net");
            }
            worker.untilEmpty();
            assertThat(server.received()).hasSize(60);
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void aRateIsKept() throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server)
                        .rate("default", 50, Duration.ofSeconds(1))
                        .build()
                        .start()) {
            long began = System.nanoTime();
            for (int i = 0; i < 60; i++) {
                submit("m" + i, "bob@example.net");
            }
            worker.untilEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
            assertThat(server.received()).hasSize(60);
        }
    }

    @Test
    void anEventIsToldAgainToAListenerThatFailed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server)
                        .lease(Duration.ofMillis(600))
                        .listener(event -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new IllegalStateException("not now");
                            }
                            events.add(event);
                        })
                        .build()
                        .start()) {
            submit("one", "bob@example.net");
            await().until(() -> events.size() == 1);
            worker.untilEmpty();
        }
        assertThat(events.get(0).repeated()).isTrue();
        assertThat(events.get(0).kind()).isEqualTo(OutboxEvent.Kind.ACCEPTED);
        assertThat(events.get(0).attempt().replies())
                .extracting(MailStatus.Reply::recipient)
                .containsExactly("bob@example.net");
    }

    @Test
    void aMailWithManyRecipientsInManyDomainsIsSettledByItsLastJob() throws Exception {
        List<Mailbox> recipients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            recipients.add(Mailbox.parse("r" + i + "@d" + i % 30 + ".example"));
        }
        try (FakeSmtpServer server = FakeSmtpServer.start();
                OutboxWorker worker = worker(server).build().start()) {
            Mail mail = new Mail(Letters.envelope("a@example.net").withRecipients(recipients), Letters.content("list"));
            String id = outbox.submit(mail, SubmitOptions.standard()).id();
            worker.untilEmpty();
            assertThat(show(id).state()).isEqualTo(MailState.ACCEPTED);
            assertThat(server.received().stream().flatMap(one -> one.recipientAddresses().stream()))
                    .hasSize(300)
                    .doesNotHaveDuplicates();
        }
    }
}
