/** The targets by name, and where the fuzzer enters. */
@NullMarked
package dev.paloma.fuzz.run;

import org.jspecify.annotations.NullMarked;
