package dev.pharos.storage.api;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Works on a data folder without a server: looks into it, checks it, copies samples out of it and
 * makes blocks.
 *
 * <p>This is an extension point for commands, which run on a plain class path: list the class, with
 * a public constructor without parameters, in {@code META-INF/services}. Nothing is changed in a
 * folder that is read; a server may have it open meanwhile, and what it has not written yet is not
 * seen.
 */
@ConsumerType
public interface StorageTool {

  /**
   * A block on disk.
   *
   * @param ulid its name
   * @param minMillis first instant inside
   * @param maxMillis first instant after
   * @param bytes size of its files
   */
  record Block(
      String ulid,
      long minMillis,
      long maxMillis,
      long samples,
      long chunks,
      long series,
      long bytes) {}

  /**
   * What the series of a block have in common, each list largest first.
   *
   * @param block what was looked at
   * @param matched series that fulfil the matchers
   * @param labelNames distinct names of labels
   * @param pairs distinct pairs of name and value
   * @param entries pairs of all series together
   * @param churningPairs per pair: series that lack samples, as if each lacked them for all the
   *     time
   * @param churningNames the same per name
   * @param commonPairs series per pair
   * @param bytesByName bytes of distinct values per name
   * @param valuesByName distinct values per name
   * @param seriesByMetric series per metric name
   * @param chunks per kind of chunk, {@code float} and {@code histogram}; empty unless asked for
   */
  record Analysis(
      Block block,
      long matched,
      long labelNames,
      long pairs,
      long entries,
      List<StorageStatus.Count> churningPairs,
      List<StorageStatus.Count> churningNames,
      List<StorageStatus.Count> commonPairs,
      List<StorageStatus.Count> bytesByName,
      List<StorageStatus.Count> valuesByName,
      List<StorageStatus.Count> seriesByMetric,
      List<ChunkSizes> chunks) {}

  /**
   * How large chunks are.
   *
   * @param kind {@code float} or {@code histogram}
   * @param samples number of samples to number of chunks that have so many
   * @param bytes number of bytes to number of chunks that have so many
   */
  record ChunkSizes(
      String kind, NavigableMap<Integer, Long> samples, NavigableMap<Integer, Long> bytes) {}

  /**
   * Something in a data folder that is not as it should be.
   *
   * @param file where
   * @param place where in the file, such as {@code byte 4711}; empty for the whole of it
   * @param fault what was found and what was expected
   * @param remedy what to do, and what is lost by it
   */
  record Finding(Path file, String place, String fault, String remedy) {
    @Override
    public String toString() {
      return file + (place.isEmpty() ? "" : ", " + place) + ": " + fault + ". " + remedy;
    }
  }

  /** Series of a folder as they were when it was opened. */
  interface Reading extends SeriesReader, Closeable {}

  /**
   * A block that is being made: samples of a series come in the order of time, series in any order.
   * Not safe for use by several threads.
   */
  interface Making extends Closeable {

    /**
     * Adds a sample.
     *
     * @throws StorageException if the series has this or a later timestamp already
     */
    void append(Labels series, long timestampMillis, double value) throws StorageException;

    /** Writes the block; nothing is written if there are no samples. */
    List<Block> finish() throws IOException;

    /** Drops what was not finished. */
    @Override
    void close() throws IOException;
  }

  /** The blocks of a folder in the order of time. */
  List<Block> blocks(Path data) throws IOException;

  /** Opens a folder: its blocks and what its logs hold. */
  Reading open(Path data) throws IOException;

  /**
   * Looks at the series of a block.
   *
   * @param limit entries per list
   * @param withChunks whether to look at each chunk, too
   */
  Analysis analyze(Path data, String ulid, List<Matcher> matchers, int limit, boolean withChunks)
      throws IOException;

  /** Starts a block in a folder, which is made if it is not there. */
  Making make(Path data) throws IOException;

  /**
   * Verifies everything: each page and record of the logs, each chunk of head and blocks, each
   * index.
   *
   * @param findings is told of each fault as it is found
   * @param progress is told what is looked at next
   */
  void check(Path data, Consumer<Finding> findings, Consumer<String> progress) throws IOException;
}
