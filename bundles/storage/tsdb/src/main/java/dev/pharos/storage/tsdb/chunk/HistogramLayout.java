package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.storage.api.StorageException;
import java.util.Arrays;

/** What all histograms of a chunk have in common: which buckets there are, and their boundaries. */
@SuppressWarnings("ArrayRecordComponent") // Shared, never changed.
record HistogramLayout(
    int schema, double zeroThreshold, Buckets positive, Buckets negative, double[] customBounds) {

  private static final double[] NO_BOUNDS = {};

  /** No buckets at all. */
  static final HistogramLayout NONE =
      new HistogramLayout(0, 0, Buckets.NONE, Buckets.NONE, NO_BOUNDS);

  /** The finest schema in use; finer ones are brought down to it. */
  static final int FINEST = 8;

  /** Schemas that are exponential, whether in use or kept for later. */
  private static final int FIRST_EXPONENTIAL = -9;

  private static final int LAST_EXPONENTIAL = 52;

  /** Thousandths up to this fit into four bytes. */
  private static final double LARGEST_IN_THOUSANDTHS = 33_554_430;

  /**
   * The layout of a histogram.
   *
   * @throws IllegalArgumentException if its schema is not known, its spans go backwards, or it has
   *     more or fewer counts than they tell
   */
  static HistogramLayout of(NativeHistogram histogram) {
    if (!isKnown(histogram.schema())) {
      throw new IllegalArgumentException(
          "histogram schema " + histogram.schema() + " is not known");
    }
    return new HistogramLayout(
        histogram.schema(),
        histogram.zeroThreshold(),
        buckets(histogram.positiveSpans(), counts(histogram, true)),
        buckets(histogram.negativeSpans(), counts(histogram, false)),
        histogram.customBounds());
  }

  private static Buckets buckets(Span[] spans, int counts) {
    if (Buckets.count(spans) != counts) {
      throw new IllegalArgumentException(
          "spans tell of " + Buckets.count(spans) + " buckets, but there are " + counts);
    }
    return Buckets.of(spans);
  }

  private static int counts(NativeHistogram histogram, boolean positive) {
    return switch (histogram) {
      case Counts of -> (positive ? of.positiveCounts() : of.negativeCounts()).length;
      case FloatCounts of -> (positive ? of.positiveCounts() : of.negativeCounts()).length;
    };
  }

  static boolean isKnown(long schema) {
    return (schema >= FIRST_EXPONENTIAL && schema <= LAST_EXPONENTIAL)
        || schema == NativeHistogram.CUSTOM_BUCKETS_SCHEMA;
  }

  /** Whether a histogram has the same buckets in the same spans. */
  boolean hasBucketsOf(NativeHistogram histogram) {
    return positive.are(histogram.positiveSpans())
        && negative.are(histogram.negativeSpans())
        && positive.size() == counts(histogram, true)
        && negative.size() == counts(histogram, false);
  }

  boolean hasScaleOf(NativeHistogram histogram) {
    return schema == histogram.schema() && zeroThreshold == histogram.zeroThreshold();
  }

  boolean hasBoundsOf(NativeHistogram histogram) {
    return !hasCustomBounds() || Arrays.equals(customBounds, histogram.customBounds());
  }

  private boolean hasCustomBounds() {
    return schema == NativeHistogram.CUSTOM_BUCKETS_SCHEMA;
  }

  boolean lacksAnyOf(HistogramLayout other) {
    return positive.lackAnyOf(other.positive) || negative.lackAnyOf(other.negative);
  }

  /** This with the buckets of another as well. */
  HistogramLayout with(HistogramLayout other) {
    return with(positive.with(other.positive), negative.with(other.negative));
  }

  HistogramLayout inFewestSpans() {
    return with(positive.inFewestSpans(), negative.inFewestSpans());
  }

  private HistogramLayout with(Buckets otherPositive, Buckets otherNegative) {
    return new HistogramLayout(schema, zeroThreshold, otherPositive, otherNegative, customBounds);
  }

  /** A histogram of this layout. */
  Counts counts(
      ResetHint hint, long zeroCount, long count, double sum, long[] positives, long[] negatives) {
    return new Counts(
        hint,
        schema,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive.spans(),
        positives,
        negative.spans(),
        negatives,
        customBounds);
  }

  /** A histogram of this layout. */
  FloatCounts floatCounts(
      ResetHint hint,
      double zeroCount,
      double count,
      double sum,
      double[] positives,
      double[] negatives) {
    return new FloatCounts(
        hint,
        schema,
        zeroThreshold,
        zeroCount,
        count,
        sum,
        positive.spans(),
        positives,
        negative.spans(),
        negatives,
        customBounds);
  }

  void write(BitWriter to) {
    writeZeroThreshold(to);
    to.writeVarbit(schema);
    writeSpans(to, positive.spans());
    writeSpans(to, negative.spans());
    if (hasCustomBounds()) {
      to.writeUnsignedVarbit(customBounds.length);
      for (double bound : customBounds) {
        writeBound(to, bound);
      }
    }
  }

  /** Powers of two are told by one byte: their exponent and 244, from 1 (2⁻²⁴³) to 254 (2¹⁰). */
  private void writeZeroThreshold(BitWriter to) {
    int exponent = Math.getExponent(zeroThreshold);
    if (zeroThreshold == 0) {
      to.write(0, 8);
    } else if (zeroThreshold == Math.scalb(1.0, exponent) && exponent >= -243 && exponent <= 10) {
      to.write(exponent + 244, 8);
    } else {
      to.write(255, 8);
      to.write(Double.doubleToRawLongBits(zeroThreshold), 64);
    }
  }

  private static void writeSpans(BitWriter to, Span[] spans) {
    to.writeUnsignedVarbit(spans.length);
    for (Span span : spans) {
      to.writeUnsignedVarbit(span.length());
      to.writeVarbit(span.offset());
    }
  }

  /** Boundaries that people chose have few decimals: thousandths are told as a number. */
  private static void writeBound(BitWriter to, double bound) {
    double thousandths = Math.rint(bound * 1000);
    if (bound * 1000 >= 0
        && bound * 1000 <= LARGEST_IN_THOUSANDTHS
        && (double) (long) thousandths / 1000 == bound) {
      to.writeUnsignedVarbit((long) thousandths + 1);
    } else {
      to.write(0, 1);
      to.write(Double.doubleToRawLongBits(bound), 64);
    }
  }

  /**
   * Reads a layout.
   *
   * @throws StorageException if the bits tell of one that cannot be, or that is not known here
   */
  static HistogramLayout read(BitReader from) throws StorageException {
    double zeroThreshold = readZeroThreshold(from);
    long schema = from.readVarbit();
    if (!isKnown(schema)) {
      throw new StorageException(
          "histogram schema "
              + schema
              + " is not read here, only "
              + FIRST_EXPONENTIAL
              + " to "
              + LAST_EXPONENTIAL
              + " and "
              + NativeHistogram.CUSTOM_BUCKETS_SCHEMA
              + " are");
    }
    Span[] positive = readSpans(from);
    Span[] negative = readSpans(from);
    double[] bounds =
        schema == NativeHistogram.CUSTOM_BUCKETS_SCHEMA ? readBounds(from) : NO_BOUNDS;
    long buckets = Buckets.count(positive) + Buckets.count(negative);
    // A bucket takes a bit at least, so that a wrong count cannot ask for much memory.
    if (buckets > from.remainingBits()) {
      throw ChunkDecoder.damaged(buckets + " buckets in " + from.remainingBits() + " bits");
    }
    try {
      return new HistogramLayout(
          (int) schema, zeroThreshold, Buckets.of(positive), Buckets.of(negative), bounds);
    } catch (IllegalArgumentException e) {
      throw ChunkDecoder.damaged(e.getMessage());
    }
  }

  private static double readZeroThreshold(BitReader from) {
    int told = (int) from.read(8);
    return switch (told) {
      case 0 -> 0;
      case 255 -> Double.longBitsToDouble(from.read(64));
      default -> Math.scalb(1.0, told - 244);
    };
  }

  private static Span[] readSpans(BitReader from) throws StorageException {
    // A span takes two bits at least, so that a wrong count cannot ask for much memory.
    int count = readCount(from, "spans", from.remainingBits() / 2);
    Span[] spans = new Span[count];
    for (int i = 0; i < count; i++) {
      long length = from.readUnsignedVarbit();
      long offset = from.readVarbit();
      if (length < 0 || length > Integer.MAX_VALUE || offset != (int) offset) {
        throw ChunkDecoder.damaged("a span of " + length + " buckets after " + offset);
      }
      spans[i] = new Span((int) offset, (int) length);
    }
    return spans;
  }

  private static double[] readBounds(BitReader from) throws StorageException {
    double[] bounds = new double[readCount(from, "boundaries", from.remainingBits())];
    for (int i = 0; i < bounds.length; i++) {
      long told = from.readUnsignedVarbit();
      bounds[i] = told == 0 ? Double.longBitsToDouble(from.read(64)) : (double) (told - 1) / 1000;
    }
    return bounds;
  }

  private static int readCount(BitReader from, String what, int most) throws StorageException {
    long count = from.readUnsignedVarbit();
    if (count < 0 || count > most) {
      throw ChunkDecoder.damaged(count + " " + what + " in " + from.remainingBits() + " bits");
    }
    return (int) count;
  }
}
