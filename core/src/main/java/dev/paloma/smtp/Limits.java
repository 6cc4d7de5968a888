package dev.paloma.smtp;

/**
 * The most a server can make us keep or do. What goes beyond ends the connection.
 *
 * @param replyLine octets of a reply line that are kept; the rest of a longer one is read and dropped
 * @param longestLine octets a reply line may have in all, unless it is a challenge
 * @param replyLines lines a reply may have
 * @param capabilities lines of an EHLO reply that are read; further ones are dropped
 * @param challenge octets of an authentication challenge in base64
 */
public record Limits(int replyLine, int longestLine, int replyLines, int capabilities, int challenge) {
    public Limits {
        if (replyLine < 512 || longestLine < replyLine || replyLines < 1 || capabilities < 1 || challenge < 512) {
            throw new IllegalArgumentException(
                    "limits too small: a reply line has at least 512 octets (RFC 5321 §4.5.3.1.5)");
        }
    }

    /** Far above what any honest server sends. */
    public static Limits standard() {
        return new Limits(4096, 64 * 1024, 512, 128, 64 * 1024);
    }
}
