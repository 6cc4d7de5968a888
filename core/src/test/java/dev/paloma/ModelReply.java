package dev.paloma;

import java.util.Random;

/**
 * A reply that a scripted server may give.
 *
 * @param code its code
 * @param text what follows that
 */
record ModelReply(int code, String text) {
    private static final ModelReply[] MAIL = {
        new ModelReply(421, "4.3.2 Going down"),
        new ModelReply(450, "4.2.0 Not now"),
        new ModelReply(451, "4.3.0 Local trouble"),
        new ModelReply(452, "4.3.1 Disk full"),
        new ModelReply(503, "5.5.1 Not in this order"),
        new ModelReply(530, "5.7.0 Log in first"),
        new ModelReply(550, "5.7.1 Not from you"),
        new ModelReply(552, "5.3.4 Too large"),
        new ModelReply(554, "5.7.1 No"),
    };
    private static final ModelReply[] RCPT = {
        new ModelReply(421, "4.3.2 Going down"),
        new ModelReply(450, "4.2.1 Greylisted"),
        new ModelReply(452, "4.5.3 Too many recipients"),
        new ModelReply(452, "too many"),
        new ModelReply(452, "4.2.2 Mailbox full"),
        new ModelReply(503, "5.5.1 Not in this order"),
        new ModelReply(550, "5.1.1 Nobody here"),
        new ModelReply(552, "5.5.3 Too many recipients"),
        new ModelReply(552, "5.2.2 Mailbox full"),
        new ModelReply(554, "5.7.1 No"),
    };
    private static final ModelReply[] CONTENT = {
        new ModelReply(421, "4.3.2 Going down"),
        new ModelReply(450, "4.2.0 Not now"),
        new ModelReply(451, "4.3.0 Local trouble"),
        new ModelReply(452, "4.3.1 Disk full"),
        new ModelReply(503, "5.5.1 Not in this order"),
        new ModelReply(550, "5.7.1 Not that"),
        new ModelReply(552, "5.3.4 Too large"),
        new ModelReply(554, "5.6.0 Spam"),
    };

    static ModelReply refusalOfMail(Random dice) {
        return MAIL[dice.nextInt(MAIL.length)];
    }

    static ModelReply refusalOfRecipient(Random dice) {
        return RCPT[dice.nextInt(RCPT.length)];
    }

    static ModelReply refusalOfContent(Random dice) {
        return CONTENT[dice.nextInt(CONTENT.length)];
    }

    /** As it goes out, sometimes in several lines. */
    String lines(Random dice) {
        StringBuilder lines = new StringBuilder();
        for (int more = dice.nextInt(8) == 0 ? 1 + dice.nextInt(4) : 0; more > 0; more--) {
            lines.append(code).append('-').append(text).append("\r\n");
        }
        return lines.append(code).append(' ').append(text).append("\r\n").toString();
    }
}
