/**
 * Reading: the chunks that the head, its out-of-order part and the blocks hold of a series become
 * one cursor over its samples.
 *
 * <p>Chunks that lie apart are read one after the other; only those that overlap are compared, and
 * each instant counts once. A chunk is copied into the cursor's own buffer before it is decoded.
 *
 * <p>Start reading at {@link dev.pharos.storage.tsdb.read.MergedSet}.
 */
@NullMarked
package dev.pharos.storage.tsdb.read;

import org.jspecify.annotations.NullMarked;
