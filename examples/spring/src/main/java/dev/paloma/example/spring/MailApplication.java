package dev.paloma.example.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Started with {@code spring.mail.host} and the like, as any Spring Boot application that sends mail. */
@SpringBootApplication(proxyBeanMethods = false)
public class MailApplication {
    /** Starts it. */
    public static void main(String[] arguments) {
        SpringApplication.run(MailApplication.class, arguments);
    }
}
