/**
 * A small shop API with metrics of its own and the load that keeps it busy: something to look at
 * before any system of one's own is connected. A program, not a bundle.
 *
 * <p>Start reading at {@link dev.pharos.distribution.demo.Demo}.
 */
@NullMarked
package dev.pharos.distribution.demo;

import org.jspecify.annotations.NullMarked;
