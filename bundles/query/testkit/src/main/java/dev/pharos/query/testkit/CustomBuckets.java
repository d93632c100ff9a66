package dev.pharos.query.testkit;

import dev.pharos.model.Labels;
import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.query.syntax.Numbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes native histograms with boundaries of their own out of classic ones, as scraping can. */
final class CustomBuckets {

  private final TreeMap<Double, SeriesNotation> buckets = new TreeMap<>();
  private @Nullable SeriesNotation sum;
  private @Nullable SeriesNotation count;

  private CustomBuckets() {}

  /** The native histograms of all classic ones among the series. */
  static List<SeriesNotation> of(Collection<SeriesNotation> classic) {
    Map<Labels, CustomBuckets> histograms = new TreeMap<>();
    for (SeriesNotation series : classic) {
      String name = series.labels().metricName();
      int end = Math.max(0, name.lastIndexOf('_'));
      Labels labels =
          series.labels().with(Labels.METRIC_NAME, name.substring(0, end)).without("le");
      switch (name.substring(end)) {
        case "_bucket" ->
            histograms
                .computeIfAbsent(labels, l -> new CustomBuckets())
                .buckets
                .putIfAbsent(Numbers.parse(series.labels().get("le")), series);
        case "_sum" -> histograms.computeIfAbsent(labels, l -> new CustomBuckets()).sum = series;
        case "_count" ->
            histograms.computeIfAbsent(labels, l -> new CustomBuckets()).count = series;
        default -> {}
      }
    }
    List<SeriesNotation> made = new ArrayList<>();
    histograms.forEach(
        (labels, histogram) -> {
          if (!histogram.buckets.isEmpty()) {
            made.add(new SeriesNotation(labels, histogram.points()));
          }
        });
    return made;
  }

  private List<@Nullable Point> points() {
    int size = buckets.values().stream().mapToInt(series -> series.points().size()).max().orElse(0);
    List<@Nullable Point> points = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      points.add(point(i));
    }
    return points;
  }

  /** The histogram at a step; null if its buckets are none, or fall. */
  private @Nullable Point point(int index) {
    List<Double> bounds = new ArrayList<>();
    List<Double> counts = new ArrayList<>();
    double before = 0;
    for (Map.Entry<Double, SeriesNotation> bucket : buckets.entrySet()) {
      Double value = value(bucket.getValue(), index);
      if (value == null) {
        continue;
      }
      if (value < before) {
        return null;
      }
      counts.add(value - before);
      before = value;
      if (!bucket.getKey().isInfinite()) {
        bounds.add(bucket.getKey());
      }
    }
    if (counts.isEmpty()) {
      return null;
    }
    Double counted = value(count, index);
    double total = counted == null ? before : counted;
    if (counts.size() == bounds.size()) {
      counts.add(total - before);
    }
    Double summed = value(sum, index);
    double[] array = counts.stream().mapToDouble(Double::doubleValue).toArray();
    return Point.of(
        new FloatCounts(
            NativeHistogram.ResetHint.UNKNOWN,
            NativeHistogram.CUSTOM_BUCKETS_SCHEMA,
            0,
            0,
            total,
            summed == null ? 0 : summed,
            new Span[] {new Span(0, array.length)},
            array,
            new Span[0],
            new double[0],
            bounds.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private static @Nullable Double value(@Nullable SeriesNotation series, int index) {
    Point point =
        series == null || index >= series.points().size() ? null : series.points().get(index);
    return point == null ? null : (Double) point.value();
  }
}
