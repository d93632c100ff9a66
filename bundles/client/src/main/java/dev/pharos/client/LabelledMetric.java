package dev.pharos.client;

import dev.pharos.exposition.MetricWriter;
import dev.pharos.model.Labels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A metric with one data point for each combination of label values it has met.
 *
 * <p>A metric without label names has exactly one data point from the start, so that it is written
 * as zero before the first event; with label names, call {@link #labelValues} once for each
 * combination that is known beforehand to the same end.
 *
 * @param <D> what is counted on
 */
public abstract sealed class LabelledMetric<D extends DataPoint> implements Metric
    permits Counter, Gauge, Histogram, Summary {

  private final Description description;

  /** By the label value itself where there is one label, else by the list of values. */
  private final ConcurrentHashMap<Object, D> points = new ConcurrentHashMap<>();

  /** The same data points sorted by labels, replaced as a whole: what is written. */
  private volatile List<D> sorted = List.of();

  private final Function<Labels, D> maker;
  private final @Nullable D single;

  LabelledMetric(Description description, Function<Labels, D> maker) {
    this.description = description;
    this.maker = maker;
    this.single = description.labelNames().isEmpty() ? add(List.of()) : null;
  }

  @Override
  public String name() {
    return description.name();
  }

  /**
   * The data point of these label values, made when it is first asked for.
   *
   * @param values in the order of the label names
   * @throws IllegalArgumentException if there are more or fewer values than label names
   */
  public D labelValues(String... values) {
    if (values.length == 1) {
      return labelValues(values[0]);
    }
    D point = points.get(Arrays.asList(values));
    return point != null ? point : add(List.of(values));
  }

  /** The data point of a metric with one label; allocates nothing once it is there. */
  public D labelValues(String value) {
    D point = points.get(value);
    return point != null ? point : add(List.of(value));
  }

  /** Forgets the data point of these label values; what holds it counts on unseen. */
  public void remove(String... values) {
    synchronized (points) {
      D gone = points.remove(key(List.of(values)));
      if (gone != null) {
        sorted = sorted.stream().filter(point -> point != gone).toList();
      }
    }
  }

  /** Forgets all data points of a metric with labels. */
  public void clear() {
    if (single == null) {
      synchronized (points) {
        points.clear();
        sorted = List.of();
      }
    }
  }

  /** Writes nothing, not even its help, as long as it has no data point. */
  @Override
  public void write(MetricWriter out) throws IOException {
    List<D> written = sorted;
    if (written.isEmpty()) {
      return;
    }
    description.writeTo(out);
    for (D point : written) {
      point.write(out);
    }
  }

  /** The data point of a metric without labels. */
  final D single() {
    if (single == null) {
      throw new IllegalStateException(
          "%s has the labels %s; call labelValues with a value for each first"
              .formatted(name(), description.labelNames()));
    }
    return single;
  }

  private D add(List<String> values) {
    Labels labels = labels(description.name(), description.labelNames(), values);
    synchronized (points) {
      return points.computeIfAbsent(key(values), absent -> insert(labels));
    }
  }

  private D insert(Labels labels) {
    D point = maker.apply(labels);
    List<D> after = new ArrayList<>(sorted);
    after.add(point);
    after.sort(Comparator.comparing(DataPoint::labels));
    sorted = List.copyOf(after);
    return point;
  }

  private static Object key(List<String> values) {
    return values.size() == 1 ? values.getFirst() : values;
  }

  static Labels labels(String metric, List<String> names, List<String> values) {
    if (values.size() != names.size()) {
      throw new IllegalArgumentException(
          "%s has %d labels, %s, but was given %d values"
              .formatted(metric, names.size(), names, values.size()));
    }
    TreeMap<String, String> labels = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      labels.put(names.get(i), values.get(i));
    }
    return Labels.of(labels);
  }
}
