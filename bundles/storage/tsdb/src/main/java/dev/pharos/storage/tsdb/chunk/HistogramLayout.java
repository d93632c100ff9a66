package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Span;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What all histograms of a chunk have in common: which buckets there are, and their boundaries. */
@SuppressWarnings("ArrayRecordComponent") // Shared, never changed.
record HistogramLayout(
    int schema,
    double zeroThreshold,
    Span[] positiveSpans,
    Span[] negativeSpans,
    double[] customBounds) {

  private static final Span[] NO_SPANS = {};
  private static final double[] NO_BOUNDS = {};

  /** Thousandths up to this fit into four bytes. */
  private static final double LARGEST_IN_THOUSANDTHS = 33_554_430;

  static HistogramLayout of(NativeHistogram histogram) {
    return new HistogramLayout(
        histogram.schema(),
        histogram.zeroThreshold(),
        histogram.positiveSpans(),
        histogram.negativeSpans(),
        histogram.customBounds());
  }

  HistogramLayout with(Span[] positive, Span[] negative) {
    return new HistogramLayout(schema, zeroThreshold, positive, negative, customBounds);
  }

  boolean hasCustomBounds() {
    return schema == NativeHistogram.CUSTOM_BUCKETS_SCHEMA;
  }

  void write(BitWriter to) {
    writeZeroThreshold(to);
    to.writeVarbit(schema);
    writeSpans(to, positiveSpans);
    writeSpans(to, negativeSpans);
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

  private static double readZeroThreshold(BitReader from) {
    int told = (int) from.read(8);
    return switch (told) {
      case 0 -> 0;
      case 255 -> Double.longBitsToDouble(from.read(64));
      default -> Math.scalb(1.0, told - 244);
    };
  }

  private static void writeSpans(BitWriter to, Span[] spans) {
    to.writeUnsignedVarbit(spans.length);
    for (Span span : spans) {
      to.writeUnsignedVarbit(span.length());
      to.writeVarbit(span.offset());
    }
  }

  private static Span @Nullable [] readSpans(BitReader from) {
    long count = from.readUnsignedVarbit();
    // A span takes two bits at least, so that a wrong count cannot ask for much memory.
    if (count < 0 || count > from.remainingBits() / 2) {
      return null;
    }
    if (count == 0) {
      return NO_SPANS;
    }
    Span[] spans = new Span[(int) count];
    for (int i = 0; i < spans.length; i++) {
      long length = from.readUnsignedVarbit();
      long offset = from.readVarbit();
      if (length < 0 || length > Integer.MAX_VALUE || offset != (int) offset) {
        return null;
      }
      spans[i] = new Span((int) offset, (int) length);
    }
    return spans;
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

  private static double readBound(BitReader from) {
    long told = from.readUnsignedVarbit();
    return told == 0 ? Double.longBitsToDouble(from.read(64)) : (double) (told - 1) / 1000;
  }

  /** Reads a layout; null if the bits tell of one that cannot be. */
  static @Nullable HistogramLayout read(BitReader from) {
    double zeroThreshold = readZeroThreshold(from);
    long schema = from.readVarbit();
    if (schema != (int) schema) {
      return null;
    }
    Span[] positive = readSpans(from);
    Span[] negative = positive == null ? null : readSpans(from);
    if (positive == null || negative == null) {
      return null;
    }
    double[] bounds = NO_BOUNDS;
    if (schema == NativeHistogram.CUSTOM_BUCKETS_SCHEMA) {
      long count = from.readUnsignedVarbit();
      if (count < 0 || count > from.remainingBits()) {
        return null;
      }
      bounds = new double[(int) count];
      for (int i = 0; i < bounds.length; i++) {
        bounds[i] = readBound(from);
      }
    }
    return new HistogramLayout((int) schema, zeroThreshold, positive, negative, bounds);
  }

  boolean sameBounds(NativeHistogram histogram) {
    return !hasCustomBounds() || Arrays.equals(customBounds, histogram.customBounds());
  }

  /** Buckets in spans; may be more than an int holds. */
  static long count(Span[] spans) {
    long count = 0;
    for (Span span : spans) {
      count += span.length();
    }
    return count;
  }

  /**
   * The index of each bucket in spans.
   *
   * @throws IllegalArgumentException if they are not in ascending order, or not as many as there
   *     are counts
   */
  static int[] indexes(Span[] spans, int counts) {
    if (count(spans) != counts) {
      throw new IllegalArgumentException(
          "spans tell of " + count(spans) + " buckets, but there are " + counts);
    }
    int[] indexes = new int[counts];
    int at = 0;
    long next = 0;
    for (int i = 0; i < spans.length; i++) {
      Span span = spans[i];
      if ((i > 0 && span.offset() < 0) || span.length() < 0) {
        throw new IllegalArgumentException("span " + i + " goes backwards: " + span);
      }
      next += span.offset();
      for (int j = 0; j < span.length(); j++) {
        if (next != (int) next) {
          throw new IllegalArgumentException("bucket index " + next + " is out of range");
        }
        indexes[at] = (int) next;
        at++;
        next++;
      }
    }
    return indexes;
  }

  /** The buckets that stand in one or the other, ascending. */
  static int[] union(int[] one, int[] other) {
    int[] both = new int[one.length + other.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < one.length || j < other.length) {
      int next;
      if (j == other.length || (i < one.length && one[i] <= other[j])) {
        next = one[i];
      } else {
        next = other[j];
      }
      i += i < one.length && one[i] == next ? 1 : 0;
      j += j < other.length && other[j] == next ? 1 : 0;
      both[size] = next;
      size++;
    }
    return Arrays.copyOf(both, size);
  }

  /** Spans that hold these buckets, as few as can be. */
  static Span[] spans(int[] indexes) {
    Span[] spans = new Span[indexes.length];
    int size = 0;
    int i = 0;
    while (i < indexes.length) {
      int from = i;
      while (i + 1 < indexes.length && indexes[i + 1] == indexes[i] + 1) {
        i++;
      }
      int offset = from == 0 ? indexes[0] : indexes[from] - indexes[from - 1] - 1;
      spans[size] = new Span(offset, i - from + 1);
      size++;
      i++;
    }
    return Arrays.copyOf(spans, size);
  }
}
