package dev.paloma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.smtp.Acceptance;
import dev.paloma.smtp.Stage;
import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.ReceivedMail;
import dev.paloma.testkit.Transcript;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run.
 *
 * @param run which
 * @param server closed by now; it knows what it received
 * @param receipt the sender's word on each recipient
 * @param failure null if the acceptance policy was met
 * @param allLeft whether the mail's last octet was given to a write
 * @param before how much was said before this mail
 */
record Result(
        Run run,
        FakeSmtpServer server,
        Receipt receipt,
        @Nullable SendException failure,
        boolean allLeft,
        int before) {

    /** What must be true whatever the server did: nothing lost in silence, nothing twice, nothing claimed. */
    void requireSound(@Nullable Sample sample, String name) {
        assertThat(server.violations()).isEmpty();
        assertThat(receipt.rows()).hasSize(run.shape.recipients());
        List<ReceivedMail> taken = received(name);
        if (sample != null) {
            assertThat(taken).allSatisfy(mail -> assertThat(mail.content()).isEqualTo(sample.octets()));
        }
        Map<String, Long> copiesFor = taken.stream()
                .flatMap(mail -> mail.recipientAddresses().stream())
                .collect(Collectors.groupingBy(address -> address, Collectors.counting()));
        long accepted = 0;
        for (Receipt.Row row : receipt.rows()) {
            String address = row.recipient().address();
            long copies = copiesFor.getOrDefault(address, 0L);
            assertThat(copies).as("copies for %s", address).isLessThanOrEqualTo(1);
            switch (row.outcome()) {
                case ACCEPTED ->
                    assertThat(copies).as("accepted for %s", address).isOne();
                case UNKNOWN -> assertThat(allLeft).as("doubt without a reason").isTrue();
                default ->
                    assertThat(copies)
                            .as("%s for %s, who has it", row.outcome(), address)
                            .isZero();
            }
            accepted += row.outcome() == Outcome.ACCEPTED ? 1 : 0;
        }
        boolean met = accepted == receipt.rows().size()
                || (accepted > 0 && run.shape.acceptance() == Acceptance.AT_LEAST_ONE);
        assertThat(failure == null).as("policy met: %s", failure).isEqualTo(met);
        if (failure != null) {
            assertThat(failure.getMessage()).isNotBlank().matches("\\P{Cntrl}+");
        }
    }

    private List<ReceivedMail> received(String name) {
        return server.received().stream()
                .filter(mail -> mail.text().contains("\r\nthe last line of " + name + "\r\n")
                        || !mail.text().contains("\r\nthe last line of "))
                .toList();
    }

    /** What the client said for this mail. */
    List<String> commands() {
        List<Transcript.Entry> all = server.transcript().entries();
        return all.subList(before, all.size()).stream()
                .filter(entry -> entry.side() == Transcript.Side.CLIENT)
                .map(Transcript.Entry::text)
                .toList();
    }

    /** Whether the content travelled in chunks. */
    boolean usedChunks() {
        return commands().stream().anyMatch(line -> line.startsWith("BDAT "));
    }

    SendException failed() {
        assertThat(failure).as("a failure; the receipt says %s", receipt).isNotNull();
        return failure;
    }

    Result kind(SendException.Kind... kinds) {
        assertThat(failed().kind()).as("%s", failure).isIn((Object[]) kinds);
        return this;
    }

    Result stage(Stage... stages) {
        assertThat(failed().stage()).as("%s", failure).isIn((Object[]) stages);
        return this;
    }

    Result says(String... words) {
        assertThat(failed().getMessage()).contains(words);
        return this;
    }

    /** The same for each recipient. */
    Result each(Outcome outcome) {
        assertThat(receipt.rows())
                .as("%s", failure)
                .extracting(Receipt.Row::outcome)
                .containsOnly(outcome);
        return this;
    }

    Result rows(List<Outcome> outcomes) {
        assertThat(receipt.rows())
                .as("%s", failure)
                .extracting(Receipt.Row::outcome)
                .containsExactlyElementsOf(outcomes);
        return this;
    }

    Result accepted() {
        assertThat(failure).isNull();
        return each(Outcome.ACCEPTED);
    }

    /** Not sent; trying again may help. */
    Result deferred(Stage... stages) {
        kind(SendException.Kind.TEMPORARY).each(Outcome.DEFERRED);
        return stages.length == 0 ? this : stage(stages);
    }

    /** The server broke the protocol before it could have the mail. */
    Result broken(Stage... stages) {
        return kind(SendException.Kind.PROTOCOL).each(Outcome.DEFERRED).stage(stages);
    }

    /** No answer any more, at MAIL or RCPT: in doubt only if all of the mail had left by then. */
    Result lost(SendException.Kind otherwise) {
        if (!run.setting.contentMayHaveLeft(run.shape)) {
            assertThat(allLeft).as("content before it was due").isFalse();
        }
        if (allLeft) {
            return doubtful();
        }
        return kind(otherwise).each(Outcome.DEFERRED);
    }

    Result doubtful() {
        kind(SendException.Kind.UNKNOWN).each(Outcome.UNKNOWN).says("may have been delivered");
        assertThat(failed().isTransient()).isFalse();
        assertThat(failed().isPermanent()).isFalse();
        return this;
    }

    /** By the code: 4yz is for now, 5yz for good; each row keeps it. */
    Result answered(int code, Stage... stages) {
        if (code / 100 == 4) {
            deferred(stages);
        } else {
            kind(SendException.Kind.REFUSED).each(Outcome.REFUSED).stage(stages);
        }
        assertThat(receipt.rows()).extracting(row -> row.code().orElse(0)).containsOnly(code);
        return this;
    }
}
