package dev.paloma.bench;

import com.hubspot.smtp.client.SmtpClientResponse;
import com.hubspot.smtp.client.SmtpSession;
import com.hubspot.smtp.client.SmtpSessionConfig;
import com.hubspot.smtp.client.SmtpSessionFactory;
import com.hubspot.smtp.client.SmtpSessionFactoryConfig;
import com.hubspot.smtp.messages.MessageContent;
import com.hubspot.smtp.messages.MessageContentEncoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.smtp.DefaultSmtpRequest;
import io.netty.handler.codec.smtp.SmtpCommand;
import java.io.IOException;
import java.net.InetSocketAddress;

/** HubSpot's NioSmtpClient, over Netty, which takes mails that are written out already. */
final class NioSmtp implements Lanes.Lane {
    private final SmtpSession session;
    private final String recipient;
    private final ByteBuf message;

    private NioSmtp(Task task, SmtpSessionFactory sessions) throws IOException {
        recipient = task.letter().recipients().get(0);
        message =
                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(task.letter().ready()));
        SmtpSessionConfig where = SmtpSessionConfig.builder()
                .remoteAddress(new InetSocketAddress("localhost", task.port()))
                .build();
        session = accepted(sessions.connect(where).join()).getSession();
        accepted(session.send(new DefaultSmtpRequest(SmtpCommand.EHLO, "localhost"))
                .join());
    }

    public static void main(String[] arguments) throws Exception {
        SmtpSessionFactory sessions = new SmtpSessionFactory(SmtpSessionFactoryConfig.nonProductionConfig());
        Measured.run(arguments, task -> new Lanes(task.connections(), () -> new NioSmtp(task, sessions)));
    }

    private static SmtpClientResponse accepted(SmtpClientResponse response) throws IOException {
        if (response.containsError()) {
            throw new IOException(response.toString());
        }
        return response;
    }

    @Override
    public void send() throws IOException {
        MessageContent content = MessageContent.of(message.duplicate(), MessageContentEncoding.SEVEN_BIT);
        accepted(session.send(Letter.SENDER, recipient, content).join());
    }

    @Override
    public void close() {
        session.close().join();
    }
}
