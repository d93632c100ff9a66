/**
 * The local time series database: a head in memory and a write-ahead log behind it.
 *
 * <p>Nothing here is exported. The rest of the platform sees {@code storage.api} only. Start
 * reading at {@link dev.pharos.storage.tsdb.TsdbStorage}; {@link dev.pharos.storage.tsdb.TsdbPart}
 * makes it services.
 */
@NullMarked
package dev.pharos.storage.tsdb;

import org.jspecify.annotations.NullMarked;
