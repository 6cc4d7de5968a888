package dev.paloma.testkit;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Keeps the content of one mail and judges it byte by byte. */
final class ContentSink {
    /** RFC 5321 §4.5.3.1.6, without the CRLF. */
    private static final int LONGEST_LINE = 998;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Body body;
    private final Consumer<String> violation;
    /** RFC 6531 §3.6: SMTPUTF8 allows UTF-8 in the header; the body still needs BODY=8BITMIME. */
    private boolean inUtf8Header;

    private boolean afterCr;
    private int lineLength;
    private int line = 1;

    /** What MAIL said of the content. */
    enum Body {
        SEVEN_BIT,
        EIGHT_BIT,
        BINARY
    }

    ContentSink(Body body, boolean utf8, Consumer<String> violation) {
        this.body = body;
        this.inUtf8Header = utf8;
        this.violation = violation;
    }

    void put(int b) {
        if (body != Body.BINARY) {
            judge(b);
        }
        bytes.write(b);
    }

    private void judge(int b) {
        if (b == '\n') {
            endLine();
            return;
        }
        if (afterCr) {
            blame("bare CR");
        }
        afterCr = b == '\r';
        if (!afterCr && ++lineLength == LONGEST_LINE + 1) {
            blame("more than " + LONGEST_LINE + " bytes");
        }
        if (b == 0) {
            blame("NUL");
        }
        if (b >= 0x80 && body == Body.SEVEN_BIT && !inUtf8Header) {
            blame("8-bit byte without BODY=8BITMIME");
        }
    }

    private void endLine() {
        if (!afterCr) {
            blame("bare LF");
        }
        inUtf8Header &= lineLength > 0;
        afterCr = false;
        lineLength = 0;
        line++;
    }

    void blame(String what) {
        violation.accept(what + " in content line " + line);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    int size() {
        return bytes.size();
    }
}
