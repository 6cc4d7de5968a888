package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.ANN;
import static dev.paloma.jakarta.Sessions.BOB;
import static dev.paloma.jakarta.Sessions.CAROL;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.TestAuthority;
import jakarta.mail.util.ByteArrayDataSource;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.apache.commons.mail2.jakarta.MultiPartEmail;
import org.jspecify.annotations.Nullable;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** What people put on top of Jakarta Mail, each sending the same mail in its own words. */
enum Library {
    SPRING {
        @Override
        void send(Order order) {
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setHost(order.server.host());
            sender.setPort(order.server.port());
            Properties properties = sender.getJavaMailProperties();
            if (order.password != null) {
                sender.setUsername("ann");
                sender.setPassword(order.password);
                properties.setProperty("mail.smtp.auth", "true");
            }
            if (order.starttls) {
                properties.setProperty("mail.smtp.starttls.required", "true");
                properties.put("mail.smtp.ssl.socketFactory", trusting());
            }
            sender.send(message -> {
                MimeMessageHelper mail = new MimeMessageHelper(message, true, "UTF-8");
                mail.setFrom(ANN);
                mail.setTo(new String[] {BOB, CAROL});
                mail.setSubject("Hello");
                mail.setText("Hello");
                mail.addAttachment(FILE_NAME, new ByteArrayResource(FILE), FILE_TYPE);
            });
        }
    },

    SIMPLE_JAVA_MAIL {
        @Override
        @SuppressWarnings("try") // its close() declares InterruptedException
        void send(Order order) throws Exception {
            var builder = MailerBuilder.withSMTPServer(order.server.host(), order.server.port())
                    .withTransportStrategy(order.starttls ? TransportStrategy.SMTP_TLS : TransportStrategy.SMTP);
            if (order.password != null) {
                builder.withSMTPServerUsername("ann").withSMTPServerPassword(order.password);
            }
            if (order.starttls) {
                builder.withCustomSSLFactoryInstance(trusting());
            }
            try (Mailer mailer = builder.buildMailer()) {
                mailer.sendMail(EmailBuilder.startingBlank()
                                .from(ANN)
                                .to(BOB)
                                .bcc(CAROL)
                                .withSubject("Hello")
                                .withPlainText("Hello")
                                .withAttachment(FILE_NAME, FILE, FILE_TYPE)
                                .buildEmail())
                        .join();
            }
        }
    },

    COMMONS_EMAIL {
        @Override
        void send(Order order) throws Exception {
            MultiPartEmail email = new MultiPartEmail();
            email.setHostName(order.server.host());
            email.setSmtpPort(order.server.port());
            if (order.password != null) {
                email.setAuthentication("ann", order.password);
            }
            if (order.starttls) {
                email.setStartTLSEnabled(true);
                email.setStartTLSRequired(true);
                email.getMailSession().getProperties().put("mail.smtp.ssl.socketFactory", trusting());
            }
            email.setFrom(ANN);
            email.addTo(BOB);
            email.addCc(CAROL);
            email.setSubject("Hello");
            email.setMsg("Hello");
            email.attach(new ByteArrayDataSource(FILE, FILE_TYPE), FILE_NAME, "");
            email.send();
        }
    };

    static final String FILE_NAME = "picture.bin";
    static final String FILE_TYPE = "application/octet-stream";
    static final byte[] FILE = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xFF, '\r', '\n', 26, 10, 7, 1};

    /**
     * What is wanted of it.
     *
     * @param password of ann; null for no login
     * @param starttls whether nothing may go without
     */
    record Order(FakeSmtpServer server, @Nullable String password, boolean starttls) {}

    abstract void send(Order order) throws Exception;

    private static SSLSocketFactory trusting() {
        return TestAuthority.clientContext().getSocketFactory();
    }
}
