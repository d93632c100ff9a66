package dev.pharos.storage.tsdb;

import dev.pharos.storage.tsdb.wal.LogCompression;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the database is set up.
 *
 * @param path its folder
 * @param retention samples this much older than the latest are forgotten
 * @param maxSeries series held in memory at most; 0 for any number
 * @param segmentBytes size of a segment of the log
 * @param compression how the records of the log are compressed
 * @param heldBytes bytes of the log that a slow reader can keep from being deleted
 */
public record TsdbSettings(
    Path path,
    Duration retention,
    long maxSeries,
    long segmentBytes,
    LogCompression compression,
    long heldBytes) {

  private static final long SEGMENT_BYTES = 128L << 20;
  private static final long HELD_BYTES = 2L << 30;
  private static final Duration LEAST = Duration.ofHours(2);

  public TsdbSettings {
    if (retention.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "retention.time is "
              + Durations.format(retention)
              + "; set it to 2h or more, the span of a block");
    }
  }

  /** The database in a folder, with the defaults for all that is seldom set. */
  public static TsdbSettings of(Path path, Duration retention) {
    return new TsdbSettings(path, retention, 0, SEGMENT_BYTES, LogCompression.SNAPPY, HELD_BYTES);
  }

  TsdbSettings withSegmentBytes(long bytes) {
    return new TsdbSettings(path, retention, maxSeries, bytes, compression, heldBytes);
  }

  TsdbSettings withMaxSeries(long series) {
    return new TsdbSettings(path, retention, series, segmentBytes, compression, heldBytes);
  }

  TsdbSettings withHeldBytes(long bytes) {
    return new TsdbSettings(path, retention, maxSeries, segmentBytes, compression, bytes);
  }

  TsdbSettings withCompression(LogCompression other) {
    return new TsdbSettings(path, retention, maxSeries, segmentBytes, other, heldBytes);
  }

  Path wal() {
    return path.resolve("wal");
  }

  Path headChunks() {
    return path.resolve("chunks_head");
  }

  Path wbl() {
    return path.resolve("wbl");
  }

  Path damaged() {
    return path.resolve("damaged");
  }
}
