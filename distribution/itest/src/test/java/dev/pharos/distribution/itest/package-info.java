/**
 * What is true of the whole: the arrows between bundles, the parity lists, and the distribution as
 * a person gets it, in a test container and as a process.
 *
 * <p>{@code *Test} needs compiled classes only; {@code *IT} boots what ships.
 */
@NullMarked
package dev.pharos.distribution.itest;

import org.jspecify.annotations.NullMarked;
