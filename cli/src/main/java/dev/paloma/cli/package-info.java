/**
 * The {@code paloma} command: {@link dev.paloma.cli.Main} reads the arguments, one class a sub-command does the rest.
 * What it prints, and the codes it ends with, are a contract with scripts.
 */
@NullMarked
package dev.paloma.cli;

import org.jspecify.annotations.NullMarked;
