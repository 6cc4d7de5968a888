package dev.paloma.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.message.Envelope;
import dev.paloma.message.Mail;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Message;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** So that neither side can block the other, only so many replies may be due; LMTP's end mark has many. */
class LmtpRepliesTest {
    private static final int RECIPIENTS = 60;

    @Test
    void theEndMarksRepliesCountAmongThoseThatAreDue() throws SmtpException {
        Crowd crowd = new Crowd();
        SmtpSettings settings = new SmtpSettings(
                "lmtp.example",
                "client.test",
                TlsPolicy.of(TlsPolicy.Mode.NONE, Trust.system()),
                null,
                SmtpSettings.Timing.standard(),
                new SmtpSettings.Protocol(true, true, true));
        List<TransactionResult> results = new ArrayList<>();
        try (Watchdog watchdog = new Watchdog();
                SmtpConnection connection = SmtpConnection.open(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 24),
                        settings,
                        (address, limit) -> crowd,
                        watchdog,
                        Trace.none())) {
            for (int i = 0; i < 20; i++) {
                connection.submit(mail(), Acceptance.AT_LEAST_ONE, 20, results::add);
            }
            connection.settle();
        }
        assertThat(results).hasSize(20).allMatch(result -> result.isAccepted(RECIPIENTS - 1));
        assertThat(crowd.most).isLessThanOrEqualTo(200);
    }

    private static Mail mail() {
        List<Mailbox> recipients = IntStream.range(0, RECIPIENTS)
                .mapToObj(i -> Mailbox.parse("r" + i + "@example.net"))
                .toList();
        Message message = Message.builder()
                .from("ann@example.org")
                .to("all@example.net")
                .text("Hello\n")
                .build();
        return new Mail(Envelope.of(null, recipients), message);
    }

    /** An LMTP server that takes everything, and counts the replies that nobody has read yet. */
    private static final class Crowd implements Wire {
        private final Queue<String> replies = new ArrayDeque<>(List.of("220 lmtp.example"));
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long content;
        private boolean last;
        private int named;
        private int most;

        @Override
        public void write(byte[] octets, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                take(octets[i]);
            }
        }

        private void take(byte octet) {
            if (content > 0) {
                content--;
                if (content == 0) {
                    endChunk();
                }
            } else if (octet == '\n') {
                command(line.toString(StandardCharsets.US_ASCII).trim());
                line.reset();
            } else {
                line.write(octet);
            }
            most = Math.max(most, replies.size());
        }

        private void command(String text) {
            if (text.startsWith("BDAT")) {
                content = Long.parseLong(text.split(" ", -1)[1]);
                last = text.endsWith("LAST");
                return;
            }
            named = text.startsWith("RCPT") ? named + 1 : text.startsWith("RSET") ? 0 : named;
            replies.add(text.startsWith("LHLO") ? "250-lmtp.example\r\n250-PIPELINING\r\n250 CHUNKING" : "250 Ok");
        }

        private void endChunk() {
            for (int i = 0; i < (last ? named : 1); i++) {
                replies.add("250 Ok");
            }
            named = last ? 0 : named;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            String reply = replies.remove() + "\r\n";
            byte[] octets = reply.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(octets, 0, into, offset, octets.length);
            return octets.length;
        }

        @Override
        public int available() {
            return replies.size();
        }

        @Override
        public boolean isQuiet() {
            return replies.isEmpty();
        }

        @Override
        public @Nullable InetAddress localAddress() {
            return null;
        }

        @Override
        public SecureWire secure(TlsPolicy policy, String host) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
