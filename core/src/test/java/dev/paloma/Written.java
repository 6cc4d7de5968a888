package dev.paloma;

import dev.paloma.message.Content;
import dev.paloma.message.Envelope;
import dev.paloma.message.Form;
import dev.paloma.message.Headers;
import dev.paloma.message.Mailbox;
import dev.paloma.message.Sink;
import java.io.IOException;
import java.util.List;

/** Content that a test writes itself, for bob@example.net, so that something can happen half-way. */
record Written(Writing writing) implements Content {
    interface Writing {
        void to(Sink sink) throws IOException;
    }

    @Override
    public Headers headers() {
        return Headers.empty();
    }

    @Override
    public Envelope envelope() {
        return Envelope.of(null, List.of(Mailbox.parse("bob@example.net")));
    }

    @Override
    public Form form(Form offered) {
        return Form.PLAIN;
    }

    @Override
    public long size(Form form) {
        return -1;
    }

    @Override
    public void writeTo(Sink sink, Form form) throws IOException {
        writing.to(sink);
    }

    /** So many octets of header and body, in lines. */
    static void octets(Sink sink, int count) throws IOException {
        sink.ascii("Subject: x\r\n\r\n");
        for (int left = count - 14; left > 0; ) {
            int line = left <= 80 ? left : Math.min(40, left - 2);
            sink.ascii("x".repeat(line - 2) + "\r\n");
            left -= line;
        }
    }
}
