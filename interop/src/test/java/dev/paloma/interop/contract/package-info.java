/** The same rows on every real server, through Paloma's public API, and what the server stored held against what was sent. */
@NullMarked
package dev.paloma.interop.contract;

import org.jspecify.annotations.NullMarked;
