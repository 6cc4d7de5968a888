package dev.paloma.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One AUTH command with its exchange (RFC 4954): PLAIN, LOGIN, or whatever a script makes of it. */
final class Authentication {
    private static final Reply FAILED = Reply.of(535, "5.7.8 authentication failed");
    private static final Reply MALFORMED = Reply.of(501, "5.5.2 this can't be decoded");

    private final Dialogue dialogue;
    private final String mechanism;
    private @Nullable String user;
    private boolean awaitsPassword;

    Authentication(Dialogue dialogue, String mechanism) {
        this.dialogue = dialogue;
        this.mechanism = mechanism.toUpperCase(Locale.ROOT);
    }

    /** Runs the exchange; returns the user who is logged in now, or null. */
    @Nullable
    String run(String line, @Nullable String initial) throws IOException {
        int code = dialogue.answer(Step.Kind.AUTH, line, mechanism, first(initial));
        while (code / 100 == 3) {
            String response = dialogue.line();
            if (response == null) {
                throw new ConnectionEnded("the client closed inside AUTH");
            }
            Reply usual = response.equals("*") ? Reply.of(501, "5.7.0 cancelled") : next(response);
            code = dialogue.answer(Step.Kind.AUTH_RESPONSE, response, response, usual);
        }
        return code == 235 ? user == null ? "" : user : null;
    }

    private Reply first(@Nullable String initial) {
        switch (mechanism) {
            case "PLAIN":
                return initial == null ? Reply.of(334, "") : plain(initial);
            case "LOGIN":
                return initial == null ? prompt("Username:") : login(initial);
            default:
                return Reply.of(504, "5.5.4 mechanism not known here");
        }
    }

    private Reply next(String response) {
        return mechanism.equals("LOGIN") ? login(response) : plain(response);
    }

    private Reply plain(String response) {
        String text = decoded(response);
        if (text == null) {
            return MALFORMED;
        }
        // RFC 4616: authorization identity, user, password
        String[] fields = text.split("\0", -1);
        return fields.length == 3 ? verdict(fields[1], fields[2]) : MALFORMED;
    }

    private Reply login(String response) {
        String text = decoded(response);
        if (text == null) {
            return MALFORMED;
        }
        if (awaitsPassword && user != null) {
            return verdict(user, text);
        }
        user = text;
        awaitsPassword = true;
        return prompt("Password:");
    }

    private static Reply prompt(String text) {
        return Reply.of(334, Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
    }

    private Reply verdict(String name, String password) {
        user = name;
        return password.equals(dialogue.settings().users.get(name)) ? Reply.of(235, "2.7.0 welcome") : FAILED;
    }

    private @Nullable String decoded(String response) {
        try {
            // RFC 4954 §4: a lone = stands for an empty initial response
            return response.equals("=") ? "" : new String(Base64.getDecoder().decode(response), UTF_8);
        } catch (IllegalArgumentException e) {
            dialogue.violation("not base64: " + Transcript.visible(response));
            return null;
        }
    }
}
