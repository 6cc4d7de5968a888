package dev.paloma;

import dev.paloma.message.Mail;
import org.jspecify.annotations.Nullable;

/**
 * What became of one mail of many.
 *
 * @param mail which
 * @param receipt a row for each recipient
 * @param failure why it isn't as the acceptance policy asks; null if it is
 */
public record Sent(Mail mail, Receipt receipt, @Nullable SendException failure) {}
