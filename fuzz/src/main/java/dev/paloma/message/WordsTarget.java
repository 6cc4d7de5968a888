package dev.paloma.message;

import dev.paloma.fuzz.Claim;
import dev.paloma.fuzz.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Encoded words and parameters: any text comes back to the letter, in short ASCII words; any nonsense can be read. */
public final class WordsTarget {
    private WordsTarget() {}

    public static void run(Input input) {
        int column = input.choice(80);
        String text = input.restAsText();
        String decoded = Headers.decode(text);
        Claim.that(decoded.length() <= text.length() * 2, "decoded to " + decoded.length() + " characters");
        checkParameters(text);
        if (FieldRules.loneSurrogate(text) < 0) {
            check(EncodedWords.unstructured(text, column), text);
            check(Headers.encode(text), text);
            checkPhrase(text);
        } else {
            refuses(text);
        }
    }

    private static void refuses(String text) {
        try {
            Headers.encode(text);
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
            return;
        }
        throw new AssertionError("half a surrogate pair is encoded");
    }

    private static void check(String encoded, String text) {
        Claim.that(encoded.chars().allMatch(c -> (c >= ' ' && c < 0x7F) || c == '\t'), "not ASCII");
        checkWords(encoded);
        Claim.equal(Headers.decode(encoded), text, "decoded");
    }

    private static void checkWords(String encoded) {
        for (String word : encoded.split("[ \t]+")) {
            Claim.that(!word.startsWith("=?") || word.length() <= EncodedWords.LONGEST, "a word of " + word.length());
            Claim.that(word.length() <= EncodedWords.UNBREAKABLE, "nowhere to end the line");
        }
    }

    private static void checkPhrase(String text) {
        String encoded = Headers.encodePhrase(text);
        check(encoded, text);
        Claim.that(!encoded.contains("  ") && encoded.indexOf('\t') < 0, "two spaces in a phrase");
    }

    private static void checkParameters(String text) {
        Map<String, String> read = Parameters.parse(text);
        Claim.that(read.size() <= 1002, "parameters without end");
        read.forEach((name, value) -> Claim.that(value.length() <= 2 * text.length(), "grown"));
        List<String> tokens = new ArrayList<>(List.of("attachment"));
        try {
            Parameters.append(tokens, "filename", text);
        } catch (MessageException e) {
            Claim.oneLine(e.getMessage(), "exception");
            return;
        }
        for (String token : tokens) {
            Claim.that(token.length() <= 76 && token.chars().allMatch(c -> c >= ' ' && c < 0x7F), "token " + token);
        }
        boolean bounded = tokens.size() < 900; // of more sections nobody reads all
        Map<String, String> again = Parameters.parse(String.join(" ", tokens));
        Claim.that(!bounded || text.equals(again.get("filename")), "file name");
    }
}
