/**
 * The SMTP client's side of one connection (RFC 5321), as straight blocking code that reads like the session:
 *
 * <ol>
 *   <li>{@code Handshake} connects, reads the greeting, says EHLO, starts TLS, says EHLO again, logs in;
 *   <li>{@code Transaction} says MAIL, RCPT and DATA, writes the content and its end mark, and notes what became of it;
 *   <li>{@link dev.paloma.smtp.SmtpConnection} is what the two share and what a caller holds.
 * </ol>
 *
 * <p>This level reports facts: a {@link dev.paloma.smtp.TransactionResult} or an {@link
 * dev.paloma.smtp.SmtpException}. Whether to try again, and where, is for whoever calls. It starts no thread; a {@link
 * dev.paloma.smtp.Watchdog}, run by the caller, ends what takes too long.
 */
@NullMarked
package dev.paloma.smtp;

import org.jspecify.annotations.NullMarked;
