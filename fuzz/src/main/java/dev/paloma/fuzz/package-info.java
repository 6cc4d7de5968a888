/** What fuzz targets share: the input in pieces, and claims about what comes of it. */
@NullMarked
package dev.paloma.fuzz;

import org.jspecify.annotations.NullMarked;
