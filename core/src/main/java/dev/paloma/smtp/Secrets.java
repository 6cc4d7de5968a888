package dev.paloma.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;

/**
 * What has been said to a server and may not come back from it: many servers repeat a command that they don't know, perhaps
 * in capitals or only the end of it, and their replies go into exceptions, receipts and transcripts. For one connection and
 * one thread.
 */
final class Secrets {
    private static final String SHOWN = "(secret)";
    /** What is shorter stands in honest text by chance. */
    private static final int SHORTEST = 4;
    /** So many characters of a response, from wherever in it, tell where a server repeats it. */
    private static final int PIECE = 8;
    /** Characters that are kept of each kind: those of some logins with the longest tokens. */
    private static final int MOST_KEPT = 128 * 1024;

    private static final String TOKEN = "auth=Bearer ";

    /** Responses and access tokens in small letters, the newest last. */
    private final Deque<String> encoded = new ArrayDeque<>(0);

    private final Deque<String> plain = new ArrayDeque<>(0);

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
        addEncoded(response);
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
        if (token.length() >= PIECE) {
            addEncoded(token);
        } else if (token.length() >= SHORTEST) {
            addPlain(token);
        }
    }

    private void addEncoded(String text) {
        if (text.length() >= PIECE) {
            keep(encoded, folded(text));
        }
    }

    private void addPlain(String piece) {
        keep(plain, folded(piece));
    }

    private static void keep(Deque<String> secrets, String secret) {
        if (!secrets.contains(secret)) {
            secrets.add(secret);
        }
        while (secrets.stream().mapToInt(String::length).sum() > MOST_KEPT) {
            secrets.remove();
        }
    }

    /** The text without them. */
    String hideIn(String text) {
        String safe = text;
        for (String secret : plain) {
            safe = without(safe, secret);
        }
        return encoded.isEmpty() ? safe : withoutEncoded(safe);
    }

    private static String without(String text, String secret) {
        String folded = folded(text);
        int at = folded.indexOf(secret);
        if (at < 0) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        int done = 0;
        for (; at >= 0; at = folded.indexOf(secret, done)) {
            safe.append(text, done, at).append(SHOWN);
            done = at + secret.length();
        }
        return safe.append(text, done, text.length()).toString();
    }

    /** Runs of characters that can be a response go as a whole where any piece of them is of one. */
    private String withoutEncoded(String text) {
        String folded = folded(text);
        StringBuilder safe = new StringBuilder(text.length());
        int done = 0;
        int start = 0;
        while (start < text.length()) {
            int end = start;
            while (end < text.length() && isOfCode(text.charAt(end))) {
                end++;
            }
            if (isOfResponse(folded, start, end)) {
                safe.append(text, done, start).append(SHOWN);
                done = end;
            }
            start = end + 1;
        }
        return done == 0 ? text : safe.append(text, done, text.length()).toString();
    }

    private boolean isOfResponse(String folded, int start, int end) {
        for (int i = start; i + PIECE <= end; i++) {
            String piece = folded.substring(i, i + PIECE);
            for (String response : encoded) {
                if (response.contains(piece)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** In small letters, of the same length whatever the letters. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            folded.append(Character.toLowerCase(text.charAt(i)));
        }
        return folded.toString();
    }

    /** Of base64, or of an access token (RFC 6750 §2.1). */
    private static boolean isOfCode(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "+/=-._~".indexOf(c) >= 0;
    }
}
