/** A scripted SMTP server over real sockets, test certificates and a leak checker. */
@NullMarked
package dev.paloma.testkit;

import org.jspecify.annotations.NullMarked;
