/**
 * Samples in memory alone: the simplest storage that keeps the whole contract. It is there for
 * tests, and for servers that only look at the last hours and may forget everything when they end.
 *
 * <p>Start reading at {@link dev.pharos.storage.memory.MemoryStorage}.
 */
@NullMarked
package dev.pharos.storage.memory;

import org.jspecify.annotations.NullMarked;
