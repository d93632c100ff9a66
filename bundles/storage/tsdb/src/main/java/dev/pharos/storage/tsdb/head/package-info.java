/**
 * The series and samples in memory. {@code docs/formats/head.md} counts the bytes.
 *
 * <p>Start reading at {@link dev.pharos.storage.tsdb.head.Head}.
 */
@NullMarked
package dev.pharos.storage.tsdb.head;

import org.jspecify.annotations.NullMarked;
