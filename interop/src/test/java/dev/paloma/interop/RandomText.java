package dev.paloma.interop;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;

/** Text in many scripts, with all that is apt to go wrong on its way. */
final class RandomText {
    private static final int[][] SCRIPTS = {
        {'a', 'z'},
        {'A', 'Z'},
        {'0', '9'},
        {'!', '/'}, // Latin and signs
        {0xDF, 0xF6},
        {0x100, 0x17F},
        {0x1EA0, 0x1EF9}, // Latin with marks, Vietnamese
        {0x3B1, 0x3C9},
        {0x410, 0x44F}, // Greek, Cyrillic
        {0x5D0, 0x5EA},
        {0x627, 0x63A}, // Hebrew, Arabic
        {0x905, 0x939},
        {0xE01, 0xE2E}, // Devanagari, Thai
        {0x3041, 0x3096},
        {0x4E00, 0x9FA5},
        {0xAC00, 0xD7A3},
        {0x20000, 0x2A6D6}, // Kana, Han, Hangul, rare Han
        {0x1F600, 0x1F64F}, // emoji
    };

    private static final String[] ODD = {
        "=?utf-8?q?x?=",
        "=?utf-8?b?eA==?=",
        "=?",
        "?=",
        "=?iso-8859-1?Q?=E4?=",
        "a=?utf-8?q?x?=b",
        "=20",
        "=",
        "_",
        "?",
        "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
        "\uD83C\uDDE9\uD83C\uDDEA",
        "\u2764\uFE0F",
        "e\u0301",
        "a\u0323\u0308",
        "\u0915\u094D\u0937\u093F",
        "\u00A0",
        "\u3000",
        "\u200B",
        "\u00AD",
        "\"",
        "\"\"",
        "\\",
        "'",
        "(c)",
        "((",
        ")",
        "<a@b>",
        "<",
        ">",
        ",",
        ";",
        ":",
        "@",
        "[",
        "]",
        "%41",
        "%",
        "&amp;",
        "--",
        ".",
        "..",
        "a.b",
        "utf-8''x",
        "*0*=",
        "From",
        "Subject:",
        "\uFF0C",
        "\u2019",
        "\u2013"
    };

    private static final String[] BODY_LINES = {
        "",
        "",
        ".",
        "..",
        ".a",
        " ",
        "  indented",
        "trailing  ",
        "tab\t",
        "\ttab",
        "From me to you",
        ">From",
        "--",
        "--b",
        "--b--",
        "-- ",
        "=",
        "=3D",
        "=20=",
        "a=\u00E4",
        "begin 644 x",
        "\f",
        "a\u0000b",
        "a\u0085b",
        "a\u2028b",
        "\u001B[1m",
        "Content-Type: text/plain",
        "?\uFEFF?",
        "QUIT",
        "\u007F"
    };

    private final Chance chance;

    RandomText(Chance chance) {
        this.chance = chance;
    }

    /** One line without control characters, for a header field; perhaps empty. */
    String line() {
        StringBuilder line = new StringBuilder();
        line.append(" ".repeat(chance.oneIn(10) ? chance.between(1, 3) : 0));
        for (int words = chance.between(0, chance.oneIn(8) ? 60 : 9); words > 0; words--) {
            line.append(word());
            line.append(" ".repeat(chance.oneIn(12) ? chance.between(0, chance.oneIn(9) ? 90 : 4) : words > 1 ? 1 : 0));
        }
        return line.toString();
    }

    /** A display name: short, not blank, without white space at its ends. */
    String name() {
        StringBuilder name = new StringBuilder(word(chance.between(1, 9)));
        for (int words = chance.between(0, 3); words > 0; words--) {
            name.append(' ').append(chance.oneIn(3) ? chance.pick(ODD) : word(chance.between(1, 12)));
        }
        return trimmed(name.toString());
    }

    /** A file name, perhaps one that starts as a path. */
    String fileName() {
        StringBuilder name = new StringBuilder(word(chance.between(1, 10)));
        int most = chance.oneIn(6) ? chance.between(60, 180) : 12;
        while (name.length() < most) {
            name.append(chance.oneIn(3) ? chance.pick(ODD) : word(chance.between(1, 8)));
            name.append(chance.oneIn(3) ? " " : "");
        }
        String dotted = name + chance.pick(".txt", ".pdf", ".tar.gz", "x", "x.", ".DOCX", ".\u65E5\u672C");
        return trimmed(chance.oneIn(9) ? "C:\\Temp/" + dotted : dotted);
    }

    /** The text of a mail or a file, with all kinds of line ends. */
    String body() {
        if (chance.oneIn(15)) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (int lines = chance.between(1, chance.oneIn(10) ? 200 : 20); lines > 0; lines--) {
            text.append(bodyLine());
            if (lines > 1 || chance.oneIn(2)) {
                text.append(chance.pick("\r\n", "\n", "\n", "\r"));
            }
        }
        return text + "\n".repeat(chance.oneIn(6) ? chance.between(1, 5) : 0);
    }

    /** ASCII for the greater part, so that 7bit, 8bit and quoted-printable get their turn. */
    private String bodyLine() {
        return switch (chance.between(0, 9)) {
            case 0, 1 -> chance.pick(BODY_LINES);
            case 2 -> line();
            case 3 -> chance.oneIn(4) ? word(chance.between(300, 3000)) : line();
            case 4 -> "x".repeat(chance.between(900, 1100));
            default -> "plain words ".repeat(chance.between(1, 8));
        };
    }

    /** Lines that this charset can hold. */
    String body(Charset charset) {
        CharsetEncoder encoder = charset.newEncoder();
        StringBuilder text = new StringBuilder();
        body().codePoints()
                // These are where the tables of charsets differ.
                .filter(c -> c == '\n' || (c >= ' ' && c != '\\' && c != '~' && (c < 0x7F || c > 0xA0)))
                .filter(c -> encoder.canEncode(Character.toString(c)))
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    String word() {
        if (chance.oneIn(5)) {
            return chance.pick(ODD);
        }
        return word(chance.oneIn(40) ? chance.between(100, 4000) : chance.between(1, 12));
    }

    String word(int letters) {
        int[] script = chance.oneIn(3) ? chance.pick(SCRIPTS) : SCRIPTS[0];
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            word.appendCodePoint(chance.between(script[0], script[1]));
        }
        return word.toString();
    }

    private static String trimmed(String text) {
        return text.replaceAll("^[ \u00A0\u3000]+|[ \u00A0\u3000]+$", "");
    }
}
