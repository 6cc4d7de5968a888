package dev.paloma.outbox;

/**
 * Numbers of mails as people see them: Crockford's base 32, without letters that look like digits. In a number stand the
 * day, counted from 2020-01-01 UTC, above 40 bits that are never used again: so old mails can be told by their number.
 */
final class MailId {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int SERIAL_BITS = 40;
    private static final long DAY = 86_400_000;
    private static final long FIRST_DAY = 18_262;
    private static final int LONGEST = 13;

    private MailId() {}

    /** The number for a serial number taken at this time. */
    static long of(long millis, long serial) {
        return dayStart(day(millis)) | (serial & ((1L << SERIAL_BITS) - 1));
    }

    /** The day of a time, for {@link #dayStart}. */
    static long day(long millis) {
        return Math.max(0, Math.floorDiv(millis, DAY) - FIRST_DAY);
    }

    /** The least number of a day. */
    static long dayStart(long day) {
        return day << SERIAL_BITS;
    }

    static String text(long id) {
        StringBuilder text = new StringBuilder(LONGEST);
        for (long left = id; left != 0 || text.isEmpty(); left >>>= 5) {
            text.append(DIGITS.charAt((int) left & 31));
        }
        return text.reverse().toString();
    }

    /**
     * @throws OutboxException if it isn't one
     */
    static long parse(String text) {
        long id = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = DIGITS.indexOf(Character.toUpperCase(text.charAt(i)));
            if (digit < 0) {
                throw noId(text);
            }
            id = id << 5 | digit;
        }
        if (text.isEmpty() || text.length() > LONGEST || id < 0) {
            throw noId(text);
        }
        return id;
    }

    private static OutboxException noId(String text) {
        String shown = text.substring(0, Math.min(20, text.length())).replaceAll("[^ -~]", "?");
        return new OutboxException("\"" + shown + "\" is no mail's id: take one that submit or list printed");
    }
}
