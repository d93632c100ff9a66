package dev.pharos.storage.tsdb.compact;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.tsdb.chunk.Encoding;
import dev.pharos.storage.tsdb.chunk.HistogramEncoder;
import dev.pharos.storage.tsdb.chunk.PackedChunk;
import dev.pharos.storage.tsdb.chunk.XorWriter;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.Intervals;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A source of series that tests fill chunk by chunk. */
final class FakeSource implements SeriesSource {

  private static final class Series implements ChunkList {

    final List<PackedChunk> chunks = new ArrayList<>();
    long @Nullable [] deleted;

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
    public byte[] read(int chunk, byte[] buffer) {
      byte[] bytes = chunks.get(chunk).bytes();
      byte[] into = buffer.length < bytes.length ? new byte[bytes.length] : buffer;
      Arrays.fill(into, (byte) 0x55); // What follows is undefined.
      System.arraycopy(bytes, 0, into, 0, bytes.length);
      return into;
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

  private final Map<Labels, Series> series = new TreeMap<>();

  private Series series(Labels labels) {
    return series.computeIfAbsent(labels, unknown -> new Series());
  }

  /** Adds a chunk of values in the order of time. */
  FakeSource values(Labels labels, Map<Long, Double> samples) {
    XorWriter writer = new XorWriter();
    new TreeMap<>(samples).forEach(writer::append);
    PackedChunk chunk = writer.seal();
    return add(labels, chunk.minMillis(), chunk.maxMillis(), Encoding.XOR, chunk.bytes());
  }

  /** Adds one chunk of histograms that fit into one, in the order of time. */
  FakeSource histograms(Labels labels, Map<Long, NativeHistogram> samples) {
    HistogramEncoder encoder = null;
    for (Map.Entry<Long, NativeHistogram> sample : new TreeMap<>(samples).entrySet()) {
      if (encoder == null) {
        encoder = HistogramEncoder.begin(null, sample.getKey(), sample.getValue());
      } else if (!encoder.append(sample.getKey(), sample.getValue())) {
        throw new IllegalArgumentException("histograms that need more than one chunk");
      }
    }
    if (encoder == null) {
      throw new IllegalArgumentException("no histograms");
    }
    return add(
        labels, encoder.firstMillis(), encoder.lastMillis(), encoder.encoding(), encoder.seal());
  }

  private FakeSource add(
      Labels labels, long minMillis, long maxMillis, Encoding encoding, byte[] bytes) {
    List<PackedChunk> chunks = series(labels).chunks;
    chunks.add(new PackedChunk(minMillis, maxMillis, encoding, bytes, bytes.length));
    chunks.sort((a, b) -> Long.compare(a.minMillis(), b.minMillis()));
    return this;
  }

  FakeSource delete(Labels labels, long firstMillis, long lastMillis) {
    Series one = series(labels);
    one.deleted = Intervals.add(one.deleted, firstMillis, lastMillis);
    return this;
  }

  /** The chunks of one series. */
  ChunkList chunks(Labels labels) {
    return series(labels);
  }

  @Override
  public long minMillis() {
    return series.values().stream()
        .flatMap(one -> one.chunks.stream())
        .mapToLong(PackedChunk::minMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public long maxMillis() {
    return series.values().stream()
        .flatMap(one -> one.chunks.stream())
        .mapToLong(PackedChunk::maxMillis)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  @Override
  public ChunkSeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
    Iterator<Map.Entry<Labels, Series>> entries = series.entrySet().iterator();
    return new ChunkSeriesSet() {

      private Labels labels = Labels.EMPTY;
      private Series current = new Series();

      @Override
      public boolean next() {
        while (entries.hasNext()) {
          Map.Entry<Labels, Series> entry = entries.next();
          labels = entry.getKey();
          current = within(entry.getValue());
          if (current.size() > 0 && matchers.stream().allMatch(m -> m.matches(labels))) {
            return true;
          }
        }
        return false;
      }

      private Series within(Series all) {
        Series some = new Series();
        some.deleted = all.deleted;
        for (PackedChunk chunk : all.chunks) {
          if (chunk.minMillis() < range.endMillis() && chunk.maxMillis() >= range.startMillis()) {
            some.chunks.add(chunk);
          }
        }
        return some;
      }

      @Override
      public Labels labels() {
        return labels;
      }

      @Override
      public ChunkList chunks() {
        return current;
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers) {
    throw new UnsupportedOperationException("not asked by compaction");
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers) {
    throw new UnsupportedOperationException("not asked by compaction");
  }
}
