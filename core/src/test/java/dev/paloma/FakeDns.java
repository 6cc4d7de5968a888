package dev.paloma;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A DNS server on this machine that knows MX records, how to fail, and how to keep silent. */
final class FakeDns implements AutoCloseable {
    static final List<String> NO_SUCH_NAME = List.of("NXDOMAIN");
    static final List<String> FAILURE = List.of("SERVFAIL");
    static final List<String> SILENCE = List.of("SILENCE");
    static final List<String> GARBAGE = List.of("GARBAGE");

    private static final int MX = 15;

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final Map<String, List<String>> records;
    private final Thread thread = new Thread(this::serve, "fake-dns");

    /**
     * @param records by domain: those of {@code MX}, such as {@code 10 mail.example.org.}, or one of the constants
     */
    FakeDns(Map<String, List<String>> records) throws IOException {
        this.records = records;
        thread.start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    private void serve() {
        byte[] buffer = new byte[512];
        try {
            while (true) {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                byte[] answer = answer(buffer, question.getLength());
                if (answer != null) {
                    socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private byte @Nullable [] answer(byte[] question, int length) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (question[at] != 0) {
            name.append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII))
                    .append('.');
            at += question[at] + 1;
        }
        int end = at + 5;
        boolean mx = question[at + 2] == MX;
        String domain = name.substring(0, Math.max(0, name.length() - 1)).toLowerCase(Locale.ROOT);
        List<String> known = records.getOrDefault(domain, NO_SUCH_NAME);
        if (known == SILENCE) {
            return null;
        }
        if (known == GARBAGE) {
            byte[] garbage = new byte[64];
            System.arraycopy(question, 0, garbage, 0, 2);
            java.util.Arrays.fill(garbage, 2, garbage.length, (byte) 0xC0);
            return garbage;
        }
        boolean fails = known == NO_SUCH_NAME || known == FAILURE;
        List<String> told = fails || !mx ? List.of() : known;
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(octets);
        out.write(question, 0, 2);
        out.writeShort(0x8580 | (known == NO_SUCH_NAME ? 3 : known == FAILURE ? 2 : 0));
        out.writeShort(1);
        out.writeShort(told.size());
        out.writeInt(0);
        out.write(question, 12, end - 12);
        for (String record : told) {
            String[] words = record.split(" ");
            byte[] host = encoded(words[1]);
            out.writeShort(0xC00C); // the name that was asked for
            out.writeShort(MX);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(2 + host.length);
            out.writeShort(Integer.parseInt(words[0]));
            out.write(host);
        }
        return length < 12 ? null : octets.toByteArray();
    }

    private static byte[] encoded(String host) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : host.split("\\.")) {
            if (!label.isEmpty()) {
                out.write(label.length());
                out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.write(0);
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
