package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.model.StaleNaN;
import dev.pharos.storage.api.StorageException;
import org.jspecify.annotations.Nullable;

/** Unpacks native histograms of both kinds; see {@link HistogramEncoder} for the layout. */
final class HistogramDecoder {

  private final BitReader bits = new BitReader();
  private final boolean floats;
  private ResetHeader header = ResetHeader.UNKNOWN;
  private HistogramLayout layout = HistogramLayout.NONE;

  /** Brings histograms that are finer than known down; null if they are not. */
  private @Nullable Regrouping reduction;

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
   * Goes on to the next histogram; false if there is none.
   *
   * @throws StorageException if what stands there cannot be one
   */
  boolean next() throws StorageException {
    if (read == count) {
      ended = true;
      return false;
    }
    boolean possible;
    try {
      possible = read == 0 ? readFirst() : readNext();
    } catch (IndexOutOfBoundsException e) {
      possible = false;
    }
    if (!possible || bits.isBeyondEnd()) {
      StorageException damage = ChunkDecoder.beyondEnd(count);
      ended = true;
      count = read;
      throw damage;
    }
    read++;
    return true;
  }

  /** Whether there is a current histogram. */
  boolean hasCurrent() {
    return read > 0 && !ended;
  }

  private boolean readFirst() throws StorageException {
    HistogramLayout told = HistogramLayout.read(bits);
    int positive = told.positive().size();
    int negative = told.negative().size();
    HistogramPacking first =
        floats ? new FloatCountsPacking(positive, negative) : new CountsPacking(positive, negative);
    layout = told;
    packing = first;
    reduction =
        told.schema() > HistogramLayout.FINEST
            ? Regrouping.toSchema(HistogramLayout.FINEST, told)
            : null;
    timestampMillis = bits.readVarbit();
    first.readFirst(bits);
    return true;
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
    if (StaleNaN.is(present.lastSum())) {
      return StaleHistograms.of(floats, present.lastSum());
    }
    NativeHistogram told = present.last(layout, header.hint(read == 1));
    return reduction == null ? told : reduction.apply(told);
  }
}
