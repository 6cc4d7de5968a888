package dev.paloma.jakarta;

import static dev.paloma.jakarta.Sessions.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.paloma.testkit.FakeSmtpServer;
import dev.paloma.testkit.NoLeaks;
import jakarta.mail.Address;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NoLeaks.class)
class RecipientsTest {
    @ParameterizedTest
    @CsvSource({"false,0", "true,1"})
    void aGroupThatCantBeReadIsInvalid(boolean partial, int sent) throws Exception {
        try (FakeSmtpServer server = FakeSmtpServer.start()) {
            Session session = Sessions.to(server, "sendpartial", partial);
            InternetAddress group = new InternetAddress();
            group.setAddress("G: a@@b;");
            InternetAddress bob = new InternetAddress(BOB);
            try (Transport transport = session.getTransport()) {
                transport.connect();
                SendFailedException e = catchThrowableOfType(
                        SendFailedException.class,
                        () -> transport.sendMessage(Sessions.message(session, BOB), new Address[] {group, bob}));

                assertThat(e.getInvalidAddresses()).containsExactly(group);
                assertThat(partial ? e.getValidSentAddresses() : e.getValidUnsentAddresses())
                        .containsExactly(bob);
                assertThat(e.getNextException()).hasMessageContaining("group");
            }
            assertThat(server.received()).hasSize(sent);
        }
    }
}
