package dev.paloma.bench;

import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.Properties;

/**
 * Angus Mail, or whose transport else the class path has: one Transport for each lane, or {@link Transport#send} for a
 * connection of its own.
 */
final class Angus implements Lanes.Lane {
    private final Task task;
    private final Session session;
    private final Transport transport;
    private final MimeMessage message;

    private Angus(Task task) throws Exception {
        this.task = task;
        String protocol = task.tls() ? "smtps" : "smtp";
        Properties settings = new Properties();
        settings.setProperty("mail.transport.protocol", protocol);
        settings.setProperty("mail.transport.protocol.rfc822", protocol);
        settings.setProperty("mail." + protocol + ".host", "localhost");
        settings.setProperty("mail." + protocol + ".port", String.valueOf(task.port()));
        settings.setProperty("mail." + protocol + ".localhost", "localhost");
        session = Session.getInstance(settings);
        message = compose();
        transport = session.getTransport();
        if (!transport.getClass().getName().startsWith(task.provider())) {
            throw new IllegalStateException("the class path has " + transport.getClass() + " for this");
        }
        if (task.manner() != Manner.FRESH) {
            transport.connect();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, task -> new Lanes(task.connections(), () -> new Angus(task)));
    }

    private MimeMessage compose() throws Exception {
        Letter letter = task.letter();
        MimeMessage composed = new MimeMessage(session);
        composed.setFrom(Letter.SENDER);
        composed.setRecipients(RecipientType.TO, String.join(",", letter.recipients()));
        composed.setSubject(Letter.SUBJECT);
        if (letter == Letter.HUGE) {
            MimeBodyPart file = new MimeBodyPart();
            file.attachFile(task.file().toFile());
            composed.setContent(new MimeMultipart("mixed", text(), file));
        } else if (letter.html() != null) {
            composed.setContent(rich(letter));
        } else {
            composed.setText(Letter.TEXT);
        }
        composed.saveChanges();
        return composed;
    }

    private static Multipart rich(Letter letter) throws Exception {
        MimeBodyPart html = new MimeBodyPart();
        html.setText(letter.html(), "us-ascii", "html");
        MimeBodyPart bodies = new MimeBodyPart();
        bodies.setContent(new MimeMultipart("alternative", text(), html));
        MimeBodyPart file = new MimeBodyPart();
        file.setDataHandler(new DataHandler(new ByteArrayDataSource(letter.attachment(), Letter.FILE_TYPE)));
        file.setFileName(Letter.FILE_NAME);
        return new MimeMultipart("mixed", bodies, file);
    }

    private static MimeBodyPart text() throws Exception {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(Letter.TEXT);
        return text;
    }

    @Override
    public void send() throws Exception {
        switch (task.manner()) {
            case REUSE -> transport.sendMessage(message, message.getAllRecipients());
            case COMPOSE -> {
                MimeMessage anew = compose();
                transport.sendMessage(anew, anew.getAllRecipients());
            }
            case FRESH -> Transport.send(message);
            default -> throw new IllegalArgumentException(task.manner() + " isn't for Angus");
        }
    }

    @Override
    public void close() throws Exception {
        transport.close();
    }
}
