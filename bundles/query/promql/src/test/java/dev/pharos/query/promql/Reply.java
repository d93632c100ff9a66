package dev.pharos.query.promql;

import dev.pharos.model.Labels;
import dev.pharos.query.api.QueryException;
import dev.pharos.query.api.QueryValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an engine says to a query, in a form that can be compared.
 *
 * @param error why there is no answer, or null
 */
record Reply(List<Series> series, @Nullable String error) {

  /**
   * A series.
   *
   * @param values by timestamp
   */
  record Series(Labels labels, SortedMap<Long, Double> values) {}

  static Reply failed(String error) {
    return new Reply(List.of(), error);
  }

  static Reply of(List<Series> series) {
    return new Reply(List.copyOf(series), null);
  }

  static Reply failed(QueryException e) {
    return failed(String.valueOf(e.getMessage()));
  }

  static Reply of(QueryValue value) {
    List<Series> series = new ArrayList<>();
    switch (value) {
      case QueryValue.Scalar(long time, double number) ->
          series.add(new Series(Labels.EMPTY, new TreeMap<>(Map.of(time, number))));
      case QueryValue.Text text -> throw new IllegalArgumentException("not compared: " + text);
      case QueryValue.Vector(List<QueryValue.Element> elements) -> {
        for (QueryValue.Element element : elements) {
          series.add(
              new Series(
                  element.labels(),
                  new TreeMap<>(Map.of(element.timestampMillis(), element.value()))));
        }
      }
      case QueryValue.Matrix(List<QueryValue.Series> all) -> {
        for (QueryValue.Series one : all) {
          TreeMap<Long, Double> values = new TreeMap<>();
          for (int i = 0; i < one.values().length; i++) {
            values.put(one.timestampsMillis()[i], one.values()[i]);
          }
          series.add(new Series(one.labels(), values));
        }
      }
    }
    return of(series);
  }

  /** The largest finite number there is in it, whatever its sign. */
  double largest() {
    double largest = 0;
    for (Series one : series) {
      for (double value : one.values().values()) {
        if (Double.isFinite(value)) {
          largest = Math.max(largest, Math.abs(value));
        }
      }
    }
    return largest;
  }

  boolean isFinite() {
    return series.stream()
        .allMatch(one -> one.values().values().stream().allMatch(Double::isFinite));
  }

  boolean isEmpty() {
    return error == null && series.isEmpty();
  }

  /**
   * The first difference to another reply.
   *
   * @param tolerance how far numbers may be apart
   */
  Optional<String> difference(Reply other, double tolerance) {
    if (error != null && other.error != null) {
      return withoutSeries(error).equals(withoutSeries(other.error))
          ? Optional.empty()
          : Optional.of("expected " + words(other) + " but got " + words(this));
    }
    if (error != null || other.error != null) {
      return Optional.of("expected " + words(other) + " but got " + words(this));
    }
    Map<Labels, SortedMap<Long, Double>> theirs = new HashMap<>();
    other.series.forEach(one -> theirs.put(one.labels(), one.values()));
    for (Series one : series) {
      SortedMap<Long, Double> values = theirs.remove(one.labels());
      if (values == null) {
        return Optional.of("unexpected series " + one);
      }
      Optional<String> difference = difference(one, values, tolerance);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return theirs.isEmpty() ? Optional.empty() : Optional.of("missing series " + theirs);
  }

  private static Optional<String> difference(
      Series one, SortedMap<Long, Double> expected, double tolerance) {
    if (!one.values().keySet().equals(expected.keySet())) {
      Map<Long, Double> more = new TreeMap<>(one.values());
      more.keySet().removeAll(expected.keySet());
      Map<Long, Double> missing = new TreeMap<>(expected);
      missing.keySet().removeAll(one.values().keySet());
      return Optional.of(
          one.labels() + " has unexpected samples " + more + " and lacks samples " + missing);
    }
    for (Map.Entry<Long, Double> sample : one.values().entrySet()) {
      double got = sample.getValue();
      double wanted = expected.getOrDefault(sample.getKey(), Double.NaN);
      boolean equal =
          got == wanted
              || (Double.isNaN(got) && Double.isNaN(wanted))
              || Math.abs(got - wanted) <= tolerance;
      if (!equal) {
        return Optional.of(
            "%s at %d: expected %s but got %s"
                .formatted(one.labels(), sample.getKey(), wanted, got));
      }
    }
    return Optional.empty();
  }

  /** Which of several offending series is named depends on the order in which they are stored. */
  private static String withoutSeries(String error) {
    return error.replaceAll("\\{.*}", "{}");
  }

  private static String words(Reply reply) {
    return reply.error != null ? "the error " + reply.error : reply.series.size() + " series";
  }
}
