package dev.paloma.smtp;

import dev.paloma.sasl.Mechanism;
import dev.paloma.smtp.SmtpException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of the mechanisms that a server offers may be used, in which order. */
final class MechanismChoice {
    private final SmtpSettings.Login login;
    private final boolean verified;
    private final List<String> offered;

    /**
     * @param verified whether the channel is TLS and the server has proved to be the one that was asked for
     */
    MechanismChoice(SmtpSettings.Login login, boolean verified, List<String> offered) {
        this.login = login;
        this.verified = verified;
        this.offered = offered;
    }

    /** At least one. */
    List<Mechanism> usable() throws SmtpException {
        List<Mechanism> usable = new ArrayList<>();
        @Nullable Mechanism unsafe = null;
        for (Mechanism mechanism : wanted()) {
            if (offered.contains(mechanism.name()) && isSafe(mechanism)) {
                usable.add(mechanism);
            } else if (offered.contains(mechanism.name()) && unsafe == null) {
                unsafe = mechanism;
            }
        }
        if (usable.isEmpty()) {
            throw SmtpException.of(Kind.NO_MECHANISM, Stage.AUTH, none(unsafe));
        }
        return usable;
    }

    /** An access token goes with nothing that wants a password, so what takes one needn't be asked for then. */
    private List<Mechanism> wanted() {
        boolean token = login.credentials().isToken();
        List<Mechanism> known = login.mechanisms().isEmpty() ? Mechanism.strongestFirst() : login.chosen();
        return known.stream()
                .filter(mechanism -> !token || mechanism.secret() == Mechanism.Secret.TOKEN)
                .filter(mechanism -> token || !login.mechanisms().isEmpty() || !mechanism.isOnlyOnRequest())
                .toList();
    }

    /** Whoever strips the strong mechanisms from the server's offer gains nothing: what is left isn't safe without TLS. */
    private boolean isSafe(Mechanism mechanism) {
        boolean asked = login.mechanisms().contains(mechanism.name());
        boolean exposed = mechanism.revealsPassword() || (mechanism.isObsolete() && !asked);
        return verified || login.inClear() || !exposed;
    }

    private String none(@Nullable Mechanism unsafe) {
        if (offered.isEmpty()) {
            return "there is a user name for this server, but it offers no way of logging in (no AUTH)";
        }
        if (unsafe != null) {
            return (unsafe.revealsPassword() ? "the password isn't sent" : unsafe.name() + " isn't used")
                    + " without verified TLS; cleartext-auth=true would do it all the same";
        }
        String takes = login.credentials().isToken() ? "takes an access token" : "may be used";
        return "the server offers only " + String.join(", ", offered) + " to log in with, none of which " + takes;
    }
}
