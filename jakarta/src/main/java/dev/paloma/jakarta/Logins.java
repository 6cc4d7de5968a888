package dev.paloma.jakarta;

import dev.paloma.sasl.Credentials;
import dev.paloma.sasl.Mechanism;
import dev.paloma.smtp.SmtpSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a session's properties want somebody to be logged in. Jakarta Mail has one field for password and access token: which
 * it is depends on the mechanism, and so on what the server offers.
 */
final class Logins {
    private static final String XOAUTH2 = "XOAUTH2";
    private static final String NTLM = "NTLM";

    private final List<String> names;
    private final Security security;
    private final Credentials password;
    private final Credentials token;
    /** The user within his Windows domain, which to other mechanisms means nothing. */
    private final Credentials ntlm;

    private Logins(SessionProperties properties, String user, String secret, Security security) {
        this.names = mechanisms(properties);
        this.security = security;
        this.password = Credentials.of(user, secret);
        this.token = Credentials.of(user, refresh -> secret);
        String domain = properties.text("auth.ntlm.domain");
        boolean within = domain != null && user.indexOf('\\') < 0;
        this.ntlm = within ? Credentials.of(domain + "\\" + user, secret) : password;
    }

    /**
     * @throws IllegalArgumentException if a property, the user or the secret can't be so
     */
    static Logins of(SessionProperties properties, String user, String secret, Security security) {
        return new Logins(properties, user, secret, security);
    }

    /**
     * At a server that offers these mechanisms: the first that is named and offered says what the secret is.
     *
     * @param secured whether TLS is on
     */
    SmtpSettings.Login at(List<String> offered, boolean secured) {
        boolean inClear = secured ? security.loginToAnybody() : security.loginInClear();
        String first = names.stream().filter(offered::contains).findFirst().orElse(names.isEmpty() ? "" : names.get(0));
        if (first.equals(NTLM)) {
            return new SmtpSettings.Login(ntlm, List.of(NTLM), inClear);
        }
        boolean isToken = isToken(first);
        List<String> alike = names.stream()
                .filter(name -> isToken(name) == isToken && !name.equals(NTLM))
                .toList();
        return new SmtpSettings.Login(isToken ? token : password, alike, inClear);
    }

    private static boolean isToken(String name) {
        return Mechanism.named(name)
                .filter(mechanism -> mechanism.secret() == Mechanism.Secret.TOKEN)
                .isPresent();
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

    /** All that take a password, but for those that are disabled, and what is explicitly not; none named where none is. */
    private static List<String> usual(SessionProperties properties) {
        List<String> names = new ArrayList<>();
        boolean tokens = !properties.flag("auth.xoauth2.disable", true);
        boolean any = tokens;
        for (Mechanism mechanism : Mechanism.strongestFirst()) {
            boolean disabled = isDisabled(properties, mechanism.name());
            any |= disabled;
            if (!disabled && !mechanism.isOnlyOnRequest() && !mechanism.isObsolete() && takesPassword(mechanism)) {
                names.add(mechanism.name());
            }
        }
        if (tokens) {
            names.add(XOAUTH2);
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
        return properties.flag(disabling(mechanism), false);
    }

    /** The property that does so. */
    static String disabling(String mechanism) {
        return "auth." + mechanism.toLowerCase(Locale.ROOT) + ".disable";
    }
}
