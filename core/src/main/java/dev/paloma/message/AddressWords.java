package dev.paloma.message;

import java.util.ArrayList;
import java.util.List;

/**
 * The words in front of an at sign, an angle bracket or a colon. Only what follows tells whether they are a local part or
 * a name, so they are read once and asked afterwards.
 */
final class AddressWords {
    private static final String CURLY_QUOTES = "\u201C\u201D\u201E\u201F\u00AB\u00BB";

    private final AddressScanner scanner;
    private final List<Word> words = new ArrayList<>(3);

    private enum Kind {
        ATOM,
        QUOTED,
        DOT
    }

    /**
     * @param spaced whether white space or a comment stands before it
     */
    private record Word(Kind kind, String text, boolean spaced, int position) {}

    /** Reads words and dots as far as they go, and the white space behind them. */
    AddressWords(AddressScanner scanner) {
        this.scanner = scanner;
        boolean more = true;
        while (more) {
            boolean spaced = scanner.skip();
            int start = scanner.position();
            if (scanner.peek() == '"') {
                words.add(new Word(Kind.QUOTED, scanner.quotedString(), spaced, start));
            } else if (scanner.peek() == '.') {
                scanner.next();
                words.add(new Word(Kind.DOT, ".", spaced, start));
            } else if (scanner.atAtom()) {
                words.add(new Word(Kind.ATOM, scanner.atom(), spaced, start));
            } else {
                more = false;
            }
        }
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** Where the first of them begins; where one should have been if there is none. */
    int position() {
        return words.isEmpty() ? scanner.position() : words.get(0).position();
    }

    /** Whether somebody took typographic quotes for those that quote. */
    boolean haveCurlyQuotes() {
        for (Word word : words) {
            if (word.kind() == Kind.ATOM && holdsCurlyQuote(word.text())) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsCurlyQuote(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7F && CURLY_QUOTES.indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The words as a local part, without quoting: words with dots between them, and maybe white space around these. */
    String local() {
        if (words.isEmpty()) {
            throw scanner.error(scanner.position(), "nothing before the @");
        }
        if (haveCurlyQuotes()) {
            throw scanner.error(position(), "curly quotes don't quote, use \"straight\" ones");
        }
        Word only = words.get(0);
        if (words.size() == 1 && only.kind() != Kind.DOT) {
            refuseInvisible(only);
            return only.text();
        }
        StringBuilder local = new StringBuilder();
        boolean wordIsDue = true;
        for (Word word : words) {
            if ((word.kind() == Kind.DOT) == wordIsDue) {
                throw misplaced(word, local.isEmpty());
            }
            refuseInvisible(word);
            local.append(word.text());
            wordIsDue = !wordIsDue;
        }
        if (wordIsDue) {
            throw scanner.error(words.get(words.size() - 1).position(), "dot at the end of the local part");
        }
        return local.toString();
    }

    private AddressException misplaced(Word word, boolean first) {
        String reason = "quoted and unquoted text side by side before the @";
        if (word.kind() == Kind.DOT) {
            reason = first ? "dot at the beginning of the local part" : "two dots in a row before the @";
        } else if (word.spaced()) {
            reason = "space in the local part";
        }
        return scanner.error(word.position(), reason + ": such an address needs double quotes before the @");
    }

    /** What is pasted along with an address and can't be seen; the joiners are part of some scripts' spelling. */
    private void refuseInvisible(Word word) {
        for (int i = 0; i < word.text().length(); i++) {
            char c = word.text().charAt(i);
            boolean joiner = c == '\u200C' || c == '\u200D';
            int type = Character.getType(c);
            boolean space = type == Character.SPACE_SEPARATOR && c != ' ';
            if (c == '\t' || space || (type == Character.FORMAT && !joiner)) {
                String what = Characters.escape(String.valueOf(c));
                throw scanner.error(word.position(), "invisible character " + what + " in the local part");
            }
        }
    }

    /** The words as a display name, with encoded words decoded unless they are in quotes (RFC 2047 §5). */
    String name() {
        StringBuilder name = new StringBuilder();
        StringBuilder run = new StringBuilder();
        for (Word word : words) {
            StringBuilder target = word.kind() == Kind.QUOTED ? name : run;
            if (word.kind() == Kind.QUOTED) {
                name.append(decode(run.toString()));
                run.setLength(0);
            }
            target.append(word.spaced() ? " " : "").append(word.text());
        }
        return name.append(decode(run.toString())).toString();
    }

    /** Encoded words as text, and nothing in it that could end a line. */
    static String decode(String text) {
        return text.contains("=?") ? Characters.replaceForbidden(Headers.decode(text)) : text;
    }
}
