package dev.pharos.storage.tsdb;

import dev.pharos.model.Labels;
import dev.pharos.model.Matcher;
import dev.pharos.model.TimeRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a database should hold, as sorted maps. Samples are the texts that {@code Reading} makes of
 * them.
 *
 * <p>Two things are left open, as the documentation leaves them: which of two samples of one series
 * and instant is read, where a late one was taken; and whether a late sample is read that came into
 * a span deleted before.
 */
final class DatabaseModel {

  /** What may be read at an instant of a series. */
  private static final class Instant {
    final Set<String> samples = new HashSet<>();
    boolean mayLack;
  }

  private static final class Series {
    final NavigableMap<Long, Instant> instants = new TreeMap<>();
    final List<TimeRange> deleted = new ArrayList<>();
    long last = Long.MIN_VALUE;
  }

  private final Map<Labels, Series> series = new TreeMap<>();
  private long latest = Long.MIN_VALUE;

  /** The latest instant of all samples that were ever taken. */
  long latest() {
    return latest;
  }

  /** The latest instant of a series. */
  long last(Labels labels) {
    Series known = series.get(labels);
    return known == null ? Long.MIN_VALUE : known.last;
  }

  /** Whether a series has no sample there, and none of it was deleted there. */
  boolean isFree(Labels labels, long millis) {
    Series known = series.get(labels);
    return known == null || (!known.instants.containsKey(millis) && !isDeleted(known, millis));
  }

  /** Whether a series certainly has this very sample. */
  boolean has(Labels labels, long millis, String sample) {
    Series known = series.get(labels);
    Instant there = known == null ? null : known.instants.get(millis);
    return there != null && !there.mayLack && there.samples.equals(Set.of(sample));
  }

  private static boolean isDeleted(Series known, long millis) {
    return known.deleted.stream().anyMatch(range -> range.contains(millis));
  }

  /** A sample was taken. */
  void add(Labels labels, long millis, String sample) {
    Series known = series.computeIfAbsent(labels, l -> new Series());
    Instant there = known.instants.get(millis);
    if (there == null) {
      there = new Instant();
      there.mayLack = millis <= known.last && isDeleted(known, millis);
      known.instants.put(millis, there);
    }
    there.samples.add(sample);
    known.last = Math.max(known.last, millis);
    latest = Math.max(latest, millis);
  }

  /** Samples were deleted. */
  void delete(TimeRange range, Matcher... matchers) {
    series.forEach(
        (labels, known) -> {
          if (matches(labels, matchers)) {
            known.instants.subMap(range.startMillis(), range.endMillis()).clear();
            known.deleted.add(range);
          }
        });
  }

  private static boolean matches(Labels labels, Matcher... matchers) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** Number of all samples. */
  long size() {
    return series.values().stream().mapToLong(known -> known.instants.size()).sum();
  }

  /** What is wrong with an answer; null if nothing is. */
  @Nullable String fault(Map<Labels, List<String>> found, TimeRange range, Matcher... matchers) {
    Map<Labels, List<String>> rest = new HashMap<>(found);
    for (Map.Entry<Labels, Series> entry : series.entrySet()) {
      Labels labels = entry.getKey();
      if (matches(labels, matchers)) {
        List<String> samples = rest.getOrDefault(labels, List.of());
        String fault = fault(entry.getValue(), samples, range);
        if (fault != null) {
          return labels + " " + fault;
        }
        rest.remove(labels);
      }
    }
    rest.values().removeIf(List::isEmpty);
    return rest.isEmpty() ? null : "series that were not asked for: " + rest.keySet();
  }

  private static @Nullable String fault(Series known, List<String> samples, TimeRange range) {
    NavigableMap<Long, Instant> expected =
        new TreeMap<>(known.instants.subMap(range.startMillis(), range.endMillis()));
    long before = Long.MIN_VALUE;
    for (String sample : samples) {
      long millis = Long.parseLong(sample.substring(0, sample.indexOf(' ')));
      Instant there = expected.remove(millis);
      if (millis <= before) {
        return "has " + sample + " behind one of " + before;
      }
      if (there == null) {
        return "has "
            + sample
            + (isDeleted(known, millis) ? ", deleted before" : ", never written");
      }
      if (!there.samples.contains(sample)) {
        return "has " + sample + " in place of " + there.samples;
      }
      before = millis;
    }
    expected.values().removeIf(there -> there.mayLack);
    return expected.isEmpty()
        ? null
        : "lacks "
            + expected.size()
            + " of "
            + (samples.size() + expected.size())
            + " samples, from "
            + expected.firstEntry().getValue().samples
            + " to "
            + expected.lastEntry().getValue().samples;
  }
}
