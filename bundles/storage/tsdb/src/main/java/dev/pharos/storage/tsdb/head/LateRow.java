package dev.pharos.storage.tsdb.head;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.SampleBatch.Outcome;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one series that came out of order: a few of them sorted by time and not packed,
 * and the chunks that were made of earlier ones.
 *
 * <p>Changed under the head's visibility lock, read under it; only {@link #judge} needs none.
 */
final class LateRow {

  private long[] timestamps = new long[4];
  private long[] valueBits = new long[4];
  private @Nullable NativeHistogram @Nullable [] histograms;
  private int size;

  /** The chunk that was made last, as the head's chains have it; the others in that order. */
  int chain = Chains.NONE;

  /** The chunk that was the last when the samples were told to go into blocks. */
  int told = Chains.NONE;

  /** Samples that are not packed. */
  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0 && chain == Chains.NONE;
  }

  long firstMillis() {
    return timestamps[0];
  }

  long lastMillis() {
    return timestamps[size - 1];
  }

  long timestampMillis(int index) {
    return timestamps[index];
  }

  double value(int index) {
    return Double.longBitsToDouble(valueBits[index]);
  }

  @Nullable NativeHistogram histogram(int index) {
    return histograms == null ? null : histograms[index];
  }

  /** What would become of a sample, as far as it shows without unpacking chunks. */
  synchronized Outcome judge(
      long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    int at = Arrays.binarySearch(timestamps, 0, size, timestampMillis);
    if (at < 0) {
      return Outcome.ACCEPTED;
    }
    return HeadRows.same(value(at), histogram(at), value, histogram)
        ? Outcome.SAME_AGAIN
        : Outcome.DUPLICATE;
  }

  /** Adds a sample; false if there is one at that instant. */
  synchronized boolean insert(
      long timestampMillis, double value, @Nullable NativeHistogram histogram) {
    int found = Arrays.binarySearch(timestamps, 0, size, timestampMillis);
    if (found >= 0) {
      return false;
    }
    int at = -found - 1;
    if (size == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, 2 * size);
      valueBits = Arrays.copyOf(valueBits, 2 * size);
      histograms = histograms == null ? null : Arrays.copyOf(histograms, 2 * size);
    }
    if (histogram != null && histograms == null) {
      histograms = new @Nullable NativeHistogram[timestamps.length];
    }
    System.arraycopy(timestamps, at, timestamps, at + 1, size - at);
    System.arraycopy(valueBits, at, valueBits, at + 1, size - at);
    timestamps[at] = timestampMillis;
    valueBits[at] = Double.doubleToRawLongBits(value);
    @Nullable NativeHistogram[] some = histograms;
    if (some != null) {
      System.arraycopy(some, at, some, at + 1, size - at);
      some[at] = histogram;
    }
    size++;
    return true;
  }

  /** Forgets the samples at these instants, which ascend. */
  synchronized void remove(long[] instants) {
    int kept = 0;
    int next = 0;
    for (int i = 0; i < size; i++) {
      while (next < instants.length && instants[next] < timestamps[i]) {
        next++;
      }
      if (next == instants.length || instants[next] != timestamps[i]) {
        timestamps[kept] = timestamps[i];
        valueBits[kept] = valueBits[i];
        @Nullable NativeHistogram[] some = histograms;
        if (some != null) {
          some[kept] = some[i];
        }
        kept++;
      }
    }
    if (histograms != null) {
      Arrays.fill(histograms, kept, size, null);
    }
    size = kept;
  }

  /** Forgets the samples that are not packed. */
  synchronized void clear() {
    size = 0;
    timestamps = new long[4];
    valueBits = new long[4];
    histograms = null;
  }

  /** The samples that are not packed as chunks, in the order of time. */
  List<PackedChunk> packed() {
    List<PackedChunk> chunks = new ArrayList<>();
    int from = 0;
    while (from < size) {
      from = histogram(from) == null ? packValues(from, chunks) : packHistograms(from, chunks);
    }
    return chunks;
  }

  private int packValues(int from, List<PackedChunk> into) {
    XorWriter writer = new XorWriter();
    int at = from;
    while (at < size && histogram(at) == null && writer.count() < PackedChunk.FULL_SAMPLES) {
      writer.append(timestamps[at], value(at));
      at++;
    }
    into.add(writer.seal());
    return at;
  }

  private int packHistograms(int from, List<PackedChunk> into) {
    HistogramEncoder encoder = null;
    int at = from;
    for (NativeHistogram next = histogram(at); next != null; next = histogram(at)) {
      if (encoder == null) {
        encoder = HistogramEncoder.begin(null, timestamps[at], next);
      } else if (!encoder.append(timestamps[at], next)) {
        break;
      }
      at++;
      if (at == size) {
        break;
      }
    }
    if (encoder != null) {
      byte[] bytes = encoder.seal();
      Encoding encoding = encoder.encoding();
      into.add(
          new PackedChunk(
              encoder.firstMillis(), encoder.lastMillis(), encoding, bytes, bytes.length));
    }
    return at;
  }
}
