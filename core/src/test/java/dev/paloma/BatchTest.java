package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Mail;
import dev.paloma.message.Sink;
import dev.paloma.smtp.Acceptance;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.FakeSmtpServerBuilder;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Reply;
import dev.paloma.testkit.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many mails: {@link Mailer#sendAll} and {@link Mailer#sendAsync}. */
@ExtendWith(NoLeaks.class)
class BatchTest {
    private static FakeSmtpServerBuilder server(String mode) {
        return switch (mode) {
            case "chunks" -> FakeSmtpServer.builder().offer("CHUNKING");
            case "groups" -> FakeSmtpServer.builder();
            default -> FakeSmtpServer.builder().withhold("PIPELINING");
        };
    }

    private static MailerBuilder to(FakeSmtpServer server) {
        return Mailer.builder()
                .server("smtp://127.0.0.1:" + server.port() + "?tls=none")
                .timeouts(Setting.quick())
                .connections(1);
    }

    private static List<Mail> mails(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Mail.of(Setting.mail("r" + i + "@example.net")))
                .toList();
    }

    private static List<Sent> sendAll(Mailer mailer, List<Mail> mails) {
        List<Sent> all = Collections.synchronizedList(new ArrayList<>());
        mailer.sendAll(mails.iterator(), all::add);
        assertThat(all).extracting(Sent::mail).containsExactlyInAnyOrderElementsOf(mails);
        return all;
    }

    private static String recipient(Sent sent) {
        return sent.receipt().rows().get(0).recipient().address();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunks", "groups", "one by one"})
    void everyMailArrivesOnceAndInOrder(String mode) {
        List<Mail> mails = mails(50);
        try (FakeSmtpServer server = server(mode).start();
                Mailer mailer = to(server).build()) {
            List<Sent> all = sendAll(mailer, mails);
            assertThat(all)
                    .allMatch(sent -> sent.failure() == null && sent.receipt().isAccepted());
            assertThat(server.received())
                    .flatExtracting(ReceivedMail::recipientAddresses)
                    .containsExactlyElementsOf(IntStream.range(0, 50)
                            .mapToObj(i -> "r" + i + "@example.net")
                            .toList());
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.violations()).isEmpty();
        }
    }

    /**
     * The answers are kept back, so that a client that waits for one before it goes on gets stuck. It may wait for that to the
     * first RSET.
     */
    @Test
    void aWindowOfMailsIsOnTheWayBeforeTheFirstAnswer() {
        FakeSmtpServerBuilder script = server("chunks");
        for (int i = 3; i <= 10; i++) {
            script.at(Step.RSET.nth(i - 1), Reply.usual().withNext());
            script.at(Step.MAIL.nth(i), Reply.usual().withNext());
            script.at(Step.RCPT.nth(i), Reply.usual().withNext());
        }
        for (int i = 3; i < 10; i++) {
            script.at(Step.CONTENT.nth(i), Reply.usual().withNext());
        }
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            assertThat(sendAll(mailer, mails(10)))
                    .allMatch(sent -> sent.receipt().isAccepted());
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void theNextEnvelopeRidesWithTheFinalDot() {
        FakeSmtpServerBuilder script = server("groups");
        for (Step step : List.of(Step.MAIL, Step.RCPT)) {
            script.at(step, Reply.usual().withNext());
        }
        for (int i = 1; i < 5; i++) {
            script.at(Step.CONTENT.nth(i), Reply.usual().withNext());
        }
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            assertThat(sendAll(mailer, mails(5)))
                    .allMatch(sent -> sent.receipt().isAccepted());
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunks", "groups", "one by one"})
    void aRefusalConcernsNoOtherMail(String mode) {
        FakeSmtpServerBuilder script = server(mode)
                .at(Step.RCPT.of("r3@example.net"), Reply.of(550, "5.1.1 Who?"))
                .at(Step.CONTENT.nth(5), Reply.of(554, "5.7.1 Spam"))
                .at(Step.MAIL.nth(8), Reply.of(451, "4.3.0 Later"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            List<Sent> all = sendAll(mailer, mails(12));
            List<String> failed = all.stream()
                    .filter(sent -> sent.failure() != null)
                    .map(sent -> recipient(sent) + " "
                            + sent.receipt().rows().get(0).outcome() + " "
                            + sent.receipt().rows().get(0).code().orElse(0))
                    .toList();
            assertThat(failed)
                    .hasSize(3)
                    .contains("r3@example.net REFUSED 550", "r7@example.net DEFERRED 451")
                    .anyMatch(text -> text.endsWith("REFUSED 554"));
            assertThat(server.received()).hasSize(9);
            assertThat(server.violations()).isEmpty();
        }
    }

    /** What stands behind a 421 wasn't taken, and goes by another connection. */
    @ParameterizedTest
    @ValueSource(strings = {"chunks", "groups", "one by one"})
    void F53_aServerThatClosesAfterSomeMailsGetsTheRestByAnother(String mode) {
        FakeSmtpServerBuilder script =
                server(mode).at(Step.MAIL.nth(4).onConnection(1), Reply.of(421, "4.7.0 Enough for one connection"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            List<Sent> all = sendAll(mailer, mails(20));
            assertThat(all).allMatch(sent -> sent.receipt().isAccepted());
            assertThat(server.received()).hasSize(20);
            assertThat(server.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chunks", "groups", "one by one"})
    void F43_tooManyRecipientsGoInFurtherTransactionsUnderOneReceipt(String mode) {
        String[] names =
                IntStream.range(0, 25).mapToObj(i -> "r" + i + "@example.net").toArray(String[]::new);
        int[] taken = {0};
        FakeSmtpServerBuilder script = server(mode)
                .at(Step.MAIL, request -> {
                    taken[0] = 0;
                    return request.usual();
                })
                .at(Step.RCPT, request -> ++taken[0] > 10 ? Reply.of(452, "4.5.3 Too many") : request.usual());
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).acceptance(Acceptance.AT_LEAST_ONE).build()) {
            Mail mail = Mail.of(Setting.mail(names));
            Receipt receipt = mailer.send(mail);
            assertThat(receipt.isAccepted()).isTrue();
            assertThat(receipt.rows()).hasSize(25);
            assertThat(sendAll(mailer, List.of(mail, mail)))
                    .allMatch(sent -> sent.receipt().isAccepted());
            assertThat(server.received()).hasSize(9);
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void aFutureTellsTheReceiptOrTheFailure() throws Exception {
        FakeSmtpServerBuilder script =
                server("chunks").at(Step.RCPT.of("eve@example.net"), Reply.of(550, "5.1.1 Who?"));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).build()) {
            CompletableFuture<Receipt> good = mailer.sendAsync(Mail.of(Setting.mail("bob@example.net")));
            CompletableFuture<Receipt> bad = mailer.sendAsync(Mail.of(Setting.mail("eve@example.net")));
            assertThat(good.get().isAccepted()).isTrue();
            Throwable e = catchThrowable(bad::get);
            assertThat(e).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(SendException.class);
        }
    }

    @Test
    void R4_aFutureThatIsCancelledInTimeIsCertainlyNotSent() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FakeSmtpServerBuilder script =
                server("groups").at(Step.DATA.nth(1), Reply.usual().once(release));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).window(1).build()) {
            CompletableFuture<Receipt> first = mailer.sendAsync(Mail.of(Setting.mail("a@example.net")));
            CompletableFuture<Receipt> second = mailer.sendAsync(Mail.of(Setting.mail("b@example.net")));
            assertThat(second.cancel(false)).isTrue();
            assertThat(first.cancel(false)).isTrue();
            release.countDown();
            assertThat(catchThrowable(first::get)).isInstanceOf(CancellationException.class);
            CompletableFuture<Receipt> third = mailer.sendAsync(Mail.of(Setting.mail("c@example.net")));
            assertThat(third.get().isAccepted()).isTrue();
            assertThat(third.cancel(false)).isFalse();
            assertThat(server.received())
                    .flatExtracting(ReceivedMail::recipientAddresses)
                    .containsExactly("c@example.net");
        }
    }

    /** Of two connections one hangs in a mail's end: what waits goes by the other, although the first had been free before it. */
    @Test
    void noMailWaitsBehindOneThatFillsTheWindow() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        FakeSmtpServerBuilder script = server("groups")
                .at(Step.RCPT.of("a@example.net"), Reply.usual().once(first))
                .at(Step.RCPT.of("b@example.net"), Reply.usual().once(second))
                .at(Step.CONTENT.nth(1).onConnection(1), Reply.usual().once(end));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).connections(2).window(1).build()) {
            CompletableFuture<Receipt> slow = mailer.sendAsync(Mail.of(Setting.mail("a@example.net")));
            await().until(() -> server.transcript().toString().contains("1 C: RCPT TO:<a@"));
            CompletableFuture<Receipt> quick = mailer.sendAsync(Mail.of(Setting.mail("b@example.net")));
            CompletableFuture<Receipt> waits = mailer.sendAsync(Mail.of(Setting.mail("c@example.net")));
            first.countDown();
            await().until(() -> server.clientFlights(1) == 3); // EHLO, envelope, content
            second.countDown();
            assertThat(quick.get().isAccepted()).isTrue();
            assertThat(waits.get(10, TimeUnit.SECONDS).isAccepted()).isTrue();
            assertThat(slow).isNotDone();
            end.countDown();
            assertThat(slow.get().isAccepted()).isTrue();
        }
    }

    /** The one connection that rests is called for the first of them: the second needs another. */
    @Test
    void mailsThatComeTogetherDontWaitForOneConnection() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        FakeSmtpServerBuilder script =
                server("groups").at(Step.RCPT.of("a@example.net"), Reply.usual().once(held));
        try (FakeSmtpServer server = script.start();
                Mailer mailer = to(server).connections(2).window(1).build()) {
            Mail a = Mail.of(Setting.mail("a@example.net"));
            Mail b = Mail.of(Setting.mail("b@example.net"));
            mailer.sendAsync(Mail.of(Setting.mail("first@example.net"))).get();
            await().until(BatchTest::allLanesRest);
            CompletableFuture<Receipt> slow = mailer.sendAsync(a);
            CompletableFuture<Receipt> quick = mailer.sendAsync(b);
            assertThat(quick.get(10, TimeUnit.SECONDS).isAccepted()).isTrue();
            assertThat(slow).isNotDone();
            held.countDown();
            assertThat(slow.get().isAccepted()).isTrue();
        }
    }

    private static boolean allLanesRest() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("paloma-lane-"))
                .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void anIteratorThatThrowsLosesNothingOfWhatItGave() {
        Stream<Mail> mails = IntStream.range(0, 10).mapToObj(i -> {
            if (i == 5) {
                throw new IllegalStateException("no more");
            }
            return Mail.of(Setting.mail("r" + i + "@example.net"));
        });
        List<Sent> all = Collections.synchronizedList(new ArrayList<>());
        try (FakeSmtpServer server = server("chunks").start();
                Mailer mailer = to(server).build()) {
            Throwable e = catchThrowable(() -> mailer.sendAll(mails.iterator(), all::add));
            assertThat(e).hasMessage("no more");
            assertThat(all).hasSize(5).allMatch(sent -> sent.receipt().isAccepted());
            assertThat(server.received()).hasSize(5);
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anErrorOfTheCallbackIsThrownOnOnceAllIsDone() {
        AssertionError wrong = new AssertionError("not what I expected");
        try (FakeSmtpServer server = server("chunks").start();
                Mailer mailer = to(server).build()) {
            Throwable e = catchThrowable(() -> mailer.sendAll(mails(5).iterator(), sent -> {
                throw wrong;
            }));
            assertThat(e).isSameAs(wrong);
            assertThat(sendAll(mailer, mails(5)))
                    .allMatch(sent -> sent.receipt().isAccepted());
        }
    }

    /** Its end fails, in a way in which nothing should. */
    private record BrokenContent(Content whole) implements Content {
        @Override
        public Headers headers() {
            return whole.headers();
        }

        @Override
        public Envelope envelope() {
            return whole.envelope();
        }

        @Override
        public Form form(Form offered) {
            return whole.form(offered);
        }

        @Override
        public long size(Form form) {
            return whole.size(form);
        }

        @Override
        public void writeTo(Sink sink, Form form) throws IOException {
            throw new AssertionError("not what I expected");
        }
    }

    /** Those on their way before it hung for ever, and it was told that nothing was sent of what was. */
    @ParameterizedTest
    @ValueSource(strings = {"chunks", "groups"})
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anErrorOfOneMailsContentLeavesNoneUntold(String mode) {
        Mail whole = Mail.of(Setting.mail("r2@example.net"));
        Mail third = new Mail(whole.envelope(), new BrokenContent(whole.content()));
        List<Mail> mails = new ArrayList<>(mails(6));
        mails.set(2, third);
        try (FakeSmtpServer server = server(mode).start();
                Mailer mailer = to(server).build()) {
            List<Sent> all = sendAll(mailer, mails);
            assertThat(all).allSatisfy(sent -> {
                boolean arrived = server.received().stream()
                        .anyMatch(mail -> mail.recipientAddresses().contains(recipient(sent)));
                Outcome outcome = sent.receipt().rows().get(0).outcome();
                assertThat(outcome)
                        .isIn(arrived ? List.of(Outcome.ACCEPTED, Outcome.UNKNOWN) : List.of(Outcome.values()));
                assertThat(sent.mail().equals(third)).isEqualTo(outcome == Outcome.DEFERRED);
            });
            assertThat(mailer.sendAsync(third)).failsWithin(10, TimeUnit.SECONDS);
            assertThat(mailer.sendAsync(mails.get(0))).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aListenersErrorIsNobodysBusiness() {
        MailerListener wrong = new MailerListener() {
            @Override
            public void finished(Finished finished) {
                throw new AssertionError("not what I expected");
            }
        };
        try (FakeSmtpServer server = server("chunks").start();
                Mailer mailer = to(server).listener(wrong).build()) {
            assertThat(mailer.send(Setting.mail("bob@example.net")).isAccepted())
                    .isTrue();
        }
    }
}
