/**
 * The front door: a {@link dev.paloma.Mailer} sends a {@link dev.paloma.message.Message} to a {@link
 * dev.paloma.Server} and gives back a {@link dev.paloma.Receipt} with one row for each recipient.
 */
@NullMarked
package dev.paloma;

import org.jspecify.annotations.NullMarked;
