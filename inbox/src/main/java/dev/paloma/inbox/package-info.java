/**
 * A trap for mail on this machine, for development and tests: an SMTP server that takes everything and keeps it in a
 * Maildir.
 *
 * <p>It is written from RFC 5321 alone and shares no protocol code with the sending side, so that the two check each
 * other. What it takes: MAIL, RCPT, DATA, BDAT, RSET, NOOP, VRFY, HELP, QUIT, AUTH, with PIPELINING, SIZE, 8BITMIME,
 * BINARYMIME, SMTPUTF8, CHUNKING, ENHANCEDSTATUSCODES and DSN. Any user and password are accepted, and neither is
 * kept anywhere. There is no TLS yet, so it listens on loopback unless told otherwise.
 *
 * <p>The way of a mail: (1) MAIL and RCPT are checked as the RFCs want it; (2) the content goes into a file under
 * {@code tmp} while it arrives; (3) the file is forced to the disk and renamed into {@code new}; (4) listeners are told;
 * (5) only now comes {@code 250 2.0.0 Ok: queued as ID}. If anything fails before (3) is done, no file is left and the
 * client gets a 4xx or 5xx.
 *
 * <p>In the file stand first {@code Return-Path}, one {@code Delivered-To} for each RCPT in its order, and one
 * {@code Received}, each on a single line; after it come the octets of the content exactly as they were sent (less the
 * dots that RFC 5321 §4.5.2 adds), with CRLF. So the content begins after the first line that starts with
 * {@code Received:}; {@link dev.paloma.inbox.CaughtMail#content()} does that.
 */
@NullMarked
package dev.paloma.inbox;

import org.jspecify.annotations.NullMarked;
