package dev.pharos.storage.tsdb.tool;

import dev.pharos.identity.api.Access;
import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import dev.pharos.model.Utf8Order;
import dev.pharos.storage.tsdb.series.ChunkList;
import dev.pharos.storage.tsdb.series.ChunkSeriesSet;
import dev.pharos.storage.tsdb.series.SeriesSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Series in a sorted map, for those that look once and need no index. */
final class SortedSource implements SeriesSource {

  private final NavigableMap<Labels, ? extends ChunkList> series;

  SortedSource(NavigableMap<Labels, ? extends ChunkList> series) {
    this.series = series;
  }

  @Override
  public long minMillis() {
    return series.values().stream()
        .mapToLong(chunks -> chunks.minMillis(0))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public long maxMillis() {
    return series.values().stream().mapToLong(SortedSource::last).max().orElse(Long.MIN_VALUE);
  }

  private static long last(ChunkList chunks) {
    long last = Long.MIN_VALUE;
    for (int i = 0; i < chunks.size(); i++) {
      last = Math.max(last, chunks.maxMillis(i));
    }
    return last;
  }

  @Override
  public ChunkSeriesSet select(Access access, TimeRange range, List<Matcher> matchers) {
    return new Selected(
        series.entrySet().stream()
            .<Map.Entry<Labels, ? extends ChunkList>>map(entry -> entry)
            .filter(
                entry ->
                    allMatch(matchers, entry.getKey())
                        && entry.getValue().minMillis(0) < range.endMillis()
                        && last(entry.getValue()) >= range.startMillis())
            .iterator());
  }

  private Stream<Labels> matching(List<Matcher> matchers) {
    return series.keySet().stream().filter(labels -> allMatch(matchers, labels));
  }

  private static boolean allMatch(List<Matcher> matchers, Labels labels) {
    return matchers.stream().allMatch(matcher -> matcher.matches(labels));
  }

  @Override
  public List<String> labelNames(Access access, TimeRange range, List<Matcher> matchers) {
    NavigableSet<String> names = new TreeSet<>(Utf8Order.INSTANCE);
    matching(matchers)
        .forEach(
            labels -> {
              for (int i = 0; i < labels.size(); i++) {
                names.add(labels.name(i));
              }
            });
    return List.copyOf(names);
  }

  @Override
  public List<String> labelValues(
      Access access, String name, TimeRange range, List<Matcher> matchers) {
    NavigableSet<String> values = new TreeSet<>(Utf8Order.INSTANCE);
    matching(matchers).map(labels -> labels.get(name)).forEach(values::add);
    values.remove("");
    return List.copyOf(values);
  }

  /** Some of the series. */
  private static final class Selected implements ChunkSeriesSet {

    private final Iterator<? extends Map.Entry<Labels, ? extends ChunkList>> series;
    private Optional<Map.Entry<Labels, ? extends ChunkList>> current = Optional.empty();

    Selected(Iterator<? extends Map.Entry<Labels, ? extends ChunkList>> series) {
      this.series = series;
    }

    @Override
    public boolean next() {
      current = series.hasNext() ? Optional.of(series.next()) : Optional.empty();
      return current.isPresent();
    }

    @Override
    public Labels labels() {
      return current.orElseThrow().getKey();
    }

    @Override
    public ChunkList chunks() {
      return current.orElseThrow().getValue();
    }

    @Override
    public void close() {}
  }
}
