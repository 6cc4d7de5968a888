/**
 * Jakarta Mail's {@link jakarta.mail.Transport} for {@code smtp} and {@code smtps}: whoever has this module on the class
 * path sends with Paloma and changes nothing else.
 */
@NullMarked
package dev.paloma.jakarta;

import org.jspecify.annotations.NullMarked;
