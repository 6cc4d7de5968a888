/** The guide's examples: what stands between the markers stands in {@code docs/guide} word for word. */
@NullMarked
package dev.paloma.examples;

import org.jspecify.annotations.NullMarked;
