/** DKIM signatures (RFC 6376, RFC 8301, RFC 8463), made while content streams by. */
@NullMarked
package dev.paloma.dkim;

import org.jspecify.annotations.NullMarked;
