/** Authentication mechanisms (RFC 4422) as values without I/O: a challenge in, a response out. */
@NullMarked
package dev.paloma.sasl;

import org.jspecify.annotations.NullMarked;
