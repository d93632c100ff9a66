package dev.pharos.storage.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Takes groups of bits from bytes, the highest bit first, a whole long at a time.
 *
 * <p>Reading beyond the end gives zeros or fails with an {@link IndexOutOfBoundsException}; {@link
 * #isBeyondEnd} tells afterwards. Decoders ask once for each sample instead of once for each group.
 */
final class BitReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bytes that have to be readable behind the last one that counts. */
  static final int SPARE_BYTES = 16;

  private byte[] bytes = {};
  private int bit;
  private int endBit;

  /** Starts at a bit; at least {@link #SPARE_BYTES} of the array lie behind {@code endBit}. */
  void reset(byte[] from, int startBit, int behindLastBit) {
    bytes = from;
    bit = startBit;
    endBit = behindLastBit;
  }

  /** Whether more was read than there was. */
  boolean isBeyondEnd() {
    return bit > endBit;
  }

  int bit() {
    return bit;
  }

  int remainingBits() {
    return endBit - bit;
  }

  /** The next 1 to 64 bits, as the lowest of a long. */
  long read(int width) {
    int at = bit >>> 3;
    int used = bit & 7;
    bit += width;
    long word = (long) LONG.get(bytes, at) << used;
    if (used + width > 64) {
      word |= (bytes[at + 8] & 0xff) >>> (8 - used);
    }
    return word >>> (64 - width);
  }

  /** A signed number in its shortest group: 1 to 72 bits. */
  long readVarbit() {
    int width = groupWidth();
    if (width == 0) {
      return 0;
    }
    long value = read(width);
    return width < 64 && value > 1L << (width - 1) ? value - (1L << width) : value;
  }

  /** A number without a sign in its shortest group: 1 to 72 bits. */
  long readUnsignedVarbit() {
    int width = groupWidth();
    return width == 0 ? 0 : read(width);
  }

  /** Reads the ones, at most eight, and the zero that ends them: they tell the group's width. */
  private int groupWidth() {
    int at = bit >>> 3;
    long word = (long) LONG.get(bytes, at) << (bit & 7);
    int ones = Math.min(8, Long.numberOfLeadingZeros(~word));
    bit += Math.min(8, ones + 1);
    return Varbits.width(ones);
  }
}
