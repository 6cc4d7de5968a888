package dev.paloma.inbox;

import java.util.ArrayList;
import java.util.List;

/** One mail between MAIL and the end of its content. */
final class Transaction {
    private final String sender;
    private final boolean utf8;
    private final boolean binary;
    private final List<String> recipients = new ArrayList<>();
    private boolean chunking;

    Transaction(String sender, boolean utf8, boolean binary) {
        this.sender = sender;
        this.utf8 = utf8;
        this.binary = binary;
    }

    /** Empty for {@code <>}. */
    String sender() {
        return sender;
    }

    boolean utf8() {
        return utf8;
    }

    boolean binary() {
        return binary;
    }

    List<String> recipients() {
        return recipients;
    }

    /** Whether the first BDAT has come: from then on only BDAT or RSET may follow (RFC 3030 §2). */
    boolean chunking() {
        return chunking;
    }

    void beginChunks() {
        chunking = true;
    }
}
