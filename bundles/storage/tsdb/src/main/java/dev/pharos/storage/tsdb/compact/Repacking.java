package dev.pharos.storage.tsdb.compact;

import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.Intervals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Packs the samples of a few chunks anew: in the order of time, each timestamp once, without those
 * that are deleted or out of range. Not safe for use by several threads.
 */
final class Repacking {

  /** A chunk that is read, standing at a sample to keep. */
  private final class Input {

    final ChunkDecoder decoder = new ChunkDecoder();
    byte[] bytes = new byte[256];
    long startMillis;
    int list;
    long @Nullable [] deleted;

    void open(ChunkList chunks, int chunk, int list) throws StorageException {
      this.list = list;
      startMillis = chunks.minMillis(chunk);
      deleted = chunks.deleted();
      bytes = chunks.read(chunk, bytes);
      decoder.reset(chunks.encoding(chunk), bytes, 0, chunks.length(chunk));
    }

    /** Goes on to the next sample to keep; false if there is none. */
    boolean next() throws StorageException {
      while (decoder.next()) {
        long at = decoder.timestampMillis();
        if (at > lastMillis) {
          return false;
        }
        if (at >= firstMillis && !Intervals.contains(deleted, at)) {
          return true;
        }
      }
      return false;
    }
  }

  private final long firstMillis;
  private final long lastMillis;
  private final ChunkPacker packer;
  private final List<Input> inputs = new ArrayList<>();
  private int used;

  /** Those begun and not at their end. */
  private final List<Input> active = new ArrayList<>();

  Repacking(long firstMillis, long lastMillis, Consumer<PackedChunk> packed) {
    this.firstMillis = firstMillis;
    this.lastMillis = lastMillis;
    this.packer = new ChunkPacker(packed);
  }

  /**
   * Adds a chunk to the next run; in the order of their first samples.
   *
   * @param list number of the list it stands in: of two samples of the same time, that from the
   *     lower one counts
   */
  void add(ChunkList chunks, int chunk, int list) throws StorageException {
    if (used == inputs.size()) {
      inputs.add(new Input());
    }
    inputs.get(used++).open(chunks, chunk, list);
  }

  /** Packs what was added. */
  void run() throws StorageException {
    int begun = 0;
    while (true) {
      Input first = first();
      if (begun < used
          && (first == null || inputs.get(begun).startMillis <= first.decoder.timestampMillis())) {
        Input next = inputs.get(begun++);
        if (next.next()) {
          active.add(next);
        }
      } else if (first == null) {
        break;
      } else {
        packer.add(first.decoder);
        pass(first.decoder.timestampMillis());
      }
    }
    packer.flush();
    used = 0;
  }

  private @Nullable Input first() {
    Input first = null;
    for (Input input : active) {
      if (first == null || isBefore(input, first)) {
        first = input;
      }
    }
    return first;
  }

  private static boolean isBefore(Input input, Input other) {
    long millis = input.decoder.timestampMillis();
    long otherMillis = other.decoder.timestampMillis();
    return millis < otherMillis || (millis == otherMillis && input.list < other.list);
  }

  /** Goes on in all chunks that have a sample of that time. */
  private void pass(long millis) throws StorageException {
    for (int i = active.size() - 1; i >= 0; i--) {
      Input input = active.get(i);
      if (input.decoder.timestampMillis() == millis && !input.next()) {
        active.remove(i);
      }
    }
  }
}
