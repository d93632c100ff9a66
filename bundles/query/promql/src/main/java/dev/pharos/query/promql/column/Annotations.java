package dev.pharos.query.promql.column;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Quoted;
import dev.pharos.query.promql.histogram.Raised;
import dev.pharos.query.syntax.Span;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the author of a query should know about its answer, each thing once, in Prometheus's words.
 * Safe for use by the threads of the query.
 */
public final class Annotations {

  private final String query;
  private final Set<String> warnings = new LinkedHashSet<>();
  private final Set<String> infos = new LinkedHashSet<>();
  private final Map<String, Forced> raised = new LinkedHashMap<>();

  /** Places that mean the same as another one, by this one. */
  private final IdentityHashMap<Span, List<Span>> sameAs = new IdentityHashMap<>();

  /** What was forced to be monotonic, and for which part of the query first. */
  private record Forced(Span at, Raised what) {}

  Annotations(String query) {
    this.query = query;
  }

  public synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }

  public synchronized List<String> infos() {
    List<String> all = new ArrayList<>(infos);
    raised.forEach(
        (text, forced) ->
            all.add(
                "PromQL info: "
                    + text
                    + ", "
                    + forced.what()
                    + " ("
                    + forced.at().position(query)
                    + ")"));
    return List.copyOf(all);
  }

  /** A warning that is not about the query's text, such as one from the storage. */
  public synchronized void warn(String text) {
    warnings.add(text);
  }

  /** From now on says of another place too what is said of {@code place}. */
  public synchronized void alsoAt(Span place, Span other) {
    sameAs.computeIfAbsent(place, p -> new ArrayList<>()).add(other);
  }

  private synchronized void warn(String text, Span at) {
    warnings.add("PromQL warning: " + text + " (" + at.position(query) + ")");
    for (Span other : sameAs.getOrDefault(at, List.of())) {
      warnings.add("PromQL warning: " + text + " (" + other.position(query) + ")");
    }
  }

  private synchronized void info(String text, Span at) {
    infos.add("PromQL info: " + text + " (" + at.position(query) + ")");
    for (Span other : sameAs.getOrDefault(at, List.of())) {
      infos.add("PromQL info: " + text + " (" + other.position(query) + ")");
    }
  }

  private static String named(String text, String metric) {
    return metric.isEmpty() ? text : text + " for metric name " + Quoted.quote(metric);
  }

  public void invalidQuantile(double quantile, Span at) {
    warn("quantile value should be between 0 and 1, got " + GoFloat.general(quantile), at);
  }

  public void invalidRatio(double ratio, double capped, Span at) {
    warn(
        "ratio value should be between -1 and 1, got "
            + GoFloat.general(ratio)
            + ", capping to "
            + GoFloat.general(capped),
        at);
  }

  public void badBucketLabel(String metric, String value, Span at) {
    warn(
        named(
            "bucket label \"le\" is missing or has a malformed value of " + Quoted.quote(value),
            metric),
        at);
  }

  public void mixedFloatsAndHistograms(String metric, Span at) {
    warn("encountered a mix of histograms and floats for metric name " + Quoted.quote(metric), at);
  }

  public void mixedFloatsAndHistogramsInAggregation(Span at) {
    warn("encountered a mix of histograms and floats for aggregation", at);
  }

  public void mixedSchemas(String metric, Span at) {
    warn(
        "vector contains a mix of histograms with exponential and custom buckets schemas for metric"
            + " name "
            + Quoted.quote(metric),
        at);
  }

  public void mixedClassicAndNative(String metric, Span at) {
    warn(named("vector contains a mix of classic and native histograms", metric), at);
  }

  public void histogramNotCounter(String metric, Span at) {
    warn("this native histogram metric is not a counter: " + Quoted.quote(metric), at);
  }

  public void histogramNotGauge(String metric, Span at) {
    warn("this native histogram metric is not a gauge: " + Quoted.quote(metric), at);
  }

  public void sortInRange(Span at) {
    warn("sort is ineffective for range queries since results are always ordered by labels", at);
  }

  public void possibleNonCounter(String metric, Span at) {
    info(
        "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
            + Quoted.quote(metric),
        at);
  }

  public void possibleNonCounterType(String metric, String type, Span at) {
    info(
        "metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", got "
            + Quoted.quote(type)
            + ": "
            + Quoted.quote(metric),
        at);
  }

  public void histogramsIgnoredInRange(String metric, Span at) {
    info(
        "ignored histograms in a range containing both floats and histograms for metric name "
            + Quoted.quote(metric),
        at);
  }

  public void histogramIgnoredInAggregation(String aggregation, Span at) {
    info("ignored histogram in " + aggregation + " aggregation", at);
  }

  public void incompatibleTypes(String left, String operator, String right, Span at) {
    info(
        "incompatible sample types encountered for binary operator "
            + Quoted.quote(operator)
            + ": "
            + left
            + " "
            + operator
            + " "
            + right,
        at);
  }

  public void mismatchedCustomBuckets(String operation, Span at) {
    info("mismatched custom buckets were reconciled during " + operation, at);
  }

  /** Told once for all histograms of a metric. */
  public synchronized void forcedMonotonicity(String metric, Span at, Raised what, long millis) {
    String text =
        named(
            "input to histogram_quantile needed to be fixed for monotonicity (see"
                + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)",
            metric);
    raised.computeIfAbsent(text, t -> new Forced(at, new Raised())).what().add(what, millis);
  }

  public void nanSkewsQuantile(String metric, Span at) {
    info(
        named("input to histogram_quantile has NaN observations, result is skewed higher", metric),
        at);
  }

  public void nanIsQuantile(String metric, Span at) {
    info(named("input to histogram_quantile has NaN observations, result is NaN", metric), at);
  }

  public void nanExcludedFromFraction(String metric, Span at) {
    info(
        named(
            "input to histogram_fraction has NaN observations, which are excluded from all"
                + " fractions",
            metric),
        at);
  }

  public void conflictingResets(String operation, Span at) {
    warn("conflicting counter resets during histogram " + operation, at);
  }

  public void incompatibleBuckets(String operator, Span at) {
    warn("incompatible bucket layout encountered for binary operator " + operator, at);
  }

  public void overlappingStarts(String metric, Span at) {
    warn(
        "sample has start time that overlaps with previous sample timestamp for metric "
            + Quoted.quote(metric),
        at);
  }
}
