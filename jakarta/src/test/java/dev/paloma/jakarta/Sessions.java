package dev.paloma.jakarta;

import dev.paloma.testkit.FakeSmtpServer;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** Sessions and messages for tests. */
final class Sessions {
    static final String ANN = "ann@example.org";
    static final String BOB = "bob@example.net";
    static final String CAROL = "carol@example.net";

    private Sessions() {}

    /** With these properties, a name and a value each, without {@code mail.smtp.} before them. */
    static Session to(FakeSmtpServer server, Object... pairs) {
        return of("smtp", server, pairs);
    }

    static Session of(String protocol, FakeSmtpServer server, Object... pairs) {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", protocol);
        properties.setProperty("mail.transport.protocol.rfc822", protocol);
        properties.setProperty("mail." + protocol + ".host", server.host());
        properties.put("mail." + protocol + ".port", server.port());
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put("mail." + protocol + "." + pairs[i], pairs[i + 1]);
        }
        return Session.getInstance(properties);
    }

    static MimeMessage message(Session session, String... recipients) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(ANN);
        message.setRecipients(RecipientType.TO, String.join(",", recipients));
        message.setSubject("Hello");
        message.setText("Hello\n.\nBob");
        message.saveChanges();
        return message;
    }
}
