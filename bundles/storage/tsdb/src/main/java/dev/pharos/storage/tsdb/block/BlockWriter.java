package dev.pharos.storage.tsdb.block;

import dev.pharos.model.Labels;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block, series by series.
 *
 * <p>All goes into a folder {@code <ulid>.tmp-for-creation}, which gets the block's name when
 * everything in it is on the disk: a block is there whole or not at all. Not safe for use by
 * several threads.
 */
public final class BlockWriter implements AutoCloseable {

  /** What the name of a folder ends with while its block is being written. */
  public static final String UNFINISHED = ".tmp-for-creation";

  /** Size of the files of a block's chunks at most, unless told otherwise. */
  public static final long SEGMENT_BYTES = 512L << 20;

  private final Path target;
  private final Path folder;
  private final Ulid ulid;
  private final long minMillis;
  private final long maxMillis;
  private final ChunkSegmentWriter segments;
  private final IndexWriter index;

  private Labels lastLabels = Labels.EMPTY;
  private long[] mins = new long[16];
  private long[] maxes = new long[16];
  private long[] places = new long[16];
  private long samples;
  private long histograms;
  private long series;
  private long chunks;
  private boolean finished;

  private BlockWriter(Path dataFolder, Ulid ulid, long minMillis, long maxMillis, long segmentBytes)
      throws IOException {
    this.target = dataFolder.resolve(ulid.toString());
    this.folder = dataFolder.resolve(ulid + UNFINISHED);
    this.ulid = ulid;
    this.minMillis = minMillis;
    this.maxMillis = maxMillis;
    Files.createDirectory(folder);
    this.segments = new ChunkSegmentWriter(folder, segmentBytes);
    this.index = new IndexWriter(folder);
  }

  /**
   * Begins a block.
   *
   * @param minMillis first instant that its samples may have
   * @param maxMillis first instant after all its samples
   */
  public static BlockWriter create(Path dataFolder, Ulid ulid, long minMillis, long maxMillis)
      throws IOException {
    return create(dataFolder, ulid, minMillis, maxMillis, SEGMENT_BYTES);
  }

  /**
   * The same with files of another size.
   *
   * @param segmentBytes size of a file of chunks at most
   */
  public static BlockWriter create(
      Path dataFolder, Ulid ulid, long minMillis, long maxMillis, long segmentBytes)
      throws IOException {
    if (minMillis >= maxMillis) {
      throw new IllegalArgumentException(
          "a block ends at " + maxMillis + ", before it begins at " + minMillis);
    }
    return new BlockWriter(dataFolder, ulid, minMillis, maxMillis, segmentBytes);
  }

  /**
   * Adds a series; its labels come behind those of the series before.
   *
   * @param packed its chunks in the order of time, none overlapping another; at least one
   * @throws IllegalArgumentException if labels or chunks are not in order
   */
  public void series(Labels labels, List<PackedChunk> packed) throws IOException {
    if (series > 0 && labels.compareTo(lastLabels) <= 0) {
      throw new IllegalArgumentException(
          "series " + labels + " comes behind " + lastLabels + ", against the order of labels");
    }
    if (packed.isEmpty()) {
      throw new IllegalArgumentException("series " + labels + " has no chunks");
    }
    check(labels, packed);
    if (mins.length < packed.size()) {
      mins = new long[2 * packed.size()];
      maxes = new long[mins.length];
      places = new long[mins.length];
    }
    for (int i = 0; i < packed.size(); i++) {
      PackedChunk chunk = packed.get(i);
      mins[i] = chunk.minMillis();
      maxes[i] = chunk.maxMillis();
      places[i] = segments.write(chunk);
      int count = chunk.samples();
      samples += count;
      histograms += chunk.encoding() == Encoding.XOR ? 0 : count;
    }
    index.add(labels, mins, maxes, places, packed.size());
    chunks += packed.size();
    series++;
    lastLabels = labels;
  }

  private void check(Labels labels, List<PackedChunk> packed) {
    PackedChunk before = null;
    for (PackedChunk chunk : packed) {
      if (chunk.minMillis() > chunk.maxMillis()
          || chunk.minMillis() < minMillis
          || chunk.maxMillis() >= maxMillis
          || (before != null && chunk.minMillis() <= before.maxMillis())) {
        throw new IllegalArgumentException(
            "chunk of "
                + labels
                + " from "
                + chunk.minMillis()
                + " to "
                + chunk.maxMillis()
                + (before == null ? "" : " behind one to " + before.maxMillis())
                + " in a block from "
                + minMillis
                + " to before "
                + maxMillis);
      }
      before = chunk;
    }
  }

  /** Samples written so far. */
  public long samples() {
    return samples;
  }

  /** Completes the block and gives it its name. */
  public BlockMeta finish(BlockMeta.Compaction compaction) throws IOException {
    segments.finish();
    segments.close();
    index.finish();
    Tombstones.NONE.write(folder);
    BlockMeta meta =
        new BlockMeta(
            ulid,
            minMillis,
            maxMillis,
            new BlockMeta.Stats(samples, samples - histograms, histograms, series, chunks, 0),
            compaction);
    meta.write(folder);
    SyncedFiles.syncFolder(folder);
    Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    Path parent = target.toAbsolutePath().getParent();
    if (parent != null) {
      SyncedFiles.syncFolder(parent);
    }
    return meta;
  }

  /** Takes back what was written, unless it was finished. */
  @Override
  public void close() throws IOException {
    segments.close();
    index.close();
    if (!finished) {
      finished = true;
      deleteTree(folder);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
