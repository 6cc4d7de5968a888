package dev.paloma.bench;

import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.email.EmailPopulatingBuilder;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Simple Java Mail with its pool of connections. */
final class SimpleJavaMail {
    private SimpleJavaMail() {}

    public static void main(String[] arguments) throws Exception {
        Measured.run(arguments, SimpleJavaMail::open);
    }

    private static Peer open(Task task) throws Exception {
        Mailer mailer = MailerBuilder.withSMTPServer("localhost", task.port())
                .withConnectionPoolCoreSize(task.connections())
                .withConnectionPoolMaxSize(task.connections())
                .withProperty("mail.smtp.localhost", "localhost")
                .buildMailer();
        Email email = compose(task.letter());
        return new Lanes(task.connections(), () -> () -> mailer.sendMail(email).join());
    }

    private static Email compose(Letter letter) {
        EmailPopulatingBuilder builder = EmailBuilder.startingBlank()
                .from(Letter.SENDER)
                .to(letter.recipients().get(0))
                .withSubject(Letter.SUBJECT)
                .withPlainText(Letter.TEXT);
        if (letter.html() != null && letter.attachment() != null) {
            builder.withHTMLText(letter.html()).withAttachment(Letter.FILE_NAME, letter.attachment(), Letter.FILE_TYPE);
        }
        return builder.buildEmail();
    }
}
