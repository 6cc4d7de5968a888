package dev.paloma.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final Mailbox ANN = Mailbox.parse("Ann <ann@example.org>");
    private static final Mailbox BOB = Mailbox.parse("bob@example.net");

    @Test
    void takesEachAddressOnceInOrder() {
        Mailbox again = Mailbox.parse("Another name <bob@EXAMPLE.net>");
        Mailbox upper = Mailbox.parse("BOB@example.net");
        assertThat(Envelope.of(ANN, List.of(BOB, ANN, again, upper)).recipients())
                .containsExactly(BOB, ANN, upper);
    }

    @Test
    void needsARecipientButNoSender() {
        assertThat(Envelope.of(null, List.of(BOB)).sender()).isNull();
        assertThatThrownBy(() -> Envelope.of(ANN, List.of()))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining("no recipient");
        assertThatThrownBy(() -> Envelope.of(ANN, List.of(BOB)).withRecipients(List.of()))
                .isInstanceOf(MessageException.class);
    }

    @Test
    void changesByMakingAnother() {
        Envelope envelope = Envelope.of(ANN, List.of(BOB));
        assertThat(envelope.withSender(null).sender()).isNull();
        assertThat(envelope.withSender(null).recipients()).containsExactly(BOB);
        assertThat(envelope.withRecipients(List.of(ANN)).sender()).isEqualTo(ANN);
        assertThat(envelope.withRecipients(List.of(ANN)).recipients()).containsExactly(ANN);
        assertThat(envelope.sender()).isEqualTo(ANN);
    }

    @Test
    void needsUtf8IfOneAddressDoes() {
        Mailbox utf8 = Mailbox.parse("č@example.org");
        assertThat(Envelope.of(ANN, List.of(BOB)).needsUtf8()).isFalse();
        assertThat(Envelope.of(utf8, List.of(BOB)).needsUtf8()).isTrue();
        assertThat(Envelope.of(null, List.of(BOB, utf8)).needsUtf8()).isTrue();
        assertThat(Envelope.of(null, List.of(Mailbox.parse("Änne <a@straße.example>")))
                        .needsUtf8())
                .isFalse();
    }
}
