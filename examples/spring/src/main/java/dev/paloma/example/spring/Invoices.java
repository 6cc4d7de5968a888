package dev.paloma.example.spring;

import jakarta.mail.Address;
import jakarta.mail.SendFailedException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Service;

/** Sends invoices with Spring's own {@link JavaMailSender}; nothing here names Paloma. */
@Service
public class Invoices {
    private final JavaMailSender sender;

    /** Spring Boot makes the sender, of {@code spring.mail}'s properties. */
    public Invoices(JavaMailSender sender) {
        this.sender = sender;
    }

    /**
     * Sends one to several people.
     *
     * @throws org.springframework.mail.MailException if not everybody has it
     */
    // <example send>
    public void send(String number, byte[] pdf, String... customers) {
        sender.send(message -> {
            MimeMessageHelper mail = new MimeMessageHelper(message, true, "UTF-8");
            mail.setFrom("billing@example.org");
            mail.setTo(customers);
            mail.setSubject("Invoice " + number);
            mail.setText("Grüße!", "<p>Grüße!");
            mail.addAttachment(number + ".pdf", new ByteArrayResource(pdf), "application/pdf");
        });
    }
    // </example>

    /** Who was refused for good. */
    // <example refused>
    public static List<Address> refused(MailSendException e) {
        List<Address> refused = new ArrayList<>();
        for (Exception mail : e.getMessageExceptions()) {
            if (mail instanceof SendFailedException failed && failed.getInvalidAddresses() != null) {
                refused.addAll(List.of(failed.getInvalidAddresses()));
            }
        }
        return refused;
    }
    // </example>
}
