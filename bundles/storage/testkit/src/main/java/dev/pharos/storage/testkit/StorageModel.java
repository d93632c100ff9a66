package dev.pharos.storage.testkit;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a storage should hold, kept in the most naive way there is.
 *
 * <p>Samples are the texts that {@link Reading} makes of them.
 */
public final class StorageModel {

  private final SortedMap<Labels, TreeMap<Long, String>> series = new TreeMap<>();

  /** Adds a sample that the storage accepted. */
  public void add(Labels labels, long timestampMillis, String sample) {
    TreeMap<Long, String> samples = series.computeIfAbsent(labels, l -> new TreeMap<>());
    if (samples.putIfAbsent(timestampMillis, sample) != null) {
      throw new AssertionError(
          "two samples of " + labels + " at " + timestampMillis + " were accepted");
    }
  }

  /** Whether a sample may follow those of the series, later ones of a batch among them. */
  public boolean mayFollow(Labels labels, long timestampMillis) {
    TreeMap<Long, String> samples = series.get(labels);
    return samples == null || samples.lastKey() < timestampMillis;
  }

  public void addAll(StorageModel other) {
    other.series.forEach((labels, samples) -> samples.forEach((t, s) -> add(labels, t, s)));
  }

  /** What a select should find: series without samples in the range are left out. */
  public Map<Labels, List<String>> select(TimeRange range, Matcher... matchers) {
    Map<Labels, List<String>> found = new LinkedHashMap<>();
    series.forEach(
        (labels, samples) -> {
          SortedMap<Long, String> inside = samples.subMap(range.startMillis(), range.endMillis());
          if (!inside.isEmpty() && Arrays.stream(matchers).allMatch(m -> m.matches(labels))) {
            found.put(labels, new ArrayList<>(inside.values()));
          }
        });
    return found;
  }
}
