package dev.paloma;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A mail of a run: its last line says that it is the last, so that one can see when all of it has left. */
record Sample(String name, int recipients, Shape.Size size) implements Content {
    private static final int PIECE = 1000;

    static Sample of(Shape shape) {
        return new Sample("sample", shape.recipients(), shape.size());
    }

    static String recipient(int number) {
        return "b" + number + "@example.net";
    }

    String lastLine() {
        return "the last line of " + name + "\r\n";
    }

    private String head() {
        return "Subject: " + name + "\r\n\r\n.\r\n..dots\r\n";
    }

    byte[] octets() {
        StringBuilder text = new StringBuilder(size.octets + 100).append(head());
        while (text.length() < size.octets) {
            text.append(".").append("x".repeat(text.length() % 70)).append("\r\n");
        }
        return text.append(lastLine()).toString().getBytes(US_ASCII);
    }

    @Override
    public Headers headers() {
        return Headers.empty();
    }

    @Override
    public Envelope envelope() {
        List<Mailbox> to = new ArrayList<>();
        for (int i = 1; i <= recipients; i++) {
            to.add(Mailbox.parse(recipient(i)));
        }
        return Envelope.of(Mailbox.parse("ann@example.org"), to);
    }

    @Override
    public Form form(Form offered) {
        return Form.PLAIN;
    }

    @Override
    public long size(Form form) {
        return size.known ? octets().length : -1;
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        byte[] all = octets();
        for (int i = 0; i < all.length; i += PIECE) {
            sink.put(all, i, Math.min(PIECE, all.length - i));
        }
    }
}
