package dev.paloma.jakarta;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    @Test
    void takesTheProtocolsOfAngusWhichIsOnTheClassPathToo() throws Exception {
        Session session = Session.getInstance(new Properties());

        assertThat(Arrays.stream(session.getProviders()).map(provider -> provider.getClassName()))
                .contains("org.eclipse.angus.mail.smtp.SMTPTransport");
        for (String protocol : new String[] {"smtp", "smtps", "paloma"}) {
            try (Transport transport = session.getTransport(protocol)) {
                assertThat(transport).isInstanceOf(SmtpTransport.class);
            }
        }
    }

    @Test
    void isWhatAnAddressAndAUrlLeadTo() throws Exception {
        Session session = Session.getInstance(new Properties());

        try (Transport byAddress = session.getTransport(new InternetAddress("bob@example.net"));
                Transport byUrl = session.getTransport(new URLName("smtps://mail.example.org"))) {
            assertThat(byAddress).isInstanceOf(SmtpTransport.class);
            assertThat(byUrl).isInstanceOf(SmtpTransport.class);
        }
    }
}
