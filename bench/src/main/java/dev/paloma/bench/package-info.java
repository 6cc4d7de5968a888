/** Measurements of the parts whose speed is promised. */
@NullMarked
package dev.paloma.bench;

import org.jspecify.annotations.NullMarked;
