package dev.pharos.query.testkit;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Labels;
import dev.pharos.query.api.QueryValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a query answered, in a form that can be compared and shown. */
sealed interface Answer {

  record Scalar(double value) implements Answer {
    @Override
    public String toString() {
      return GoFloat.general(value);
    }
  }

  record Text(String text) implements Answer {
    @Override
    public String toString() {
      return "string " + text;
    }
  }

  /** Series in the order in which they were answered, each with its samples by time. */
  record Series(List<One> all) implements Answer {

    record One(Labels labels, TreeMap<Long, Point> points) {
      @Override
      public String toString() {
        StringJoiner text = new StringJoiner(" ", labels + " ", "");
        points.forEach((millis, point) -> text.add(point + "@" + millis / 1000.0));
        return text.toString();
      }
    }

    @Override
    public String toString() {
      if (all.isEmpty()) {
        return "no series";
      }
      StringJoiner text = new StringJoiner("\n      ");
      all.forEach(one -> text.add(one.toString()));
      return text.toString();
    }

    @Nullable One of(Labels labels) {
      return all.stream().filter(one -> one.labels().equals(labels)).findFirst().orElse(null);
    }

    /** The series at one instant. */
    Series at(long millis) {
      List<One> there = new ArrayList<>();
      for (One one : all) {
        Point point = one.points().get(millis);
        if (point != null) {
          there.add(one(one.labels(), millis, point));
        }
      }
      return new Series(there);
    }

    /** What is wrong with the order in which ranges are answered; empty if nothing is. */
    Optional<String> disorder() {
      for (int i = 1; i < all.size(); i++) {
        if (all.get(i - 1).labels().compareTo(all.get(i).labels()) >= 0) {
          return Optional.of(all.get(i - 1).labels() + " before " + all.get(i).labels());
        }
      }
      return Optional.empty();
    }
  }

  private static Series.One one(Labels labels, long millis, Point point) {
    TreeMap<Long, Point> points = new TreeMap<>();
    points.put(millis, point);
    return new Series.One(labels, points);
  }

  static Answer of(QueryValue value) {
    return switch (value) {
      case QueryValue.Scalar scalar -> new Scalar(scalar.value());
      case QueryValue.Text text -> new Text(text.text());
      case QueryValue.Vector vector ->
          new Series(
              vector.elements().stream()
                  .map(
                      element ->
                          one(
                              element.labels(),
                              element.timestampMillis(),
                              element.histogram() == null
                                  ? Point.of(element.value())
                                  : Point.of(element.histogram().floats())))
                  .toList());
      case QueryValue.Matrix matrix ->
          new Series(matrix.series().stream().map(Answer::one).toList());
    };
  }

  private static Series.One one(QueryValue.Series series) {
    TreeMap<Long, Point> points = new TreeMap<>();
    for (int i = 0; i < series.values().length; i++) {
      points.put(series.timestampsMillis()[i], Point.of(series.values()[i]));
    }
    for (int i = 0; i < series.histograms().length; i++) {
      points.put(series.histogramTimestampsMillis()[i], Point.of(series.histograms()[i].floats()));
    }
    return new Series.One(series.labels(), points);
  }
}
