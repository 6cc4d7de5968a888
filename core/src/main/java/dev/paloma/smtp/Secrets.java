package dev.paloma.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What has been said to a server and may not come back from it: many servers repeat a command that they don't know, and
 * their replies go into exceptions, receipts and transcripts. For one connection and one thread.
 */
final class Secrets {
    private static final String SHOWN = "(secret)";
    /** What is shorter stands in honest text by chance. */
    private static final int SHORTEST = 4;
    /** As much of an encoded response tells where a server repeats it, though it may cut it off. */
    private static final int BEGINNING = 8;

    /** What each message of NTLM begins with, the server's challenge too, before the number of its kind. */
    private static final String NTLM = "NTLMSSP\0";

    private static final int NTLM_BEGINNING = 12;

    private static final String TOKEN = "auth=Bearer ";

    /** How each of them begins. */
    private final List<String> encoded = new ArrayList<>(0);

    private final List<String> plain = new ArrayList<>(0);

    /**
     * Adds a response in base64, and what it holds.
     *
     * @param user whose name is no secret
     */
    void add(String response, String user) {
        String decoded = new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8);
        if (decoded.equals(user)) {
            return;
        }
        int beginning = decoded.startsWith(NTLM) ? NTLM_BEGINNING : BEGINNING;
        if (response.length() >= beginning) {
            encoded.add(response.substring(0, beginning));
        }
        for (String piece : decoded.split("[\0\1]")) { // the fields of PLAIN, and of the OAuth mechanisms
            if (piece.startsWith(TOKEN)) {
                addToken(piece.substring(TOKEN.length()));
            } else if (piece.length() >= SHORTEST && !piece.equals(user)) {
                addPlain(Printable.escaped(piece));
                // as it is shown when something else in the reply isn't UTF-8
                byte[] octets = piece.getBytes(StandardCharsets.UTF_8);
                addPlain(Printable.octetwise(octets, 0, octets.length));
            }
        }
    }

    private void addToken(String token) {
        if (token.length() >= BEGINNING) {
            encoded.add(token.substring(0, BEGINNING));
        } else if (token.length() >= SHORTEST) {
            plain.add(token);
        }
    }

    private void addPlain(String piece) {
        if (!plain.contains(piece)) {
            plain.add(piece);
        }
    }

    /** The text without them. */
    String hideIn(String text) {
        String safe = text;
        for (String secret : plain) {
            safe = safe.replace(secret, SHOWN);
        }
        for (String beginning : encoded) {
            safe = withoutEncoded(safe, beginning);
        }
        return safe;
    }

    private static String withoutEncoded(String text, String beginning) {
        int at = text.indexOf(beginning);
        if (at < 0) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        int done = 0;
        while (at >= 0) {
            safe.append(text, done, at).append(SHOWN);
            done = at;
            while (done < text.length() && isOfCode(text.charAt(done))) {
                done++;
            }
            at = text.indexOf(beginning, done);
        }
        return safe.append(text, done, text.length()).toString();
    }

    /** Of base64, or of an access token (RFC 6750 §2.1). */
    private static boolean isOfCode(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "+/=-._~".indexOf(c) >= 0;
    }
}
