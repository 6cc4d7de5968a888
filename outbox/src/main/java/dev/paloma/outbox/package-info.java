/**
 * A durable queue of mail: handed over once, delivered for certain, and every doubt on record.
 *
 * <p>The way of a mail: (1) {@link dev.paloma.outbox.Outbox#submit} writes content, recipients and one <i>job</i> for each
 * recipient domain in one transaction, which many threads share; what it returns is on the disk. (2) An {@link
 * dev.paloma.outbox.OutboxWorker} claims jobs, a few of each destination in turn. (3) It writes down that it begins, and
 * only then hands the mail to its {@link dev.paloma.Mailer}. (4) It writes down what became of each recipient; what is to
 * be tried again waits. (5) A worker that dies leaves begun jobs without an end: those are in doubt, and whoever takes
 * over knows it.
 *
 * <p>The database does the locking, the durability, the replication; here is only its SQL, plain and in few places.
 */
@NullMarked
package dev.paloma.outbox;

import org.jspecify.annotations.NullMarked;
