package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import dev.pharos.storage.tsdb.series.Intervals;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packs the chunks of rows anew without what is deleted. Only under the visibility lock. */
final class Cleaning {

  private final Chains chains;
  private final RowWriter writer;
  private final FullChunks fullChunks;
  private final ChunkDecoder decoder = new ChunkDecoder();

  Cleaning(Chains chains, RowWriter writer, FullChunks fullChunks) {
    this.chains = chains;
    this.writer = writer;
    this.fullChunks = fullChunks;
  }

  /**
   * Packs the chunks of a row that have deleted samples; what cannot be read stays.
   *
   * @throws StorageException if a chunk cannot be read; then the row is as it was
   */
  void clean(Page page, int row, long[] gone) throws StorageException {
    int at = page.place(row);
    writer.seal(page, row, at);
    int[] old = ascending(page.chains[at]);
    byte[][] data = new byte[old.length][];
    for (int i = 0; i < old.length; i++) {
      data[i] = overlaps(old[i], gone) ? bytes(old[i]) : new byte[0];
    }
    int chain = Chains.NONE;
    for (int i = 0; i < old.length; i++) {
      if (data[i].length == 0) {
        chains.link(old[i], chain);
        chain = old[i];
      } else {
        decoder.reset(chains.encoding(old[i]), data[i], 0, data[i].length);
        chain =
            chains.encoding(old[i]) == Encoding.XOR
                ? values(chain, page.reference(row), gone)
                : histograms(chain, page.reference(row), gone);
        writer.drop(old[i]);
      }
    }
    page.chains[at] = chain;
  }

  private int[] ascending(int chain) {
    int[] found = new int[8];
    int count = 0;
    for (int chunk = chain; chunk != Chains.NONE; chunk = chains.before(chunk)) {
      found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
      found[count++] = chunk;
    }
    int[] ascending = new int[count];
    for (int i = 0; i < count; i++) {
      ascending[i] = found[count - 1 - i];
    }
    return ascending;
  }

  private boolean overlaps(int chunk, long[] gone) {
    for (int i = 0; i < gone.length; i += 2) {
      if (gone[i] <= chains.maxMillis(chunk) && gone[i + 1] >= chains.minMillis(chunk)) {
        return true;
      }
    }
    return false;
  }

  private byte[] bytes(int chunk) throws StorageException {
    byte[] bytes = chains.bytes(chunk);
    if (bytes != null) {
      return bytes;
    }
    long reference = chains.reference(chunk);
    return Arrays.copyOf(fullChunks.read(reference, new byte[0]), fullChunks.length(reference));
  }

  private int values(int chain, long reference, long[] gone) throws StorageException {
    XorWriter kept = new XorWriter();
    long last = 0;
    while (decoder.next()) {
      if (!Intervals.contains(gone, decoder.timestampMillis())) {
        last = decoder.timestampMillis();
        kept.append(last, decoder.value());
      }
    }
    if (kept.count() == 0) {
      return chain;
    }
    return writer.repacked(
        chain,
        reference,
        kept.firstMillis(),
        last,
        kept.count(),
        Encoding.XOR,
        kept.seal().bytes());
  }

  private int histograms(int before, long reference, long[] gone) throws StorageException {
    int chain = before;
    HistogramEncoder kept = null;
    while (decoder.next()) {
      if (decoder.kind() == Kind.HISTOGRAM
          && !Intervals.contains(gone, decoder.timestampMillis())
          && (kept == null || !kept.append(decoder.timestampMillis(), decoder.histogram()))) {
        chain = sealed(chain, reference, kept);
        kept = HistogramEncoder.begin(kept, decoder.timestampMillis(), decoder.histogram());
      }
    }
    return sealed(chain, reference, kept);
  }

  private int sealed(int chain, long reference, @Nullable HistogramEncoder kept) {
    if (kept == null) {
      return chain;
    }
    return writer.repacked(
        chain,
        reference,
        kept.firstMillis(),
        kept.lastMillis(),
        kept.count(),
        kept.encoding(),
        kept.seal());
  }
}
