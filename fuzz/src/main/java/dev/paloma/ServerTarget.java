package dev.paloma;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import dev.paloma.smtp.Limits;
import dev.paloma.smtp.SmtpSettings;
import dev.paloma.smtp.Timeouts;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways of naming a server: read or refused in one line, never with the password in it; what is read can be said again. */
public final class ServerTarget {
    private static final String PASSWORD = "C4nary";
    private static final List<String> BEGINNINGS =
            List.of("smtp://", "smtps://", "", "SMTP://", "lmtp://", "smtp:/", "smtp:", "//", " smtps://");
    /** What follows is a path, which is no secret. */
    private static final List<String> PATHS = List.of("maildir", "sendmail", "lmtp+unix");
    /** Files that are no files, of which reading might not end. */
    private static final List<String> SPECIAL = List.of("/dev", "/proc", "/sys");

    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-fA-F]{2})");

    private ServerTarget() {}

    public static void run(Input input) {
        if (input.choice(2) == 0) {
            parse(input.restAsText(), "(none)");
            return;
        }
        String beginning = BEGINNINGS.get(input.choice(BEGINNINGS.size()));
        String user = input.choice(2) == 0 ? "ann" : input.text();
        String before = input.text();
        String after = input.text();
        String rest = input.restAsText();
        boolean guessed = (user + '|' + before + '|' + after + '|' + rest).contains(PASSWORD);
        String scheme = (beginning + user).trim().toLowerCase(Locale.ROOT);
        boolean path = PATHS.stream().anyMatch(scheme::startsWith);
        if (!guessed && !path) {
            parse(beginning + user + ":" + before + PASSWORD + after + "@" + rest, PASSWORD);
        }
    }

    private static void parse(String text, String secret) {
        if (opensSpecialFile(text)) {
            return;
        }
        Server server;
        try {
            server = Server.parse(text);
        } catch (IllegalArgumentException e) {
            Claim.oneLine(e.getMessage(), "exception");
            Claim.hides(e, secret);
            return;
        }
        check(server, secret);
    }

    private static void check(Server server, String secret) {
        Claim.oneLine(server.toString(), "server");
        boolean path = server.host().isEmpty() || server.host().startsWith("/"); // a Maildir or a UNIX socket
        if (!path) {
            Claim.hides(server.toString(), secret, "server");
            Claim.that(server.port() > 0 && server.port() < 65536, "port");
            Server again = Server.parse("smtp://" + server);
            Claim.equal(again.toString(), server.toString(), "said again");
            Claim.that(server.host().chars().allMatch(c -> c > ' ' && c < 0x7F), "a host that can't be looked up");
        }
        checkSettings(server, path ? "\u0000" : secret); // a path has no password in it, whatever it looks like
        if (server.needsPassword()) {
            Claim.that(!server.withPassword(PASSWORD).needsPassword(), "asks again for the password");
        }
    }

    /** What a mailer makes of it, which may be that a time limit is too long. */
    private static void checkSettings(Server server, String secret) {
        SmtpSettings.Timing standard = new SmtpSettings.Timing(Timeouts.standard(), Limits.standard());
        try {
            Claim.hides(server.settings(null, standard).toString(), secret, "settings");
        } catch (IllegalArgumentException e) {
            Claim.oneLine(e.getMessage(), "exception");
            Claim.that(String.valueOf(e.getMessage()).contains("time limit"), "refused too late: " + e.getMessage());
        }
    }

    private static boolean opensSpecialFile(String text) {
        String plain = ESCAPE.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
        return SPECIAL.stream().anyMatch(plain::contains);
    }
}
