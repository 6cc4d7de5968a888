package dev.paloma.jakarta;

import dev.paloma.sasl.Credentials;
import dev.paloma.sasl.Mechanism;
import dev.paloma.smtp.SmtpSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a session's properties want somebody to be logged in. */
final class Logins {
    private Logins() {}

    static SmtpSettings.Login of(SessionProperties properties, String user, String password, boolean inClear) {
        List<String> names = mechanisms(properties);
        boolean tokens = !names.isEmpty()
                && names.stream()
                        .flatMap(name -> Mechanism.named(name).stream())
                        .allMatch(mechanism -> mechanism.secret() == Mechanism.Secret.TOKEN);
        String domain = properties.text("auth.ntlm.domain");
        boolean ntlm = domain != null && names.equals(List.of("NTLM")) && user.indexOf('\\') < 0;
        String name = ntlm ? domain + "\\" + user : user;
        Credentials credentials = tokens ? Credentials.of(name, refresh -> password) : Credentials.of(name, password);
        return new SmtpSettings.Login(credentials, names, inClear);
    }

    /** Empty for the strongest that is offered. */
    private static List<String> mechanisms(SessionProperties properties) {
        List<String> asked = properties.words("auth.mechanisms");
        List<String> sasl = properties.words("sasl.mechanisms");
        if (properties.flag("sasl.enable", false) && !sasl.isEmpty()) {
            asked = sasl;
        } else if (!sasl.isEmpty()) {
            properties.memory().warn(properties.full("sasl.mechanisms") + " changes nothing without sasl.enable=true");
        }
        List<String> names = asked.isEmpty() ? usual(properties) : known(properties, asked);
        if (names.isEmpty() && !asked.isEmpty()) {
            throw properties.bad("auth.mechanisms", "names nothing that is known and not disabled");
        }
        return names;
    }

    /** All that take a password, but for those that are disabled; none named where none is. */
    private static List<String> usual(SessionProperties properties) {
        List<String> names = new ArrayList<>();
        boolean any = false;
        for (Mechanism mechanism : Mechanism.strongestFirst()) {
            boolean disabled = isDisabled(properties, mechanism.name());
            any |= disabled;
            if (!disabled && !mechanism.isOnlyOnRequest() && !mechanism.isObsolete() && takesPassword(mechanism)) {
                names.add(mechanism.name());
            }
        }
        return any ? names : List.of();
    }

    private static boolean takesPassword(Mechanism mechanism) {
        return mechanism.secret() == Mechanism.Secret.PASSWORD;
    }

    private static List<String> known(SessionProperties properties, List<String> asked) {
        List<String> names = new ArrayList<>();
        for (String name : asked) {
            String upper = name.toUpperCase(Locale.ROOT);
            if (Mechanism.named(upper).isEmpty()) {
                properties.memory().warn("mechanism " + upper + " isn't known and isn't used");
            } else if (!isDisabled(properties, upper)) {
                names.add(upper);
            }
        }
        return names;
    }

    private static boolean isDisabled(SessionProperties properties, String mechanism) {
        return properties.flag("auth." + mechanism.toLowerCase(Locale.ROOT) + ".disable", false);
    }
}
