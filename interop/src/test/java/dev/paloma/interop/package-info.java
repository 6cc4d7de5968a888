/** Random messages with what is true of them, for other people's parsers to read back. */
@NullMarked
package dev.paloma.interop;

import org.jspecify.annotations.NullMarked;
