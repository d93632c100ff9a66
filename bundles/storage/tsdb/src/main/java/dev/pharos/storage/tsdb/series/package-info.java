/**
 * Series as chunks: the one shape in which the head, the out-of-order head and each block offer
 * what they hold, to queries and to compaction alike.
 */
@NullMarked
package dev.pharos.storage.tsdb.series;

import org.jspecify.annotations.NullMarked;
