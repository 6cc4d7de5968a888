package dev.paloma.outbox;

/**
 * What takes turns when jobs are claimed: a recipient domain, and of it the mails of one bulk tag.
 *
 * @param domain in lower case
 * @param bucket of the mail's first tag, 1 to 16; 0 for none
 */
record Destination(String domain, int bucket) {
    static final Destination START = new Destination("", -1);

    private static final int BUCKETS = 16;

    static int bucket(String tag) {
        return 1 + Math.floorMod(tag.hashCode(), BUCKETS);
    }
}
