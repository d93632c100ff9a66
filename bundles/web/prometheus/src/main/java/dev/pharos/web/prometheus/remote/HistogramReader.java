package dev.pharos.web.prometheus.remote;

import static dev.pharos.web.prometheus.remote.WireReader.require;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the message {@code Histogram}; one object reads one of them.
 *
 * <p>A histogram whose count is told as a float has float buckets. Integer buckets come as
 * differences from one to the next.
 */
final class HistogramReader {

  private static final ResetHint[] HINTS = ResetHint.values();

  private boolean isFloat;
  private long count;
  private double floatCount;
  private double sum;
  private int schema;
  private double zeroThreshold;
  private long zeroCount;
  private double floatZeroCount;
  private final List<Span> negativeSpans = new ArrayList<>();
  private final List<Span> positiveSpans = new ArrayList<>();
  private final LongValues negativeDeltas = new LongValues();
  private final LongValues positiveDeltas = new LongValues();
  private final LongValues negativeCounts = new LongValues();
  private final LongValues positiveCounts = new LongValues();
  private final LongValues customBounds = new LongValues();
  private ResetHint resetHint = ResetHint.UNKNOWN;
  private long timestampMillis;

  /** Values that come one by one; floats as their bits. */
  private static final class LongValues {
    private long[] values = new long[0];
    private int size;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.max(8, 2 * size));
      }
      values[size++] = value;
    }

    /** The sums of the first value, of the first two, and so on. */
    long[] sums() {
      long[] sums = Arrays.copyOf(values, size);
      for (int i = 1; i < size; i++) {
        sums[i] += sums[i - 1];
      }
      return sums;
    }

    double[] floats() {
      double[] floats = new double[size];
      for (int i = 0; i < size; i++) {
        floats[i] = Double.longBitsToDouble(values[i]);
      }
      return floats;
    }
  }

  private HistogramReader() {}

  /** Reads the message to its end. */
  static Sample.Histogram read(WireReader in) throws MalformedRequestException {
    HistogramReader reader = new HistogramReader();
    while (in.hasMore()) {
      reader.field(in.tag(), in);
    }
    return new Sample.Histogram(Sample.NO_START, reader.timestampMillis, reader.histogram());
  }

  private void field(int tag, WireReader in) throws MalformedRequestException {
    switch (tag >>> 3) {
      case 1 -> {
        count = varint(tag, in, "CountInt");
        isFloat = false;
      }
      case 2 -> {
        floatCount = float64(tag, in, "CountFloat");
        isFloat = true;
      }
      case 3 -> sum = float64(tag, in, "Sum");
      case 4 -> schema = (int) zigzag(tag, in, "Schema");
      case 5 -> zeroThreshold = float64(tag, in, "ZeroThreshold");
      case 6 -> zeroCount = varint(tag, in, "ZeroCountInt");
      case 7 -> floatZeroCount = float64(tag, in, "ZeroCountFloat");
      case 8 -> negativeSpans.add(span(tag, in));
      case 9 -> deltas(tag, in, negativeDeltas);
      case 10 -> floats(tag, in, negativeCounts);
      case 11 -> positiveSpans.add(span(tag, in));
      case 12 -> deltas(tag, in, positiveDeltas);
      case 13 -> floats(tag, in, positiveCounts);
      case 14 -> {
        long hint = varint(tag, in, "ResetHint");
        resetHint = hint >= 0 && hint < HINTS.length ? HINTS[(int) hint] : ResetHint.UNKNOWN;
      }
      case 15 -> timestampMillis = varint(tag, in, "Timestamp");
      case 16 -> floats(tag, in, customBounds);
      default -> in.skip(tag);
    }
  }

  private static long varint(int tag, WireReader in, String field)
      throws MalformedRequestException {
    require(tag, WireReader.VARINT, field);
    return in.varint();
  }

  private static long zigzag(int tag, WireReader in, String field)
      throws MalformedRequestException {
    require(tag, WireReader.VARINT, field);
    return in.zigzag();
  }

  private static double float64(int tag, WireReader in, String field)
      throws MalformedRequestException {
    require(tag, WireReader.FIXED64, field);
    return in.float64();
  }

  private static Span span(int tag, WireReader in) throws MalformedRequestException {
    require(tag, WireReader.BYTES, "Spans");
    int outer = in.enter();
    long offset = 0;
    long length = 0;
    while (in.hasMore()) {
      int inner = in.tag();
      switch (inner >>> 3) {
        case 1 -> offset = zigzag(inner, in, "Offset");
        case 2 -> length = varint(inner, in, "Length");
        default -> in.skip(inner);
      }
    }
    in.leave(outer);
    if (offset != (int) offset || length < 0 || length > Integer.MAX_VALUE) {
      throw new MalformedRequestException(
          "a span of " + length + " buckets from " + offset + " on");
    }
    return new Span((int) offset, (int) length);
  }

  private static void deltas(int tag, WireReader in, LongValues into)
      throws MalformedRequestException {
    if ((tag & 7) == WireReader.VARINT) {
      into.add(in.zigzag());
      return;
    }
    require(tag, WireReader.BYTES, "Deltas");
    int outer = in.enter();
    while (in.hasMore()) {
      into.add(in.zigzag());
    }
    in.leave(outer);
  }

  private static void floats(int tag, WireReader in, LongValues into)
      throws MalformedRequestException {
    if ((tag & 7) == WireReader.FIXED64) {
      into.add(Double.doubleToRawLongBits(in.float64()));
      return;
    }
    require(tag, WireReader.BYTES, "Counts");
    int outer = in.enter();
    while (in.hasMore()) {
      into.add(Double.doubleToRawLongBits(in.float64()));
    }
    in.leave(outer);
  }

  private NativeHistogram histogram() {
    Span[] positive = positiveSpans.toArray(Span[]::new);
    Span[] negative = negativeSpans.toArray(Span[]::new);
    double[] bounds = customBounds.floats();
    return isFloat
        ? new FloatCounts(
            resetHint,
            schema,
            zeroThreshold,
            floatZeroCount,
            floatCount,
            sum,
            positive,
            positiveCounts.floats(),
            negative,
            negativeCounts.floats(),
            bounds)
        : new Counts(
            resetHint,
            schema,
            zeroThreshold,
            zeroCount,
            count,
            sum,
            positive,
            positiveDeltas.sums(),
            negative,
            negativeDeltas.sums(),
            bounds);
  }
}
