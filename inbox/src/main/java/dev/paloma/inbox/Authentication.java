package dev.paloma.inbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * AUTH PLAIN and LOGIN (RFC 4954). Anybody may come in, so that programs can be tried with the settings they will have
 * elsewhere; what they send is checked for its form, then wiped and forgotten.
 */
final class Authentication {
    private final Wire wire;

    Authentication(Wire wire) {
        this.wire = wire;
    }

    void run(String argument) throws IOException {
        int space = argument.indexOf(' ');
        String mechanism = (space < 0 ? argument : argument.substring(0, space)).toUpperCase(Locale.ROOT);
        String initial = space < 0 ? "" : argument.substring(space).strip();
        switch (mechanism) {
            case "PLAIN" -> checkPlain(initial.isEmpty() ? ask("") : decode(initial));
            case "LOGIN" -> {
                forget(initial.isEmpty() ? ask("Username:") : decode(initial));
                forget(ask("Password:"));
            }
            case "" -> throw new Refusal("501 5.5.4 Say AUTH and a mechanism");
            default -> throw new Refusal("504 5.5.4 Only PLAIN and LOGIN here");
        }
        wire.reply("235 2.7.0 Welcome, as anybody is");
    }

    private byte[] ask(String prompt) throws IOException {
        wire.reply("334 " + Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.US_ASCII)));
        return decode(new String(wire.readLine(), StandardCharsets.ISO_8859_1));
    }

    private static byte[] decode(String response) throws Refusal {
        if (response.equals("*")) {
            throw new Refusal("501 5.7.0 Authentication cancelled");
        }
        if (response.equals("=")) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(response);
        } catch (IllegalArgumentException e) {
            throw new Refusal("501 5.5.2 Not base64");
        }
    }

    /** RFC 4616 §2: [authzid] NUL authcid NUL passwd, the last two not empty. */
    private static void checkPlain(byte[] response) throws Refusal {
        int first = indexOfNul(response, 0);
        int second = first < 0 ? -1 : indexOfNul(response, first + 1);
        boolean good = second > first + 1 && second < response.length - 1 && indexOfNul(response, second + 1) < 0;
        forget(response);
        if (!good) {
            throw new Refusal("501 5.5.2 Not a PLAIN response");
        }
    }

    private static int indexOfNul(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            if (octets[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static void forget(byte[] response) {
        Arrays.fill(response, (byte) 0);
    }
}
