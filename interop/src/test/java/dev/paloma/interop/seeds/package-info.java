/**
 * Tcllib's {@code smtp::sendmessage}, Racket's {@code smtp-send-message} and Paloma do the same before the same server,
 * and what they do is held against what is expected of each.
 */
@NullMarked
package dev.paloma.interop.seeds;

import org.jspecify.annotations.NullMarked;
