/**
 * What happens to blocks: the head is cut into them, small ones become large ones, old ones go.
 *
 * <p>{@link dev.pharos.storage.tsdb.compact.BlockFolder} knows which blocks there are and lends
 * them to readers; {@link dev.pharos.storage.tsdb.compact.Plan} tells which of them to put
 * together, {@link dev.pharos.storage.tsdb.compact.Compactor} does it, {@link
 * dev.pharos.storage.tsdb.compact.Retention} tells which to delete, and {@link
 * dev.pharos.storage.tsdb.compact.BlockUpkeep} does all of this in rounds, on one thread.
 *
 * <p>Start reading at {@link dev.pharos.storage.tsdb.compact.BlockUpkeep}.
 */
@NullMarked
package dev.pharos.storage.tsdb.compact;

import org.jspecify.annotations.NullMarked;
