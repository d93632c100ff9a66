package dev.pharos.storage.tsdb.chunk;

/**
 * Packs values: timestamps as differences of differences, values as the bits in which they differ
 * from the one before. Bit for bit the XOR encoding of the original.
 *
 * <pre>
 *   count             2 bytes, big-endian
 *   first timestamp   varint (zigzag)          first value   64 bits
 *   second - first    uvarint                  value         see below
 *   each further      difference of the last two steps:
 *                       0                      none
 *                       10   + 14 bits         -8191 … 8192
 *                       110  + 17 bits         -65535 … 65536
 *                       1110 + 20 bits         -524287 … 524288
 *                       1111 + 64 bits         any other
 *   value, XOR with the one before:
 *                       0                      the same
 *                       10 + bits              its bits between the leading and trailing zeros last told
 *                       11 + 5 bits leading zeros (at most 31)
 *                          + 6 bits number of bits (64 is told as 0) + bits
 * </pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class XorWriter {

  private static final int START_BYTES = 160;
  private static final int COUNT_BITS = 16;
  private static final int MOST_SAMPLES = 0xffff;

  private final BitWriter bits = new BitWriter(START_BYTES);
  private final XorColumn values = new XorColumn(1);
  private int count;
  private long firstMillis;
  private long lastMillis;
  private long step;

  /** Timestamp of the first sample. */
  public long firstMillis() {
    return firstMillis;
  }

  public int count() {
    return count;
  }

  /**
   * Adds a sample; its timestamp is later than that of the one before.
   *
   * @throws IllegalStateException if the chunk has as many as its count can tell, 65,535
   */
  public void append(long timestampMillis, double value) {
    if (count == MOST_SAMPLES) {
      throw new IllegalStateException("a chunk has no room for more than " + count + " samples");
    }
    if (count == 0) {
      firstMillis = timestampMillis;
      bits.write(0, COUNT_BITS);
      bits.writeUvarint((timestampMillis << 1) ^ (timestampMillis >> 63));
      values.writeFirst(bits, 0, value);
    } else {
      long newStep = timestampMillis - lastMillis;
      if (count == 1) {
        bits.writeUvarint(newStep);
      } else {
        writeStepChange(newStep - step);
      }
      step = newStep;
      values.writeNext(bits, 0, value);
    }
    lastMillis = timestampMillis;
    count++;
  }

  private void writeStepChange(long change) {
    if (change == 0) {
      bits.write(0, 1);
    } else if (fits(change, 14)) {
      bits.write((0b10L << 14) | (change & mask(14)), 16);
    } else if (fits(change, 17)) {
      bits.write((0b110L << 17) | (change & mask(17)), 20);
    } else if (fits(change, 20)) {
      bits.write((0b1110L << 20) | (change & mask(20)), 24);
    } else {
      bits.write(0b1111, 4);
      bits.write(change, 64);
    }
  }

  private static boolean fits(long value, int width) {
    long half = 1L << (width - 1);
    return -half < value && value <= half;
  }

  private static long mask(int width) {
    return (1L << width) - 1;
  }

  /** The samples so far, in an array that takes no more room than they need. */
  public PackedChunk seal() {
    byte[] sealed = bits.seal(count);
    return new PackedChunk(firstMillis, lastMillis, Encoding.XOR, sealed, sealed.length);
  }
}
