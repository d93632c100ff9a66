package dev.pharos.storage.tsdb.head;

import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.wal.ReplayTarget;
import java.lang.System.Logger.Level;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Fills the out-of-order part of the head with what its log tells, after the other log. */
final class LateReplay implements ReplayTarget {

  private static final System.Logger LOG = System.getLogger(LateReplay.class.getName());

  private final HeadReplay series;
  private final Head head;
  private final ChunkDecoder decoder = new ChunkDecoder();
  private byte[] buffer = {};

  LateReplay(HeadReplay series, Head head) {
    this.series = series;
    this.head = head;
  }

  @Override
  public void values(long[] references, long[] timestampsMillis, double[] values, int size) {
    for (int i = 0; i < size; i++) {
      load(references[i], timestampsMillis[i], values[i], null);
    }
  }

  @Override
  public void histogram(long reference, long timestampMillis, NativeHistogram histogram) {
    if (HistogramCheck.fault(histogram) == null) {
      load(reference, timestampMillis, 0, histogram);
    }
  }

  private void load(
      long told, long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    long reference = series.known(told);
    Page page = head.index().page(reference);
    if (page != null) {
      head.rows()
          .late()
          .insert(
              page,
              (int) reference & Page.ROW_MASK,
              timestampMillis,
              value,
              histogram,
              Integer.MAX_VALUE);
    }
  }

  @Override
  public void mapped(long reference, long chunkReference) {
    long known = series.known(reference);
    LateRows late = head.rows().late();
    int chunk = late.onDisk(known, chunkReference);
    if (chunk != Chains.NONE) {
      try {
        late.mapped(known, chunk, instants(chunk));
      } catch (StorageException e) {
        LOG.log(
            Level.WARNING,
            "A chunk of late samples cannot be read, they are taken from their log: {0}",
            e.getMessage());
      }
    }
  }

  private long[] instants(int chunk) throws StorageException {
    Chains chains = head.rows().chains();
    FullChunks files = head.rows().fullChunks();
    long reference = chains.reference(chunk);
    buffer = files.read(reference, buffer);
    decoder.reset(chains.encoding(chunk), buffer, 0, files.length(reference));
    LongStream.Builder instants = LongStream.builder();
    while (decoder.next()) {
      instants.add(decoder.timestampMillis());
    }
    return instants.build().toArray();
  }

  // What this log does not have.

  @Override
  public void series(long reference, Labels labels) {}

  @Override
  public void tombstone(long reference, long firstMillis, long lastMillis) {}

  @Override
  public void exemplar(long reference, Exemplar exemplar) {}

  @Override
  public void metadata(long reference, Metadata metadata) {}
}
