package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeliveryOptionsTest {
    private static final DeliveryOptions NONE = DeliveryOptions.none();
    private static final Mailbox BOB = Mailbox.parse("bob@example.net");
    private static final Mailbox EVE = Mailbox.parse("eve@example.net");
    private static final List<String> BREAKS =
            List.of("\r", "\n", "\0", "\u0001", "\t", "\u007f", "\u0085", "\u2028", "\ud800", "ä", "č", "瘍");

    private static void refused(ThrowingCallable call) {
        assertThatExceptionOfType(MessageException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void keepsEveryWish() {
        DeliverBy by = DeliverBy.orNotify(Duration.ofHours(2)).withTrace();
        DeliveryOptions all = NONE.withDsn(DsnRequest.never())
                .withReturned(DeliveryOptions.Returned.HEADERS)
                .withEnvelopeId("a b")
                .withRequiredTls()
                .withPriority(-9)
                .withQueue()
                .withSubmitter(BOB)
                .withDeliverBy(by)
                .withHoldFor(Duration.ofSeconds(1));
        assertThat(all.dsn()).isEqualTo(DsnRequest.never());
        assertThat(all.returned()).isEqualTo(DeliveryOptions.Returned.HEADERS);
        assertThat(all.envelopeId()).isEqualTo("a b");
        assertThat(all.requiresTls()).isTrue();
        assertThat(all.priority()).hasValue(-9);
        assertThat(all.asksForQueue()).isTrue();
        assertThat(all.submitter()).isEqualTo("bob@example.net");
        assertThat(all.deliverBy()).isEqualTo(by);
        assertThat(all.holdFor()).isEqualTo(Duration.ofSeconds(1));
        assertThat(all.isNone()).isFalse();
    }

    @Test
    void hasNoWishesUnlessToldSo() {
        assertThat(NONE.isNone()).isTrue();
        assertThat(NONE.withQueue().isNone())
                .as("nothing that a server must offer")
                .isTrue();
        assertThat(NONE.withPriority(0).isNone()).isFalse();
        assertThat(NONE.priority()).isEmpty();
        assertThat(NONE.withUnknownSubmitter().submitter()).isEqualTo("<>");
    }

    @Test
    void holdsForATimeOrUntilOne() {
        Instant then = Instant.parse("2030-01-02T03:04:05Z");
        DeliveryOptions until = NONE.withHoldFor(Duration.ofDays(1)).withHoldUntil(then);
        assertThat(until.holdUntil()).isEqualTo(then);
        assertThat(until.holdFor()).isNull();
        assertThat(until.withHoldFor(Duration.ofDays(1)).holdUntil()).isNull();
    }

    @Test
    void S2_refusesWhatCantBeSaidInAnEnvelopeId() {
        for (String bad : BREAKS) {
            refused(() -> NONE.withEnvelopeId("id" + bad + "RCPT TO:<eve@example.net>"));
            refused(() -> DsnRequest.usual().originally("x400", "a" + bad));
            refused(() -> DsnRequest.usual().originally("x" + bad, "a"));
        }
        refused(() -> NONE.withEnvelopeId(""));
        refused(() -> DsnRequest.usual().originally("x400", ""));
        refused(() -> DsnRequest.usual().originally("x;y", "a"));
    }

    @Test
    void boundsTheEnvelopeIdInTheFormInWhichItIsSent() {
        assertThat(NONE.withEnvelopeId("x".repeat(100)).envelopeId()).hasSize(100);
        refused(() -> NONE.withEnvelopeId("x".repeat(101)));
        assertThat(NONE.withEnvelopeId("+".repeat(33)).envelopeId()).hasSize(33);
        refused(() -> NONE.withEnvelopeId("+".repeat(34)));
        refused(() -> NONE.withEnvelopeId("x".repeat(1_000_000)));
    }

    @Test
    void boundsNumbersAndTimes() {
        refused(() -> NONE.withPriority(-10));
        refused(() -> NONE.withPriority(10));
        for (Duration bad : List.of(
                Duration.ZERO,
                Duration.ofSeconds(-1),
                Duration.ofMillis(1500),
                Duration.ofSeconds(1_000_000_000),
                Duration.ofSeconds(Long.MAX_VALUE))) {
            refused(() -> NONE.withHoldFor(bad));
            refused(() -> DeliverBy.orReturn(bad));
        }
        assertThat(DeliverBy.orReturn(Duration.ofSeconds(999_999_999)).late()).isEqualTo(DeliverBy.Late.RETURN);
        refused(() -> NONE.withHoldUntil(Instant.parse("1969-12-31T23:59:59Z")));
        refused(() -> NONE.withHoldUntil(Instant.MAX));
    }

    @Test
    void namesASubmitterInAsciiOnly() {
        refused(() -> NONE.withSubmitter(Mailbox.parse("č@example.org")));
        assertThat(NONE.withSubmitter(Mailbox.parse("a@straße.example")).submitter())
                .isEqualTo("a@xn--strae-oqa.example");
    }

    @Test
    void writesRequestsForReportsAsParameters() {
        assertThat(DsnRequest.usual().parameters()).isEmpty();
        assertThat(DsnRequest.never().parameters()).isEqualTo("NOTIFY=NEVER");
        assertThat(DsnRequest.on(DsnRequest.Event.DELAY, DsnRequest.Event.SUCCESS, DsnRequest.Event.DELAY)
                        .parameters())
                .isEqualTo("NOTIFY=SUCCESS,DELAY");
        assertThat(DsnRequest.on(DsnRequest.Event.FAILURE)
                        .originally(Mailbox.parse("Team <team+all=x@example.org>"))
                        .parameters())
                .isEqualTo("NOTIFY=FAILURE ORCPT=rfc822;team+2Ball+3Dx@example.org");
        assertThat(DsnRequest.usual().originally("X400", "/G=A B/").parameters())
                .isEqualTo("ORCPT=x400;/G+3DA+20B/");
    }

    @Test
    void writesOriginalAddressesBeyondAsciiInAscii() {
        assertThat(DsnRequest.usual()
                        .originally(Mailbox.parse("\"č \\\\+\"@example.org"))
                        .parameters())
                .isEqualTo("ORCPT=utf-8;\"\\x{10D}\\x{20}\\x{5C}\\x{5C}\\x{2B}\"@example.org");
        assertThat(DsnRequest.usual()
                        .originally(Mailbox.parse("😀@example.org"))
                        .parameters())
                .isEqualTo("ORCPT=utf-8;\\x{1F600}@example.org");
    }

    @Test
    void requestsAreOneRecipientsOrEverybodys() {
        DsnRequest delay = DsnRequest.on(DsnRequest.Event.DELAY);
        Envelope envelope = Envelope.of(null, List.of(BOB, EVE));
        assertThat(envelope.dsn(0)).isNull();
        assertThat(envelope.isPlain()).isTrue();
        Envelope some = envelope.withDsn(recipient -> recipient.sameAddress(EVE) ? delay : null);
        assertThat(some.isPlain()).isFalse();
        assertThat(some.dsn(0)).isNull();
        assertThat(some.dsn(1)).isEqualTo(delay);
        Envelope all = some.with(NONE.withDsn(DsnRequest.never()));
        assertThat(all.dsn(0)).isEqualTo(DsnRequest.never());
        assertThat(all.dsn(1)).isEqualTo(delay);
        assertThat(envelope.withDsn(recipient -> null).isPlain()).isTrue();
    }

    @Test
    void whoeverIsLeftKeepsTheRequest() {
        DsnRequest delay = DsnRequest.on(DsnRequest.Event.DELAY);
        Envelope envelope = Envelope.of(null, List.of(BOB, EVE))
                .withDsn(recipient -> recipient.sameAddress(EVE) ? delay : null)
                .with(NONE.withPriority(3));
        Envelope rest = envelope.withRecipients(
                        List.of(Mailbox.parse("Eve <eve@EXAMPLE.net>"), Mailbox.parse("cy@b.c")))
                .withSender(BOB);
        assertThat(rest.dsn(0)).isEqualTo(delay);
        assertThat(rest.dsn(1)).isNull();
        assertThat(rest.options().priority()).hasValue(3);
        assertThat(rest.sender()).isEqualTo(BOB);
        assertThatThrownBy(() -> rest.withRecipients(List.of())).isInstanceOf(MessageException.class);
    }

    @Test
    void aRequestForReportsIsReadBackFromItsParameters() {
        List<DsnRequest> requests = List.of(
                DsnRequest.usual(),
                DsnRequest.never(),
                DsnRequest.on(DsnRequest.Event.FAILURE, DsnRequest.Event.DELAY),
                DsnRequest.never().originally(Mailbox.parse("\"a=b + c\"@example.org")),
                DsnRequest.usual().originally(Mailbox.parse("jörg@example.org")),
                DsnRequest.on(DsnRequest.Event.SUCCESS).originally("x400", "/C=de;/"));
        for (DsnRequest request : requests) {
            assertThat(DsnRequest.parse(request.parameters())).isEqualTo(request);
        }
    }

    @Test
    void whatIsNoRequestForReportsIsntRead() {
        for (String text :
                List.of("NOTIFY=", "NOTIFY=NEVER,DELAY", "ORCPT=x", "ORCPT=a;b\r\nRSET", "NOTIFY=NEVER x", " ")) {
            assertThatThrownBy(() -> DsnRequest.parse(text)).isInstanceOf(MessageException.class);
        }
    }
}
