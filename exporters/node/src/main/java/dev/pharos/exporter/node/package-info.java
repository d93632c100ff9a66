/**
 * The exporter of this host, read from {@code /proc} and {@code /sys} as a user without rights,
 * under the names, labels and defaults of the node exporter.
 *
 * <p>A collector reads files of the kernel, asks no other program and starts none. Start reading at
 * {@link dev.pharos.exporter.node.LoadavgCollector}, the smallest; {@code
 * docs/parity/node-exporter.md} tells which there are.
 */
@NullMarked
package dev.pharos.exporter.node;

import org.jspecify.annotations.NullMarked;
