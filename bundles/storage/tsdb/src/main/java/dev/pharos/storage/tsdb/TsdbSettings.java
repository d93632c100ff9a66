package dev.pharos.storage.tsdb;

import dev.pharos.model.DurationText;
import dev.pharos.storage.tsdb.block.BlockWriter;
import dev.pharos.storage.tsdb.compact.CompactionRules;
import dev.pharos.storage.tsdb.compact.Retention;
import dev.pharos.storage.tsdb.wal.LogCompression;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the database is set up when it starts.
 *
 * @param path its folder
 * @param retention how much is kept, unless the configuration file says it
 * @param log how the log is written
 * @param blocks how blocks are made
 * @param maxSeries series held in memory at most; 0 for any number
 * @param locks whether the folder is locked against others
 */
public record TsdbSettings(
    Path path,
    Retention retention,
    Log log,
    CompactionRules blocks,
    long maxSeries,
    boolean locks) {

  private static final Duration DEFAULT_TIME = Duration.ofDays(15);

  /** Segments are numbered pages of 32 KiB; the original takes none smaller or larger either. */
  private static final long LEAST_SEGMENT = 10L << 20;

  private static final long LARGEST_SEGMENT = 256L << 20;

  private static final long LEAST_CHUNK_FILE = 1L << 20;

  /** Places in a file of chunks are numbers of 32 bits. */
  private static final long LARGEST_CHUNK_FILE = 1L << 32;

  /** What a series may take of the heap, its labels, postings and open chunk together. */
  private static final long BYTES_PER_SERIES = 700;

  /** The part of the heap that series may fill. */
  private static final long HEAP_SHARE = 2;

  /**
   * How the log is written.
   *
   * @param segmentBytes size of its files
   * @param heldBytes bytes that a slow reader can keep from being deleted
   */
  public record Log(long segmentBytes, LogCompression compression, long heldBytes) {
    static final Log DEFAULT = new Log(128L << 20, LogCompression.SNAPPY, 2L << 30);
  }

  public TsdbSettings {
    if (!retention.time().isZero() && retention.time().compareTo(blocks.head()) < 0) {
      throw new IllegalArgumentException(
          "retention.time is "
              + DurationText.of(retention.time())
              + "; set it to "
              + DurationText.of(blocks.head())
              + " or more, the span of a block");
    }
  }

  /** The database in a folder, with the defaults for all that is seldom set. */
  public static TsdbSettings of(Path path, Duration retention) {
    return new TsdbSettings(
        path, Retention.of(retention), Log.DEFAULT, CompactionRules.DEFAULT, 0, true);
  }

  /**
   * What a configuration says.
   *
   * @throws IllegalArgumentException if a value cannot be used; the message says which and why
   */
  static TsdbSettings of(TsdbPart.Config config) {
    return new TsdbSettings(
        Path.of(config.path()),
        retention(config),
        log(config),
        blocks(config),
        maxSeries(config.head_series_limit()),
        !config.no_lockfile());
  }

  private static Retention retention(TsdbPart.Config config) {
    String size = config.retention_size();
    long bytes = size.isEmpty() ? 0 : Sizes.parse("retention.size", size);
    String text = config.retention_time();
    Duration time = text.isEmpty() ? Duration.ZERO : duration("retention.time", text);
    return new Retention(time.isZero() && bytes == 0 ? DEFAULT_TIME : time, bytes, 0);
  }

  private static Log log(TsdbPart.Config config) {
    String size = config.wal_segment_size();
    long bytes = Log.DEFAULT.segmentBytes();
    if (!size.isEmpty()) {
      bytes = Sizes.parse("wal.segment.size", size);
      if (bytes < LEAST_SEGMENT || bytes > LARGEST_SEGMENT) {
        throw new IllegalArgumentException(
            "wal.segment.size is " + size + "; set it to 10MB or more, and 256MB at most");
      }
    }
    LogCompression compression =
        config.wal_compression()
            ? LogCompression.parse("wal.compression.type", config.wal_compression_type())
            : LogCompression.NONE;
    return new Log(bytes, compression, Log.DEFAULT.heldBytes());
  }

  private static CompactionRules blocks(TsdbPart.Config config) {
    Duration head = duration("min.block.duration", config.min_block_duration());
    if (head.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "min.block.duration is "
              + config.min_block_duration()
              + "; set it to 2h, or to some seconds for a try");
    }
    String most = config.max_block_duration();
    Duration longest = most.isEmpty() ? null : duration("max.block.duration", most);
    if (longest != null && longest.compareTo(head) < 0) {
      throw new IllegalArgumentException(
          "max.block.duration is "
              + most
              + "; set it to min.block.duration, "
              + DurationText.of(head)
              + ", or more");
    }
    String uploads = config.delay_compact_file_path();
    return new CompactionRules(
        head,
        longest,
        config.allow_overlapping_compaction(),
        uploads.isEmpty() ? null : Path.of(uploads),
        duration("block.reload.interval", config.block_reload_interval()),
        chunkFiles(config.max_block_chunk_segment_size()));
  }

  private static Duration duration(String setting, String text) {
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    setting
                        + " is '"
                        + text
                        + "', which is no duration, or too long a one; write numbers with units from"
                        + " large to small, such as 15d or 1h30m"));
  }

  private static long chunkFiles(String size) {
    if (size.isEmpty()) {
      return BlockWriter.SEGMENT_BYTES;
    }
    long bytes = Sizes.parse("max.block.chunk.segment.size", size);
    if (bytes < LEAST_CHUNK_FILE || bytes > LARGEST_CHUNK_FILE) {
      throw new IllegalArgumentException(
          "max.block.chunk.segment.size is " + size + "; set it to 1MB or more, and 4GB at most");
    }
    return bytes;
  }

  /** What was set, or as many series as fill half the heap. */
  private static long maxSeries(long limit) {
    return limit >= 0
        ? limit
        : Math.max(1000, Runtime.getRuntime().maxMemory() / HEAP_SHARE / BYTES_PER_SERIES);
  }

  /** What is kept: what the file says counts first, each bound for itself. */
  Retention retention(FileSettings.Retention file) {
    Duration time = file.time();
    boolean anything = time != null || file.bytes() > 0 || file.percentage() > 0;
    if (!anything) {
      return retention;
    }
    return new Retention(
        time == null ? retention.time() : time,
        file.bytes() > 0 ? file.bytes() : retention.bytes(),
        file.percentage());
  }

  TsdbSettings withSegmentBytes(long bytes) {
    return with(new Log(bytes, log.compression(), log.heldBytes()));
  }

  TsdbSettings withHeldBytes(long bytes) {
    return with(new Log(log.segmentBytes(), log.compression(), bytes));
  }

  TsdbSettings withCompression(LogCompression other) {
    return with(new Log(log.segmentBytes(), other, log.heldBytes()));
  }

  private TsdbSettings with(Log other) {
    return new TsdbSettings(path, retention, other, blocks, maxSeries, locks);
  }

  TsdbSettings withMaxSeries(long series) {
    return new TsdbSettings(path, retention, log, blocks, series, locks);
  }

  TsdbSettings withRetention(Retention other) {
    return new TsdbSettings(path, other, log, blocks, maxSeries, locks);
  }

  TsdbSettings withBlocks(CompactionRules other) {
    return new TsdbSettings(path, retention, log, other, maxSeries, locks);
  }

  Path wal() {
    return path.resolve("wal");
  }

  /** The log of late samples. */
  Path wbl() {
    return path.resolve("wbl");
  }

  /** Full chunks of the head. */
  Path headChunks() {
    return path.resolve("chunks_head");
  }

  Path damaged() {
    return path.resolve("damaged");
  }
}
