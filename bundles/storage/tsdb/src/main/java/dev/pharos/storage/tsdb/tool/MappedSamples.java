package dev.pharos.storage.tsdb.tool;

import dev.pharos.model.Labels;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunkshead.HeadChunk;
import dev.pharos.storage.tsdb.chunkshead.HeadChunkFiles;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.Intervals;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The chunks in {@code chunks_head}. The logs have their samples, too, unless a log is damaged or
 * was lost.
 */
final class MappedSamples {

  private static final System.Logger LOG = System.getLogger(MappedSamples.class.getName());

  private MappedSamples() {}

  /**
   * Finds the chunks.
   *
   * @param log tells whose they are; chunks of unknown series are left out
   * @param fromMillis samples that came in order and are older are left out
   */
  static SeriesSource find(HeadChunkFiles files, LogContent log, long fromMillis)
      throws IOException {
    NavigableMap<Labels, List<HeadChunk>> found = new TreeMap<>();
    files.visit(
        new HeadChunkFiles.Visitor() {
          @Override
          public void chunk(HeadChunk chunk) {
            Labels labels = log.labels(chunk.seriesReference());
            if (labels != null && (chunk.outOfOrder() || chunk.maxMillis() >= fromMillis)) {
              found.computeIfAbsent(labels, l -> new ArrayList<>()).add(chunk);
            }
          }

          @Override
          public void damaged(Path file, long at, String fault, boolean torn) {
            if (!torn) {
              LOG.log(Level.WARNING, "{0} is damaged at byte {1}: {2}", file, at, fault);
            }
          }
        });
    NavigableMap<Labels, Chunks> series = new TreeMap<>();
    found.forEach(
        (labels, chunks) -> {
          chunks.sort(Comparator.comparingLong(HeadChunk::minMillis));
          series.put(labels, new Chunks(files, chunks, log.deleted(labels), fromMillis));
        });
    return new SortedSource(series);
  }

  /** Chunks of one series. */
  private static final class Chunks implements ChunkList {

    private final HeadChunkFiles files;
    private final List<HeadChunk> chunks;
    private final long @Nullable [] deleted;

    Chunks(
        HeadChunkFiles files, List<HeadChunk> chunks, long @Nullable [] deleted, long fromMillis) {
      this.files = files;
      this.chunks = chunks;
      boolean late = chunks.stream().anyMatch(HeadChunk::outOfOrder);
      this.deleted =
          late || fromMillis == Long.MIN_VALUE
              ? deleted
              : Intervals.add(deleted, Long.MIN_VALUE, fromMillis - 1);
    }

    @Override
    public int size() {
      return chunks.size();
    }

    @Override
    public long minMillis(int chunk) {
      return chunks.get(chunk).minMillis();
    }

    @Override
    public long maxMillis(int chunk) {
      return chunks.get(chunk).maxMillis();
    }

    @Override
    public Encoding encoding(int chunk) {
      return chunks.get(chunk).encoding();
    }

    @Override
    public byte[] read(int chunk, byte[] buffer) throws StorageException {
      return files.read(chunks.get(chunk), buffer);
    }

    @Override
    public int length(int chunk) {
      return chunks.get(chunk).length();
    }

    @Override
    public long @Nullable [] deleted() {
      return deleted;
    }
  }
}
