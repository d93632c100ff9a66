package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.Counts;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.NativeHistogram.Span;
import dev.pharos.model.StaleNaN;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Packs native histograms, integers or floats, into a chunk. Bit for bit the encodings of the
 * original.
 *
 * <pre>
 *   count             2 bytes, big-endian
 *   flags             1 byte; the highest two bits tell of counter resets
 *   zero threshold    0, or the exponent of a power of two + 244, or 255 and 64 bits
 *   schema            varbit (see {@link Varbits})
 *   spans             positive, then negative: unsigned varbit of their number;
 *                     of each unsigned varbit length, varbit offset
 *   boundaries        only for schema -53: their number, then each in thousandths + 1, or 0 and 64 bits
 *   first histogram   varbit timestamp; count, zero count, sum, positive, negative buckets
 *   each further      varbit difference of the last two time steps; the same
 *
 *                     integers                               floats
 *   count, zero       unsigned varbit, then varbit change    64 bits, then XOR
 *                     of the change
 *   sum               64 bits, then XOR                      64 bits, then XOR
 *   a bucket          varbit difference from the one         64 bits, then XOR
 *                     before, then change of its change
 * </pre>
 *
 * <p>All histograms of a chunk have the same buckets. Buckets that appear make it be packed anew
 * with room for them; buckets that disappear, like anything else that a counter cannot do, ask for
 * a chunk of its own, except that those of gauges, and those that never held anything, are written
 * as empty. A stale marker fits everywhere, and behind it only another one.
 *
 * <p>One thread writes. Bytes once told by {@link #bytes} and {@link #size} never change but for
 * the first two, which are not set there.
 */
public final class HistogramEncoder {

  private static final int START_BYTES = 128;
  private static final int HEADER_BITS = 24;

  private final boolean floats;
  private final ResetHeader header;
  private BitWriter bits = new BitWriter(START_BYTES, HEADER_BITS);
  private HistogramLayout layout;
  private HistogramPacking packing;
  private int[] positiveIndexes;
  private int[] negativeIndexes;
  private int count;
  private final long firstMillis;
  private long lastMillis;
  private long step;

  private HistogramEncoder(ResetHeader header, long timestampMillis, NativeHistogram histogram) {
    this.floats = histogram instanceof FloatCounts;
    this.header = header;
    this.firstMillis = timestampMillis;
    NativeHistogram first = bare(histogram);
    this.layout = HistogramLayout.of(first);
    this.positiveIndexes = indexes(first, true);
    this.negativeIndexes = indexes(first, false);
    this.packing = newPacking();
    writeFirst(timestampMillis, first);
  }

  /**
   * Begins a chunk with its first histogram.
   *
   * @param previous the chunk of the series before this one if it is of the same kind, full or one
   *     that does not take the histogram; null if there is none
   * @throws IllegalArgumentException if the histogram has more or fewer counts than its spans tell,
   *     or spans that go backwards
   */
  public static HistogramEncoder begin(
      @Nullable HistogramEncoder previous, long timestampMillis, NativeHistogram histogram) {
    ResetHeader header =
        switch (histogram.resetHint()) {
          case GAUGE -> ResetHeader.GAUGE;
          case RESET -> ResetHeader.RESET;
          case UNKNOWN, NO_RESET ->
              previous == null || previous.floats != histogram instanceof FloatCounts
                  ? ResetHeader.UNKNOWN
                  : previous.judge(histogram).header;
        };
    return new HistogramEncoder(header, timestampMillis, histogram);
  }

  /**
   * Adds a histogram; its timestamp is later than that of the one before.
   *
   * @return false if it does not go into this chunk: begin another
   * @throws IllegalArgumentException as {@link #begin}
   */
  public boolean append(long timestampMillis, NativeHistogram histogram) {
    if (floats != histogram instanceof FloatCounts) {
      return false;
    }
    Judgement judgement =
        histogram.resetHint() == ResetHint.GAUGE ? judgeGauge(histogram) : judge(histogram);
    if (!judgement.fits) {
      return false;
    }
    writeNext(timestampMillis, judgement.changed() ? adapt(histogram, judgement) : bare(histogram));
    return true;
  }

  public Encoding encoding() {
    return floats ? Encoding.FLOAT_HISTOGRAM : Encoding.HISTOGRAM;
  }

  public int count() {
    return count;
  }

  /** Timestamp of the first histogram. */
  public long firstMillis() {
    return firstMillis;
  }

  /** Timestamp of the last histogram. */
  public long lastMillis() {
    return lastMillis;
  }

  /** Bytes of the chunk so far, from those of the count on. */
  public int size() {
    return bits.size();
  }

  /** The first {@link #size} bytes of this are the chunk, but for the count in the first two. */
  public byte[] bytes() {
    return bits.bytes();
  }

  /** What was appended last, as it would be read. */
  public NativeHistogram last() {
    if (StaleNaN.is(packing.lastSum())) {
      return bare(packing.last(layout, ResetHint.UNKNOWN));
    }
    return packing.last(layout, header.hint(count == 1));
  }

  /** The chunk so far in an array of its own, with its count. */
  public byte[] seal() {
    byte[] sealed = Arrays.copyOf(bits.bytes(), bits.size());
    sealed[0] = (byte) (count >>> 8);
    sealed[1] = (byte) count;
    return sealed;
  }

  /** What becomes of a histogram that is to be added. */
  private record Judgement(
      boolean fits, ResetHeader header, boolean chunkLacksBuckets, boolean histogramLacksBuckets) {

    static final Judgement AS_IT_IS = new Judgement(true, ResetHeader.NO_RESET, false, false);

    static Judgement refused(ResetHeader header) {
      return new Judgement(false, header, false, false);
    }

    boolean changed() {
      return chunkLacksBuckets || histogramLacksBuckets;
    }
  }

  private Judgement judge(NativeHistogram histogram) {
    if (header == ResetHeader.GAUGE) {
      return Judgement.refused(ResetHeader.NO_RESET);
    }
    if (histogram.resetHint() == ResetHint.RESET) {
      return Judgement.refused(ResetHeader.RESET);
    }
    if (StaleNaN.is(histogram.sum())) {
      return Judgement.AS_IT_IS;
    }
    if (StaleNaN.is(packing.lastSum())) {
      return Judgement.refused(ResetHeader.UNKNOWN);
    }
    if (packing.fewer(histogram)) {
      return Judgement.refused(ResetHeader.RESET);
    }
    if (!hasSameScale(histogram)) {
      return Judgement.refused(ResetHeader.UNKNOWN);
    }
    if (!layout.sameBounds(histogram) || packing.fewerInZeroBucket(histogram)) {
      return Judgement.refused(ResetHeader.RESET);
    }
    int difference = compare(true, histogram) | compare(false, histogram);
    if ((difference & RESET) != 0) {
      return Judgement.refused(ResetHeader.RESET);
    }
    return difference == 0
        ? Judgement.AS_IT_IS
        : new Judgement(
            true,
            ResetHeader.NO_RESET,
            (difference & CHUNK_LACKS) != 0,
            (difference & HISTOGRAM_LACKS) != 0);
  }

  private Judgement judgeGauge(NativeHistogram histogram) {
    if (header != ResetHeader.GAUGE) {
      return Judgement.refused(ResetHeader.GAUGE);
    }
    if (StaleNaN.is(histogram.sum())) {
      return Judgement.AS_IT_IS;
    }
    if (StaleNaN.is(packing.lastSum())
        || !hasSameScale(histogram)
        || !layout.sameBounds(histogram)) {
      return Judgement.refused(ResetHeader.GAUGE);
    }
    int[] positive = indexes(histogram, true);
    int[] negative = indexes(histogram, false);
    boolean chunkLacks = lacks(positiveIndexes, positive) || lacks(negativeIndexes, negative);
    boolean histogramLacks = lacks(positive, positiveIndexes) || lacks(negative, negativeIndexes);
    return chunkLacks || histogramLacks
        ? new Judgement(true, ResetHeader.GAUGE, chunkLacks, histogramLacks)
        : Judgement.AS_IT_IS;
  }

  private boolean hasSameScale(NativeHistogram histogram) {
    return histogram.schema() == layout.schema()
        && histogram.zeroThreshold() == layout.zeroThreshold();
  }

  private static final int RESET = 1;
  private static final int CHUNK_LACKS = 2;
  private static final int HISTOGRAM_LACKS = 4;

  /** In which ways the buckets of one sign differ from what was written last. */
  private int compare(boolean positive, NativeHistogram histogram) {
    int[] held = positive ? positiveIndexes : negativeIndexes;
    int[] given = indexes(histogram, positive);
    int difference = 0;
    int i = 0;
    int j = 0;
    while (i < held.length || j < given.length) {
      if (j == given.length || (i < held.length && held[i] < given[j])) {
        if (!packing.isEmpty(positive, i)) {
          return RESET;
        }
        difference |= HISTOGRAM_LACKS;
        i++;
      } else if (i == held.length || held[i] > given[j]) {
        difference |= CHUNK_LACKS;
        j++;
      } else {
        if (packing.isLess(positive, histogram, j, i)) {
          return RESET;
        }
        i++;
        j++;
      }
    }
    return difference;
  }

  /** Whether a bucket of the second is not among the first. */
  private static boolean lacks(int[] held, int[] wanted) {
    return HistogramLayout.union(held, wanted).length > held.length;
  }

  private int[] indexes(NativeHistogram histogram, boolean positive) {
    Span[] spans = positive ? histogram.positiveSpans() : histogram.negativeSpans();
    int counts =
        switch (histogram) {
          case Counts of -> (positive ? of.positiveCounts() : of.negativeCounts()).length;
          case FloatCounts of -> (positive ? of.positiveCounts() : of.negativeCounts()).length;
        };
    if (count > 0) {
      // Almost always the buckets are the same as before.
      Span[] held = positive ? layout.positiveSpans() : layout.negativeSpans();
      int[] known = positive ? positiveIndexes : negativeIndexes;
      if (known.length == counts && (held == spans || Arrays.equals(held, spans))) {
        return known;
      }
    }
    return HistogramLayout.indexes(spans, counts);
  }

  /** Gives chunk and histogram the buckets of both; answers the histogram with them. */
  private NativeHistogram adapt(NativeHistogram histogram, Judgement judgement) {
    int[] givenPositive = indexes(histogram, true);
    int[] givenNegative = indexes(histogram, false);
    int[] positive = HistogramLayout.union(positiveIndexes, givenPositive);
    int[] negative = HistogramLayout.union(negativeIndexes, givenNegative);
    if (judgement.chunkLacksBuckets) {
      Span[] positiveSpans = spansOf(judgement, positive, givenPositive, histogram.positiveSpans());
      Span[] negativeSpans = spansOf(judgement, negative, givenNegative, histogram.negativeSpans());
      recode(layout.with(positiveSpans, negativeSpans), positive, negative);
    }
    return spread(histogram, givenPositive, givenNegative);
  }

  /** Spans are kept as the histogram has them where they tell the same: so does the original. */
  private Span[] spansOf(Judgement judgement, int[] all, int[] given, Span[] spans) {
    boolean merged = header == ResetHeader.GAUGE && judgement.histogramLacksBuckets;
    return merged || given.length < all.length ? HistogramLayout.spans(all) : spans;
  }

  private void recode(HistogramLayout wider, int[] positive, int[] negative) {
    HistogramDecoder decoder = new HistogramDecoder(floats);
    decoder.reset(bits.bytes(), 0, bits.size(), count);
    int[] oldPositive = positiveIndexes;
    int[] oldNegative = negativeIndexes;
    bits = new BitWriter(bits.size() + bits.size() / 4, HEADER_BITS);
    layout = wider;
    positiveIndexes = positive;
    negativeIndexes = negative;
    packing = newPacking();
    count = 0;
    while (decoder.next()) {
      NativeHistogram old = spread(decoder.histogram(), oldPositive, oldNegative);
      if (count == 0) {
        writeFirst(decoder.timestampMillis(), old);
      } else {
        writeNext(decoder.timestampMillis(), old);
      }
    }
  }

  private HistogramPacking newPacking() {
    return floats
        ? new FloatCountsPacking(positiveIndexes.length, negativeIndexes.length)
        : new CountsPacking(positiveIndexes.length, negativeIndexes.length);
  }

  private void writeFirst(long timestampMillis, NativeHistogram histogram) {
    bits.bytes()[2] = header.bits();
    layout.write(bits);
    bits.writeVarbit(timestampMillis);
    packing.writeFirst(bits, histogram);
    lastMillis = timestampMillis;
    step = 0;
    count = 1;
  }

  private void writeNext(long timestampMillis, NativeHistogram histogram) {
    long newStep = timestampMillis - lastMillis;
    bits.writeVarbit(newStep - step);
    packing.writeNext(bits, histogram);
    lastMillis = timestampMillis;
    step = newStep;
    count++;
  }

  /** A stale marker is written without whatever else it may say. */
  private static NativeHistogram bare(NativeHistogram histogram) {
    if (!StaleNaN.is(histogram.sum())) {
      return histogram;
    }
    return histogram instanceof FloatCounts
        ? StaleHistograms.floats(histogram.sum())
        : StaleHistograms.counts(histogram.sum());
  }

  /** The histogram with the buckets of the layout, of which those it lacks are empty. */
  private NativeHistogram spread(NativeHistogram histogram, int[] positive, int[] negative) {
    if (StaleNaN.is(histogram.sum())) {
      return histogram;
    }
    return switch (histogram) {
      case Counts of ->
          new Counts(
              of.resetHint(),
              of.schema(),
              of.zeroThreshold(),
              of.zeroCount(),
              of.count(),
              of.sum(),
              layout.positiveSpans(),
              spread(of.positiveCounts(), positive, positiveIndexes),
              layout.negativeSpans(),
              spread(of.negativeCounts(), negative, negativeIndexes),
              of.customBounds());
      case FloatCounts of ->
          new FloatCounts(
              of.resetHint(),
              of.schema(),
              of.zeroThreshold(),
              of.zeroCount(),
              of.count(),
              of.sum(),
              layout.positiveSpans(),
              spread(of.positiveCounts(), positive, positiveIndexes),
              layout.negativeSpans(),
              spread(of.negativeCounts(), negative, negativeIndexes),
              of.customBounds());
    };
  }

  private static long[] spread(long[] counts, int[] indexes, int[] into) {
    if (indexes.length == into.length) {
      return counts;
    }
    long[] spread = new long[into.length];
    int at = 0;
    for (int i = 0; i < indexes.length; i++) {
      while (into[at] != indexes[i]) {
        at++;
      }
      spread[at] = counts[i];
    }
    return spread;
  }

  private static double[] spread(double[] counts, int[] indexes, int[] into) {
    if (indexes.length == into.length) {
      return counts;
    }
    double[] spread = new double[into.length];
    int at = 0;
    for (int i = 0; i < indexes.length; i++) {
      while (into[at] != indexes[i]) {
        at++;
      }
      spread[at] = counts[i];
    }
    return spread;
  }
}
