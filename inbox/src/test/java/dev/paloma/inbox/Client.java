package dev.paloma.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** A client that says exactly what a test wants. */
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Client(Inbox inbox) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), inbox.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Past greeting and EHLO. */
    static Client greeted(Inbox inbox) throws IOException {
        Client client = new Client(inbox);
        client.reply();
        client.say("EHLO client.example");
        return client;
    }

    /** Past MAIL and one RCPT. */
    static Client ready(Inbox inbox) throws IOException {
        Client client = greeted(inbox);
        client.begin();
        return client;
    }

    void begin() throws IOException {
        say("MAIL FROM:<ann@example.org>");
        say("RCPT TO:<bob@example.net>");
    }

    Socket socket() {
        return socket;
    }

    String say(String command) throws IOException {
        send(command + "\r\n");
        return reply();
    }

    void send(String text) throws IOException {
        send(text.getBytes(UTF_8));
    }

    void send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** A whole reply, its lines divided by LF; empty at the end of the connection. */
    String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        while (true) {
            String line = line();
            reply.append(reply.isEmpty() ? "" : "\n").append(line);
            if (line.length() < 4 || line.charAt(3) != '-') {
                return reply.toString();
            }
        }
    }

    String replies(int count) throws IOException {
        StringBuilder codes = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String reply = reply();
            codes.append(i == 0 ? "" : " ").append(reply, 0, Math.min(3, reply.length()));
        }
        return codes.toString();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                String text = line.toString(UTF_8);
                if (!text.endsWith("\r")) {
                    throw new IOException("reply line without CR: " + text);
                }
                return text.substring(0, text.length() - 1);
            }
            line.write(c);
        }
        return "";
    }

    /** Sends content by DATA, stuffed here; it must end in CRLF. */
    String data(String content) throws IOException {
        String reply = say("DATA");
        if (!reply.startsWith("354")) {
            throw new IOException("DATA: " + reply);
        }
        send(stuffed(content) + ".\r\n");
        return reply();
    }

    static String stuffed(String content) {
        String inner = content.replace("\r\n.", "\r\n..");
        return inner.startsWith(".") ? "." + inner : inner;
    }

    /** The code alone, as in {@code 250}. */
    static String code(String reply) {
        return reply.toLowerCase(Locale.ROOT).substring(0, Math.min(3, reply.length()));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
