package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.NativeHistogram.ResetHint;
import dev.pharos.model.StaleNaN;
import org.jspecify.annotations.Nullable;

/** Unpacks native histograms of both kinds; see {@link HistogramEncoder} for the layout. */
final class HistogramDecoder {

  private final BitReader bits = new BitReader();
  private final boolean floats;
  private ResetHeader header = ResetHeader.UNKNOWN;
  private @Nullable HistogramLayout layout;
  private @Nullable HistogramPacking packing;
  private int count;
  private int read;
  private boolean ended;
  private long timestampMillis;
  private long step;

  HistogramDecoder(boolean floats) {
    this.floats = floats;
  }

  void reset(byte[] bytes, int offset, int length, int samples) {
    header = ResetHeader.of(bytes[offset + 2]);
    bits.reset(bytes, (offset + 3) * 8, (offset + length) * 8);
    count = samples;
    read = 0;
    ended = false;
    timestampMillis = 0;
    step = 0;
  }

  /**
   * Goes on to the next histogram; false if there is none, or what stands there cannot be one:
   * {@link #isDamaged} tells.
   */
  boolean next() {
    if (read == count) {
      ended = true;
      return false;
    }
    boolean possible = read == 0 ? readFirst() : readNext();
    if (!possible || bits.isBeyondEnd()) {
      read = -1;
      count = -1;
      return false;
    }
    read++;
    return true;
  }

  /** Whether there is a current histogram. */
  boolean hasCurrent() {
    return read > 0 && !ended;
  }

  boolean isDamaged() {
    return count < 0;
  }

  private boolean readFirst() {
    HistogramLayout told = HistogramLayout.read(bits);
    if (told == null) {
      return false;
    }
    long positive = HistogramLayout.count(told.positiveSpans());
    long negative = HistogramLayout.count(told.negativeSpans());
    // A bucket takes a bit at least, so that a wrong count cannot ask for much memory.
    if (positive + negative > bits.remainingBits()) {
      return false;
    }
    HistogramPacking first =
        floats
            ? new FloatCountsPacking((int) positive, (int) negative)
            : new CountsPacking((int) positive, (int) negative);
    layout = told;
    packing = first;
    timestampMillis = bits.readVarbit();
    return first.readFirst(bits);
  }

  private boolean readNext() {
    step += bits.readVarbit();
    timestampMillis += step;
    return packing().readNext(bits);
  }

  private HistogramPacking packing() {
    HistogramPacking present = packing;
    if (present == null) {
      throw new IllegalStateException("there is no current histogram");
    }
    return present;
  }

  long timestampMillis() {
    return timestampMillis;
  }

  /** The current histogram; a stale marker has nothing but its sum. */
  NativeHistogram histogram() {
    HistogramPacking present = packing();
    HistogramLayout shared = layout;
    if (shared == null) {
      throw new IllegalStateException("there is no current histogram");
    }
    if (StaleNaN.is(present.lastSum())) {
      return floats
          ? StaleHistograms.floats(present.lastSum())
          : StaleHistograms.counts(present.lastSum());
    }
    ResetHint hint = header.hint(read == 1);
    return present.last(shared, hint);
  }
}
