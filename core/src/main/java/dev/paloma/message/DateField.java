package dev.paloma.message;

import java.time.OffsetDateTime;

/** A date as RFC 5322 §3.3 writes it; by hand, because a formatter makes a dozen objects of it. */
final class DateField {
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private DateField() {}

    /** @throws MessageException for a year that isn't of four digits, or before 1900 */
    static String format(OffsetDateTime date) {
        if (date.getYear() < 1900 || date.getYear() > 9999) {
            throw new MessageException("a mail's year is from 1900 to 9999, not " + date.getYear());
        }
        int day = 3 * (date.getDayOfWeek().getValue() - 1);
        int month = 3 * (date.getMonthValue() - 1);
        StringBuilder out = new StringBuilder(31);
        out.append(DAYS, day, day + 3).append(", ").append(date.getDayOfMonth()).append(' ');
        out.append(MONTHS, month, month + 3).append(' ').append(date.getYear()).append(' ');
        two(two(two(out, date.getHour()).append(':'), date.getMinute()).append(':'), date.getSecond());
        // Old local times have seconds in their offset, which the field can't say.
        int offset = date.getOffset().getTotalSeconds() / 60;
        out.append(offset < 0 ? " -" : " +");
        return two(two(out, Math.abs(offset) / 60), Math.abs(offset) % 60).toString();
    }

    private static StringBuilder two(StringBuilder out, int number) {
        return out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
