package dev.pharos.query.promql.column;

import dev.pharos.model.GoFloat;
import dev.pharos.model.Quoted;
import dev.pharos.query.promql.histogram.Raised;
import dev.pharos.query.syntax.Expr;
import dev.pharos.query.syntax.Span;
import java.util.List;

/**
 * What the author of a query should know about its answer, in Prometheus's words, as one part of
 * the query tells it. Safe for use by the threads of the query.
 */
public final class Annotations {

  private final Remarks remarks;

  /** When the part is evaluated among all parts. */
  private final int rank;

  Annotations(String query) {
    this(new Remarks(query), 0);
  }

  private Annotations(Remarks remarks, int rank) {
    this.remarks = remarks;
    this.rank = rank;
  }

  /** Takes notice of the parts of the query, which from then on tell apart what they tell. */
  public void order(Expr query) {
    remarks.rank(query);
  }

  /** The same as a part of the query tells it. */
  public Annotations of(Expr part) {
    return new Annotations(remarks, remarks.rankOf(part));
  }

  public List<String> warnings() {
    return List.copyOf(remarks.warnings());
  }

  public List<String> infos() {
    return List.copyOf(remarks.infos());
  }

  /** A warning that is not about the query's text, such as one from the storage. */
  public void warn(String text) {
    remarks.warn(text, rank, null);
  }

  /** From now on says of another part what is said of one that means the same. */
  public void sameAs(Expr part, Expr other) {
    remarks.sameAs(part, other);
  }

  private void warn(String text, Span at) {
    remarks.warn(text, rank, at);
  }

  private void info(String text, Span at) {
    remarks.inform(text, rank, at);
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
  public void forcedMonotonicity(String metric, Span at, Raised what, long millis) {
    String text =
        named(
            "input to histogram_quantile needed to be fixed for monotonicity (see"
                + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)",
            metric);
    remarks.force(text, rank, at, what, millis);
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
