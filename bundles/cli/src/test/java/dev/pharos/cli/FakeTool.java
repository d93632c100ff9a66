package dev.pharos.cli;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Exemplar;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.Metadata;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.Sample;
import dev.pharos.model.TimeRange;
import dev.pharos.storage.api.SampleCursor;
import dev.pharos.storage.api.SeriesSet;
import dev.pharos.storage.api.StorageException;
import dev.pharos.storage.api.StorageStatus.Count;
import dev.pharos.storage.api.StorageTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A data folder of which a test says what is in it. */
final class FakeTool implements StorageTool {

  final List<Block> blocks = new ArrayList<>();
  final NavigableMap<Labels, List<Sample>> samples = new TreeMap<>();
  final List<Finding> findings = new ArrayList<>();
  final List<NavigableMap<Labels, List<String>>> made = new ArrayList<>();

  @Override
  public List<Block> blocks(Path data) {
    return blocks;
  }

  @Override
  public Analysis analyze(
      Path data, String ulid, List<Matcher> matchers, int limit, boolean withChunks) {
    Block block = blocks.stream().filter(b -> b.ulid().equals(ulid)).findFirst().orElseThrow();
    List<Count> counts = List.of(new Count("job=node", limit));
    return new Analysis(
        block,
        1,
        2,
        3,
        4,
        counts,
        counts,
        counts,
        counts,
        counts,
        counts,
        withChunks
            ? List.of(
                new ChunkSizes(
                    "float", new TreeMap<>(Map.of(66, 1L, 120, 3L)), new TreeMap<>(Map.of(40, 4L))))
            : List.of());
  }

  @Override
  public Making make(Path data) {
    NavigableMap<Labels, List<String>> series = new TreeMap<>();
    return new Making() {
      @Override
      public void append(Labels labels, long timestampMillis, double value) {
        series.computeIfAbsent(labels, l -> new ArrayList<>()).add(value + "@" + timestampMillis);
      }

      @Override
      public List<Block> finish() {
        made.add(series);
        return series.isEmpty() ? List.of() : List.of(new Block("MADE", 0, 1, 1, 1, 1, 1));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void check(Path data, Consumer<Finding> told, Consumer<String> progress) {
    progress.accept("everything");
    findings.forEach(told);
  }

  @Override
  public Reading open(Path data) {
    return new Reading() {
      @Override
      public SeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
        Iterator<Labels> all =
            samples.keySet().stream()
                .filter(labels -> matchers.stream().allMatch(m -> m.matches(labels)))
                .iterator();
        return new Selected(all);
      }

      @Override
      public List<String> labelNames(
          Access access, TimeRange range, List<Matcher> matchers, int limit) {
        throw new UnsupportedOperationException();
      }

      @Override
      public List<String> labelValues(
          Access access, String name, TimeRange range, List<Matcher> matchers, int limit) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Map<Labels, List<Exemplar>> exemplars(
          Access access, TimeRange range, List<Matcher> matchers) {
        throw new UnsupportedOperationException();
      }

      @Override
      public Map<String, Metadata> metadata(Access access) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void close() {}
    };
  }

  private final class Selected implements SeriesSet {
    private final Iterator<Labels> all;
    private Labels current = Labels.EMPTY;

    Selected(Iterator<Labels> all) {
      this.all = all;
    }

    @Override
    public boolean next() {
      boolean more = all.hasNext();
      current = more ? all.next() : Labels.EMPTY;
      return more;
    }

    @Override
    public Labels labels() {
      return current;
    }

    @Override
    public SampleCursor samples() {
      return new Cursor(samples.getOrDefault(current, List.of()));
    }

    @Override
    public void close() {}
  }

  private static final class Cursor implements SampleCursor {
    private final List<Sample> samples;
    private int at = -1;

    Cursor(List<Sample> samples) {
      this.samples = samples;
    }

    @Override
    public Kind next() {
      at++;
      return kind();
    }

    private Kind kind() {
      if (at >= samples.size()) {
        return Kind.END;
      }
      return samples.get(at) instanceof Sample.Histogram ? Kind.HISTOGRAM : Kind.VALUE;
    }

    @Override
    public Kind seek(long timestampMillis) throws StorageException {
      Kind kind = at < 0 ? next() : kind();
      while (kind != Kind.END && timestampMillis() < timestampMillis) {
        kind = next();
      }
      return kind;
    }

    @Override
    public long timestampMillis() {
      return switch (samples.get(at)) {
        case Sample.Value value -> value.timestampMillis();
        case Sample.Histogram histogram -> histogram.timestampMillis();
        default -> throw new IllegalStateException();
      };
    }

    @Override
    public double value() {
      return ((Sample.Value) samples.get(at)).value();
    }

    @Override
    public NativeHistogram histogram() {
      return ((Sample.Histogram) samples.get(at)).histogram();
    }
  }
}
