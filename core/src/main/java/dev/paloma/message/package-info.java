/** Messages as values: addresses, headers, parts, and how they are written. */
@NullMarked
package dev.paloma.message;

import org.jspecify.annotations.NullMarked;
