/**
 * The one storage that everybody else sees, in front of all parts.
 *
 * <p>Start reading at {@link dev.pharos.storage.fanout.FanoutStorage}; {@link
 * dev.pharos.storage.fanout.Fanout} makes it services.
 */
@NullMarked
package dev.pharos.storage.fanout;

import org.jspecify.annotations.NullMarked;
