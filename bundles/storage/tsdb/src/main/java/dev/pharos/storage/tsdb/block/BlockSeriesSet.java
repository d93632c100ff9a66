package dev.pharos.storage.tsdb.block;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Series of a block, which stays mapped until this is closed. */
final class BlockSeriesSet implements ChunkSeriesSet {

  private static final int CHECK_EVERY = 4096;

  private final Access access;
  private final Block block;
  private final SeriesEntry entry;
  private final Tombstones tombstones;
  private final int[] references;
  private final long firstMillis;
  private final long endMillis;
  private int next;
  private @Nullable Labels labels;
  private @Nullable BlockChunks chunks;
  private boolean closed;

  /** Takes over one hold of the block. */
  BlockSeriesSet(
      Access access,
      Block block,
      SeriesEntry entry,
      Tombstones tombstones,
      int[] references,
      TimeRange range) {
    this.access = access;
    this.block = block;
    this.entry = entry;
    this.tombstones = tombstones;
    this.references = references;
    this.firstMillis = range.startMillis();
    this.endMillis = range.endMillis();
  }

  @Override
  public boolean next() throws StorageException {
    if (closed) {
      throw new IllegalStateException("the set of series is closed");
    }
    labels = null;
    chunks = null;
    try {
      while (next < references.length) {
        int reference = references[next];
        if (next % CHECK_EVERY == 0) {
          access.check();
        }
        next++;
        entry.read(reference);
        long[] deleted = tombstones.of(reference);
        long[] found = chunksInRange(deleted);
        if (found.length > 0) {
          labels = entry.labels();
          chunks = new BlockChunks(block, found, deleted);
          return true;
        }
      }
      return false;
    } catch (DamagedBlockException | InternalError e) {
      throw block.failed(e);
    }
  }

  private long[] chunksInRange(long @Nullable [] deleted) {
    long[] found = new long[3 * entry.chunkCount()];
    int size = 0;
    for (int i = 0; i < entry.chunkCount(); i++) {
      long first = entry.minMillis(i);
      long last = entry.maxMillis(i);
      if (first < endMillis && last >= firstMillis && !isGone(deleted, first, last)) {
        found[size] = first;
        found[size + 1] = last;
        found[size + 2] = entry.place(i);
        size += 3;
      }
    }
    return size == found.length ? found : Arrays.copyOf(found, size);
  }

  private static boolean isGone(long @Nullable [] deleted, long first, long last) {
    if (deleted != null) {
      for (int i = 0; i < deleted.length; i += 2) {
        if (deleted[i] <= first && last <= deleted[i + 1]) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public Labels labels() {
    Labels current = labels;
    if (current == null) {
      throw new IllegalStateException("there is no current series");
    }
    return current;
  }

  @Override
  public ChunkList chunks() {
    BlockChunks current = chunks;
    if (current == null) {
      throw new IllegalStateException("there is no current series");
    }
    return current;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      block.release();
    }
  }
}
