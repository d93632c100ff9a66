package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.FloatCounts;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.StaleNaN;
import dev.pharos.storage.api.StorageException;
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
 * <p>A schema finer than any in use is brought down to the finest one. All histograms of a chunk
 * have the same buckets. Buckets that appear make it be packed anew with room for them; buckets
 * that disappear, like anything else that a counter cannot do, ask for a chunk of its own, except
 * that those of gauges, and those that never held anything, are written as empty. A stale marker
 * fits everywhere, and behind it only another one.
 *
 * <p>One thread writes. Bytes once told by {@link #bytes} and {@link #size} never change but for
 * the first two, which are not set there.
 */
public final class HistogramEncoder {

  private static final int START_BYTES = 128;
  private static final int COUNT_BITS = 16;

  private final boolean floats;
  private final ResetHeader header;
  private BitWriter bits = new BitWriter(START_BYTES);
  private HistogramLayout layout;
  private HistogramPacking packing;
  private int count;
  private final long firstMillis;
  private long lastMillis;
  private long step;

  private HistogramEncoder(ResetHeader header, long timestampMillis, NativeHistogram first) {
    this.floats = first instanceof FloatCounts;
    this.header = header;
    this.firstMillis = timestampMillis;
    this.layout = HistogramLayout.of(first);
    this.packing = newPacking();
    writeFirst(timestampMillis, first);
  }

  /**
   * Begins a chunk with its first histogram.
   *
   * @param previous the chunk of the series before this one if it is of the same kind, full or one
   *     that does not take the histogram; null if there is none
   * @throws IllegalArgumentException if the histogram has a schema that is not known, more or fewer
   *     counts than its spans tell, or spans that go backwards
   */
  public static HistogramEncoder begin(
      @Nullable HistogramEncoder previous, long timestampMillis, NativeHistogram histogram) {
    NativeHistogram plain = plain(histogram);
    ResetHeader header =
        switch (histogram.resetHint()) {
          case GAUGE -> ResetHeader.GAUGE;
          case RESET -> ResetHeader.RESET;
          case UNKNOWN, NO_RESET ->
              previous == null || previous.floats != plain instanceof FloatCounts
                  ? ResetHeader.UNKNOWN
                  : previous.judge(histogram.resetHint(), plain).header;
        };
    return new HistogramEncoder(header, timestampMillis, plain);
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
    NativeHistogram plain = plain(histogram);
    Judgement judgement =
        histogram.resetHint() == ResetHint.GAUGE
            ? judgeGauge(plain)
            : judge(histogram.resetHint(), plain);
    if (!judgement.fits) {
      return false;
    }
    writeNext(timestampMillis, judgement.differs() ? adapt(plain, judgement) : plain);
    return true;
  }

  /**
   * The histogram as it is written: without whatever else a stale marker may say, and not finer
   * than known.
   */
  private static NativeHistogram plain(NativeHistogram histogram) {
    if (StaleNaN.is(histogram.sum())) {
      return StaleHistograms.of(histogram instanceof FloatCounts, histogram.sum());
    }
    return Resolution.bounded(histogram);
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
    return StaleNaN.is(packing.lastSum())
        ? StaleHistograms.of(floats, packing.lastSum())
        : packing.last(layout, header.hint(count == 1));
  }

  /** The chunk so far in an array of its own, with its count. */
  public byte[] seal() {
    return bits.seal(count);
  }

  /**
   * What becomes of a histogram that is to be added.
   *
   * @param layout that of the histogram if it differs from the chunk's
   */
  private record Judgement(
      boolean fits,
      ResetHeader header,
      HistogramLayout layout,
      boolean chunkLacksBuckets,
      boolean histogramLacksBuckets) {

    static final Judgement AS_IT_IS =
        new Judgement(true, ResetHeader.NO_RESET, HistogramLayout.NONE, false, false);

    static Judgement refused(ResetHeader header) {
      return new Judgement(false, header, HistogramLayout.NONE, false, false);
    }

    boolean differs() {
      return chunkLacksBuckets || histogramLacksBuckets;
    }
  }

  private Judgement judge(ResetHint hint, NativeHistogram histogram) {
    if (header == ResetHeader.GAUGE) {
      return Judgement.refused(ResetHeader.NO_RESET);
    }
    if (hint == ResetHint.RESET) {
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
    if (!layout.hasScaleOf(histogram)) {
      return Judgement.refused(ResetHeader.UNKNOWN);
    }
    if (!layout.hasBoundsOf(histogram) || packing.fewerInZeroBucket(histogram)) {
      return Judgement.refused(ResetHeader.RESET);
    }
    // Almost always the buckets are the same as before.
    HistogramLayout given = layout.hasBucketsOf(histogram) ? layout : HistogramLayout.of(histogram);
    int difference =
        compare(true, given.positive(), histogram) | compare(false, given.negative(), histogram);
    return (difference & RESET) != 0
        ? Judgement.refused(ResetHeader.RESET)
        : new Judgement(
            true,
            ResetHeader.NO_RESET,
            given,
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
        || !layout.hasScaleOf(histogram)
        || !layout.hasBoundsOf(histogram)) {
      return Judgement.refused(ResetHeader.GAUGE);
    }
    if (layout.hasBucketsOf(histogram)) {
      return Judgement.AS_IT_IS;
    }
    HistogramLayout given = HistogramLayout.of(histogram);
    return new Judgement(
        true, ResetHeader.GAUGE, given, layout.lacksAnyOf(given), given.lacksAnyOf(layout));
  }

  private static final int RESET = 1;
  private static final int CHUNK_LACKS = 2;
  private static final int HISTOGRAM_LACKS = 4;

  /** In which ways the buckets of one sign differ from what was written last. */
  private int compare(boolean positive, Buckets given, NativeHistogram histogram) {
    int[] held = (positive ? layout.positive() : layout.negative()).indexes();
    int[] told = given.indexes();
    int difference = 0;
    int i = 0;
    int j = 0;
    while (i < held.length || j < told.length) {
      if (j == told.length || (i < held.length && held[i] < told[j])) {
        if (!packing.isEmpty(positive, i)) {
          return RESET;
        }
        difference |= HISTOGRAM_LACKS;
        i++;
      } else if (i == held.length || held[i] > told[j]) {
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

  /** Gives chunk and histogram the buckets of both; answers the histogram with them. */
  private NativeHistogram adapt(NativeHistogram histogram, Judgement judgement) {
    HistogramLayout given = judgement.layout;
    if (judgement.chunkLacksBuckets) {
      // Spans stay as the histogram has them where they tell the same: so does the original, except
      // among gauges.
      HistogramLayout wider = layout.with(given);
      boolean merged = header == ResetHeader.GAUGE && judgement.histogramLacksBuckets;
      recode(merged ? wider.inFewestSpans() : wider);
    }
    return Regrouping.spread(given, layout).apply(histogram);
  }

  private void recode(HistogramLayout wider) {
    HistogramDecoder decoder = new HistogramDecoder(floats);
    decoder.reset(bits.bytes(), 0, bits.size(), count);
    Regrouping regrouping = Regrouping.spread(layout, wider);
    bits = new BitWriter(bits.size() + bits.size() / 4);
    layout = wider;
    packing = newPacking();
    count = 0;
    try {
      while (decoder.next()) {
        NativeHistogram old = regrouping.apply(decoder.histogram());
        if (count == 0) {
          writeFirst(decoder.timestampMillis(), old);
        } else {
          writeNext(decoder.timestampMillis(), old);
        }
      }
    } catch (StorageException e) {
      throw new IllegalStateException("what was written here is not read here", e);
    }
  }

  private HistogramPacking newPacking() {
    int positive = layout.positive().size();
    int negative = layout.negative().size();
    return floats
        ? new FloatCountsPacking(positive, negative)
        : new CountsPacking(positive, negative);
  }

  private void writeFirst(long timestampMillis, NativeHistogram histogram) {
    bits.write(0, COUNT_BITS);
    bits.write(header.bits(), Byte.SIZE);
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
}
