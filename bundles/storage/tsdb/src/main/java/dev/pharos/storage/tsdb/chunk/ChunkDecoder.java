package dev.pharos.storage.tsdb.chunk;

import dev.pharos.model.NativeHistogram;
import dev.pharos.storage.api.SampleCursor.Kind;
import dev.pharos.storage.api.StorageException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the samples of a chunk of any encoding, and then of the next: one object serves a whole
 * query.
 *
 * <p>Values are unpacked some dozens at a time, which is several times faster than one by one, and
 * nothing is allocated for them. Not safe for use by several threads.
 */
public final class ChunkDecoder {

  /** Bytes that should follow a chunk in its array; without them it is copied first. */
  public static final int SPARE_BYTES = 32;

  private static final int BATCH = 64;
  private static final int HEADER_BYTES = 2;

  /** More than the largest chunk, which has 65,535 samples, can need. */
  private static final int LONGEST = 1 << 27;

  private final XorDecoder values = new XorDecoder();
  private final long[] batchTimestamps = new long[BATCH];
  private final double[] batchValues = new double[BATCH];
  private int batchSize;

  /** Place of the current sample in the batch. */
  private int at;

  private @Nullable HistogramDecoder counts;
  private @Nullable HistogramDecoder floatCounts;

  /** One of the two above, or null for values. */
  private @Nullable HistogramDecoder histograms;

  private int count;

  /**
   * Begins with a chunk.
   *
   * @param bytes holds it; must not change until the next {@code reset}
   * @param offset index of the first of the two bytes of the sample count
   * @throws StorageException if it is too short to be a chunk
   */
  public void reset(Encoding encoding, byte[] bytes, int offset, int length)
      throws StorageException {
    if (length < HEADER_BYTES || length > LONGEST) {
      throw damaged(length + " bytes, expected at least 2");
    }
    count = (bytes[offset] & 0xff) << 8 | (bytes[offset + 1] & 0xff);
    batchSize = 0;
    at = -1;
    byte[] readable = bytes;
    int start = offset;
    if (bytes.length - offset - length < SPARE_BYTES) {
      readable = Arrays.copyOfRange(bytes, offset, offset + length + SPARE_BYTES);
      start = 0;
    }
    switch (encoding) {
      case XOR -> {
        histograms = null;
        values.reset(readable, start, length, count);
      }
      case HISTOGRAM, FLOAT_HISTOGRAM -> {
        if (length <= HEADER_BYTES) {
          throw damaged(length + " bytes, expected at least 3");
        }
        HistogramDecoder decoder = decoder(encoding);
        decoder.reset(readable, start, length, count);
        histograms = decoder;
      }
    }
  }

  private HistogramDecoder decoder(Encoding encoding) {
    HistogramDecoder decoder = encoding == Encoding.HISTOGRAM ? counts : floatCounts;
    if (decoder == null) {
      decoder = new HistogramDecoder(encoding == Encoding.FLOAT_HISTOGRAM);
      if (encoding == Encoding.HISTOGRAM) {
        counts = decoder;
      } else {
        floatCounts = decoder;
      }
    }
    return decoder;
  }

  /** Samples in the chunk. */
  public int count() {
    return count;
  }

  /** What the samples of the chunk are. */
  public Kind kind() {
    return histograms == null ? Kind.VALUE : Kind.HISTOGRAM;
  }

  /**
   * Goes on to the next sample; false if there is none.
   *
   * @throws StorageException if the chunk's bits cannot be those of its samples
   */
  public boolean next() throws StorageException {
    at++;
    return at < batchSize || refill();
  }

  private boolean refill() throws StorageException {
    HistogramDecoder decoder = histograms;
    if (decoder == null) {
      at = 0;
      batchSize = 0;
      batchSize = values.read(batchTimestamps, batchValues, 0, BATCH);
      return batchSize > 0;
    }
    at = -1;
    return decoder.next();
  }

  /** Goes on to the first sample at or after an instant, staying if this is one; false if none. */
  public boolean seek(long timestampMillis) throws StorageException {
    boolean there = hasCurrent() || next();
    while (there && timestampMillis() < timestampMillis) {
      there = next();
    }
    return there;
  }

  private boolean hasCurrent() {
    HistogramDecoder decoder = histograms;
    return decoder == null ? at >= 0 && at < batchSize : decoder.hasCurrent();
  }

  /**
   * Reads values that follow the current sample, which is then the last one read; where none
   * follows, it stays what it is.
   *
   * @return how many, at most {@code to - from}; 0 at the end; only for values
   */
  public int read(long[] timestamps, double[] into, int from, int to) throws StorageException {
    int place = from;
    if (at + 1 < batchSize && place < to) {
      int held = Math.min(batchSize - at - 1, to - place);
      System.arraycopy(batchTimestamps, at + 1, timestamps, place, held);
      System.arraycopy(batchValues, at + 1, into, place, held);
      at += held;
      place += held;
    }
    if (place < to) {
      int read = values.read(timestamps, into, place, to);
      if (read > 0) {
        place += read;
        batchTimestamps[0] = timestamps[place - 1];
        batchValues[0] = into[place - 1];
        batchSize = 1;
        at = 0;
      }
    }
    return place - from;
  }

  /** Timestamp of the current sample in milliseconds since the Unix epoch. */
  public long timestampMillis() {
    HistogramDecoder decoder = histograms;
    return decoder == null ? batchTimestamps[at] : decoder.timestampMillis();
  }

  /** The current value; only if these are values. */
  public double value() {
    return batchValues[at];
  }

  /** The current histogram, a new object; only if these are histograms. */
  public NativeHistogram histogram() {
    HistogramDecoder decoder = histograms;
    if (decoder == null) {
      throw new IllegalStateException("the current sample is a value");
    }
    return decoder.histogram();
  }

  static StorageException beyondEnd(int samples) {
    return damaged("bits that are not those of the " + samples + " samples it tells of");
  }

  static StorageException damaged(@Nullable String found) {
    return new StorageException("chunk is damaged: found " + found);
  }
}
