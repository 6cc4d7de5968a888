package dev.paloma.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paloma.bench.Offers.Offer;
import dev.paloma.testkit.NoLeaks;
import dev.paloma.testkit.TestAuthority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class FastSinkTest {
    private static final String ENVELOPE = "MAIL FROM:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nRCPT TO:<g@h.i>\r\n";
    private static final String DATA = "EHLO me\r\n" + ENVELOPE + "DATA\r\nS: x\r\n\r\n..\r\n.a\r\nend\r\n.\r\n"
            + "mail from:<>\r\nrcpt to:<d@e.f>\r\ndata\r\n.\r\n";
    private static final String CHUNKS =
            "EHLO me\r\n" + ENVELOPE + "BDAT 4\r\n.\r\n.BDAT 0\r\nBDAT 3 LAST\r\n\r\n." + "NOOP\r\n";

    private final Tally tally = new Tally();

    private static String converse(int port, String said, int atOnce) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return converse(socket, said, atOnce);
        }
    }

    private static String converse(Socket socket, String said, int atOnce) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        byte[] octets = (said + "QUIT\r\n").getBytes(StandardCharsets.US_ASCII);
        OutputStream out = socket.getOutputStream();
        for (int i = 0; i < octets.length; i += atOnce) {
            out.write(octets, i, Math.min(atOnce, octets.length - i));
        }
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void countsMailsAfterDataHoweverTheyArrive(int atOnce) throws IOException {
        try (FastSink sink = new FastSink(Offers.of(Offer.PIPELINING), tally)) {
            String replies = converse(sink.port(), DATA, atOnce);
            assertThat(replies).containsSubsequence("220 ", "250 SIZE", "354 ", "queued", "354 ", "queued", "221 ");
        }
        assertThat(tally.take()).isEqualTo(new Tally.Count(2, 3, "S: x\r\n\r\n..\r\n.a\r\nend\r\n".length(), 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 1000})
    void countsMailsInChunksHoweverTheyArrive(int atOnce) throws IOException {
        try (FastSink sink = new FastSink(Offers.of(Offer.CHUNKING), tally)) {
            String replies = converse(sink.port(), CHUNKS, atOnce);
            assertThat(replies).containsSubsequence("250-CHUNKING", "2.1.5", "2.0.0 Ok", "2.0.0 Ok", "queued", "221 ");
        }
        assertThat(tally.take()).isEqualTo(new Tally.Count(1, 2, 7, 0, 0));
    }

    @Test
    void countsAgainFromNothingAfterItWasAsked() throws IOException {
        try (FastSink sink = new FastSink(Offers.of(), tally)) {
            converse(sink.port(), DATA, 1000);
            tally.take();
            converse(sink.port(), CHUNKS, 1000);
        }
        assertThat(tally.take().messages()).isEqualTo(1);
    }

    @Test
    void tellsAResumedTlsSessionFromANewOne() throws Exception {
        SSLSocketFactory sockets = TestAuthority.clientContext().getSocketFactory();
        try (FastSink sink = new FastSink(Offers.of(Offer.TLS), tally)) {
            for (int i = 0; i < 3; i++) {
                try (Socket socket = sockets.createSocket("localhost", sink.port())) {
                    assertThat(converse(socket, DATA, 1000)).contains("queued");
                }
            }
        }
        assertThat(tally.take()).extracting("messages", "handshakes", "resumed").containsExactly(6L, 3L, 2L);
    }

    @Test
    void startsTlsWhenAsked() throws Exception {
        SSLSocketFactory sockets = TestAuthority.clientContext().getSocketFactory();
        try (FastSink sink = new FastSink(Offers.of(Offer.STARTTLS), tally);
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), sink.port())) {
            plain.getOutputStream().write("STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
            String ready = "";
            while (!ready.contains("TLS\r\n")) {
                ready += (char) plain.getInputStream().read();
            }
            try (Socket secure = sockets.createSocket(plain, "localhost", sink.port(), true)) {
                assertThat(converse(secure, DATA, 1000)).contains("queued");
            }
        }
        assertThat(tally.take().messages()).isEqualTo(2);
    }

    @Test
    void aDistantServerAnswersAfterARoundTripHoweverMuchIsOnItsWay() throws IOException {
        Duration away = Duration.ofMillis(100);
        try (FastSink sink = new FastSink(Offers.of(Offer.CHUNKING), tally);
                DelayingProxy proxy = new DelayingProxy(sink.port(), away.dividedBy(2))) {
            long began = System.nanoTime();
            String replies = converse(proxy.port(), CHUNKS.repeat(1000), 65_536);
            long nanos = System.nanoTime() - began;
            assertThat(replies.split("queued", -1)).hasSize(1001);
            assertThat(Duration.ofNanos(nanos)).isBetween(away, away.multipliedBy(20));
        }
        assertThat(tally.take().messages()).isEqualTo(1000);
    }
}
