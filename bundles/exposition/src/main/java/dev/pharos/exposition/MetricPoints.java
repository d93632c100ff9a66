package dev.pharos.exposition;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pharos.model.Labels;
import dev.pharos.model.MetricType;

/**
 * The points in time of one metric of a family, held to the rules of its type: what its samples may
 * be, and, for histograms, how they go together.
 */
final class MetricPoints {

  private final ExpositionReader reader;
  private final Labels group;
  private final MetricType type;

  private boolean any;
  private boolean timed;
  private long millis;

  private double bound;
  private double buckets;
  private boolean anyBucket;
  private boolean negativeBound;
  private double count;
  private double sum;

  MetricPoints(ExpositionReader reader, Labels group, MetricType type) {
    this.reader = reader;
    this.group = group;
    this.type = type;
    startPoint();
  }

  /** The labels that its samples have in common. */
  Labels group() {
    return group;
  }

  private void startPoint() {
    bound = Double.NEGATIVE_INFINITY;
    buckets = 0;
    anyBucket = false;
    negativeBound = false;
    count = Double.NaN;
    sum = Double.NaN;
  }

  /** Takes the sample that the reader has just read. */
  void add(String suffix, Labels labels) throws ExpositionException {
    time();
    switch (type) {
      case COUNTER -> require(reader.value() >= 0, "a value that is 0 or more");
      case INFO -> require(reader.value() == 1, "the value 1");
      case STATE_SET -> require(reader.value() == 0 || reader.value() == 1, "the value 0 or 1");
      case SUMMARY -> summary(suffix, labels);
      case HISTOGRAM, GAUGE_HISTOGRAM -> histogram(suffix, labels);
      case GAUGE, UNKNOWN -> {}
    }
  }

  private void time() throws ExpositionException {
    long now = reader.timestampMillis();
    if (any) {
      require(timed == reader.hasTimestamp(), "a timestamp with all samples of a metric, or none");
      require(now >= millis, "samples of a metric in the order of time");
      if (now != millis) {
        end();
        startPoint();
      }
    }
    any = true;
    timed = reader.hasTimestamp();
    millis = now;
  }

  private void summary(String suffix, Labels labels) throws ExpositionException {
    if (!suffix.isEmpty()) {
      require(reader.value() >= 0, "a value that is 0 or more");
      return;
    }
    double quantile = number(labels, "quantile");
    require(quantile >= 0 && quantile <= 1, "a label quantile from 0 to 1");
  }

  private void histogram(String suffix, Labels labels) throws ExpositionException {
    double value = reader.value();
    switch (suffix) {
      case "_bucket" -> {
        require(value >= 0, "a value that is 0 or more");
        double le = number(labels, "le");
        require(le > bound, "buckets in the order of le");
        require(value >= buckets, "a bucket that holds what the one before holds");
        bound = le;
        buckets = value;
        anyBucket = true;
        negativeBound |= le < 0;
      }
      case "_count", "_gcount" -> {
        require(value >= 0, "a value that is 0 or more");
        require(anyBucket, "the buckets before the count");
        count = value;
      }
      case "_sum" -> {
        require(value >= 0, "a sum that is 0 or more");
        require(!negativeBound, "no sum beside buckets of negative numbers");
        sum = value;
      }
      case "_gsum" -> {
        require(!Double.isNaN(value), "a sum that is a number");
        require(value >= 0 || negativeBound, "a sum that is 0 or more");
        sum = value;
      }
      default -> {}
    }
  }

  /** Checks what can be told only when all samples of a point are there. */
  void end() throws ExpositionException {
    if (type != MetricType.HISTOGRAM && type != MetricType.GAUGE_HISTOGRAM) {
      return;
    }
    require(bound == Double.POSITIVE_INFINITY, "a bucket with le=\"+Inf\" in the histogram before");
    require(
        Double.isNaN(count) == Double.isNaN(sum),
        "a count and a sum, or neither, in the histogram before");
    require(
        Double.isNaN(count) || count == buckets,
        "a count that equals the bucket of +Inf in the histogram before");
  }

  private double number(Labels labels, String label) throws ExpositionException {
    byte[] value = labels.get(label).getBytes(UTF_8);
    try {
      double number = FloatText.parse(value, 0, value.length);
      require(Double.isFinite(number) || labels.get(label).equals("+Inf"), "a number as " + label);
      return number;
    } catch (NumberFormatException e) {
      throw reader.error(reader.entryStart, "a number as the label " + label);
    }
  }

  private void require(boolean holds, String expected) throws ExpositionException {
    if (!holds) {
      throw reader.error(reader.entryStart, expected);
    }
  }
}
