package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.StaleNaN;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Histograms of one series as life might bring them: observations come in, buckets appear, the
 * counter starts anew, the resolution changes, the series goes stale.
 */
final class RandomHistograms {

  private static final double[] THRESHOLDS = {
    0, 0x1p-128, 0.001, 0x1p-243, 0x1p-244, 0x1p10, 0x1p11, 2.5e-300
  };
  private static final double[][] BOUNDS = {
    {}, {0.005, 0.1, 1, 2.5, 10}, {-1, 0, 33554.43, 33554.431, 1e300}, {0.1 + 0.2}
  };

  private final Random random;
  private final boolean floats;
  private final boolean gauge;
  private final boolean custom;
  private SortedMap<Integer, Long> positive = new TreeMap<>();
  private SortedMap<Integer, Long> negative = new TreeMap<>();
  private int schema;
  private double threshold;
  private double[] bounds = BOUNDS[1];
  private long zeroCount;
  private double sum;

  RandomHistograms(Random random, boolean floats, boolean gauge, boolean custom) {
    this.random = random;
    this.floats = floats;
    this.gauge = gauge;
    this.custom = custom;
    this.schema = custom ? NativeHistogram.CUSTOM_BUCKETS_SCHEMA : 3;
  }

  /** The next one. */
  NativeHistogram next() {
    int event = random.nextInt(60);
    switch (event) {
      case 0 -> clear();
      case 1 -> rescale();
      case 2 -> threshold = custom ? 0 : THRESHOLDS[random.nextInt(THRESHOLDS.length)];
      case 3 -> {
        return StaleHistograms.of(floats, StaleNaN.VALUE);
      }
      case 4 -> drop(positive);
      case 5 -> drop(negative);
      case 6 -> positive.putIfAbsent(random.nextInt(bounds.length + 1), 0L);
      default -> observe();
    }
    return histogram();
  }

  private void clear() {
    positive = new TreeMap<>();
    negative = new TreeMap<>();
    zeroCount = 0;
    sum = 0;
  }

  private void rescale() {
    if (custom) {
      bounds = BOUNDS[random.nextInt(BOUNDS.length)];
      clear();
    } else {
      schema = random.nextInt(-4, 9);
    }
  }

  private void drop(SortedMap<Integer, Long> side) {
    if (!side.isEmpty()) {
      side.remove(random.nextBoolean() ? side.firstKey() : side.lastKey());
    }
  }

  private void observe() {
    for (int i = random.nextInt(8); i > 0; i--) {
      if (custom) {
        positive.merge(random.nextInt(bounds.length + 1), many(), Long::sum);
      } else {
        int bucket = (int) Math.round(random.nextGaussian() * 6);
        (random.nextInt(4) == 0 ? negative : positive).merge(bucket, many(), Long::sum);
        zeroCount += random.nextInt(3);
      }
      sum += random.nextGaussian();
    }
    if (gauge && random.nextInt(5) == 0) {
      positive.replaceAll((bucket, count) -> random.nextLong(count + 1));
      drop(positive);
    }
  }

  private long many() {
    return random.nextInt(20) == 0 ? random.nextLong(1L << 40) : random.nextInt(5);
  }

  private NativeHistogram histogram() {
    long count = zeroCount;
    for (long in : positive.values()) {
      count += in;
    }
    for (long in : negative.values()) {
      count += in;
    }
    ResetHint hint = gauge ? ResetHint.GAUGE : ResetHint.UNKNOWN;
    double[] own = custom ? bounds : new double[0];
    return floats
        ? new FloatCounts(
            hint,
            schema,
            threshold,
            zeroCount / 2.0,
            count / 2.0,
            sum,
            spans(positive),
            positive.values().stream().mapToDouble(in -> in / 2.0).toArray(),
            spans(negative),
            negative.values().stream().mapToDouble(in -> in / 2.0).toArray(),
            own)
        : new Counts(
            hint,
            schema,
            threshold,
            zeroCount,
            count,
            sum,
            spans(positive),
            positive.values().stream().mapToLong(in -> in).toArray(),
            spans(negative),
            negative.values().stream().mapToLong(in -> in).toArray(),
            own);
  }

  /** Spans of buckets; now and then with one of no length, or one cut in two. */
  private Span[] spans(SortedMap<Integer, Long> side) {
    List<Span> spans = new ArrayList<>();
    int next = 0;
    for (int bucket : side.keySet()) {
      int offset = bucket - next;
      if (offset == 0 && !spans.isEmpty()) {
        Span last = spans.removeLast();
        spans.add(new Span(last.offset(), last.length() + 1));
      } else {
        spans.add(new Span(offset, 1));
      }
      next = bucket + 1;
    }
    return spans.toArray(Span[]::new);
  }
}
