/** Folders go back and forth between this database and Debian's Prometheus. */
@NullMarked
package dev.pharos.storage.tsdb.interop;

import org.jspecify.annotations.NullMarked;
