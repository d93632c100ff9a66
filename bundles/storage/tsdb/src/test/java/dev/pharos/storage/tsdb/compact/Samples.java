package dev.pharos.storage.tsdb.compact;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.tsdb.chunk.ChunkDecoder;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.Intervals;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What series hold, sample by sample, as text. */
final class Samples {

  static final TimeRange ALWAYS = new TimeRange(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);

  private Samples() {}

  /** Everything in a source, deleted samples aside. */
  static NavigableMap<Labels, NavigableMap<Long, String>> of(SeriesSource source)
      throws StorageException {
    return read(source, false);
  }

  /**
   * Everything in a block that was just written; asserts that nothing in it is deleted, that chunks
   * are in order and that none has more than 120 samples.
   */
  static NavigableMap<Labels, NavigableMap<Long, String>> ofFresh(SeriesSource source)
      throws StorageException {
    return read(source, true);
  }

  private static NavigableMap<Labels, NavigableMap<Long, String>> read(
      SeriesSource source, boolean fresh) throws StorageException {
    NavigableMap<Labels, NavigableMap<Long, String>> all = new TreeMap<>();
    Labels before = null;
    try (ChunkSeriesSet set = source.select(Access.system(), ALWAYS, List.of())) {
      while (set.next()) {
        Labels labels = set.labels();
        assertTrue(before == null || before.compareTo(labels) < 0, "series out of order");
        before = labels;
        ChunkList chunks = set.chunks();
        NavigableMap<Long, String> samples = new TreeMap<>();
        if (fresh) {
          assertNull(chunks.deleted());
        }
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
          byte[] bytes = chunks.read(chunk, new byte[0]);
          int count =
              decode(
                  chunks.encoding(chunk), bytes, chunks.length(chunk), chunks.deleted(), samples);
          if (fresh) {
            assertTrue(count <= 120, "a chunk of " + count);
            assertTrue(
                chunk == 0 || chunks.minMillis(chunk) > chunks.maxMillis(chunk - 1),
                "chunks overlap");
          }
        }
        if (!samples.isEmpty()) {
          all.put(labels, samples);
        }
      }
    }
    return all;
  }

  /** The samples of chunks, which do not overlap. */
  static NavigableMap<Long, String> of(List<PackedChunk> chunks) throws StorageException {
    NavigableMap<Long, String> samples = new TreeMap<>();
    for (PackedChunk chunk : chunks) {
      assertTrue(samples.isEmpty() || samples.lastKey() < chunk.minMillis(), "chunks overlap");
      decode(chunk.encoding(), chunk.bytes(), chunk.length(), null, samples);
      assertTrue(samples.lastKey() == chunk.maxMillis(), "a chunk ends elsewhere than told");
    }
    return samples;
  }

  private static int decode(
      Encoding encoding,
      byte[] bytes,
      int length,
      long @Nullable [] deleted,
      Map<Long, String> samples)
      throws StorageException {
    ChunkDecoder decoder = new ChunkDecoder();
    decoder.reset(encoding, bytes, 0, length);
    int count = 0;
    long before = Long.MIN_VALUE;
    while (decoder.next()) {
      count++;
      long at = decoder.timestampMillis();
      assertTrue(at > before, "samples out of order");
      before = at;
      if (!Intervals.contains(deleted, at)) {
        String sample =
            decoder.kind() == Kind.VALUE ? value(decoder.value()) : histogram(decoder.histogram());
        assertFalse(samples.containsKey(at), "a timestamp twice");
        samples.put(at, sample);
      }
    }
    return count;
  }

  /** A value with all its bits. */
  static String value(double value) {
    return value == (long) value && value != 0
        ? Long.toString((long) value)
        : "%016x".formatted(Double.doubleToRawLongBits(value));
  }

  /** What tells histograms of tests apart; buckets without observations may come and go. */
  static String histogram(NativeHistogram histogram) {
    String count =
        switch (histogram) {
          case NativeHistogram.Counts of -> Long.toString(of.count());
          case NativeHistogram.FloatCounts of -> Double.toString(of.count());
        };
    return "histogram of " + count + ", sum " + value(histogram.sum());
  }
}
