/** Sending mail, and what became of every recipient. */
@NullMarked
package dev.paloma;

import org.jspecify.annotations.NullMarked;
