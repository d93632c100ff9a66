/**
 * The write-ahead log, in the original's format: segments of pages of fragments of records, and
 * what the records hold. {@code docs/formats/wal.md} draws the bytes.
 *
 * <p>Start reading at {@link dev.pharos.storage.tsdb.wal.WriteLog}.
 */
@NullMarked
package dev.pharos.storage.tsdb.wal;

import org.jspecify.annotations.NullMarked;
