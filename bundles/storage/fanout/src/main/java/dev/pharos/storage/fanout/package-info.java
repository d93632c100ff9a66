/**
 * The one storage that others see, in front of all parts.
 *
 * <p>The main part decides what becomes of a batch; the other parts get the same samples, and their
 * failures are counted and told but never felt by those who write. Reads merge all parts.
 *
 * <p>Nothing here is exported. Start reading at {@link dev.pharos.storage.fanout.FanoutStorage}.
 */
@NullMarked
package dev.pharos.storage.fanout;

import org.jspecify.annotations.NullMarked;
