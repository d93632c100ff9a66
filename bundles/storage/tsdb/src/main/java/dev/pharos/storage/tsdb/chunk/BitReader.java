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

  /** Prefixes up to this are peeked at together with their numbers. */
  private static final int WHOLE_IN_PEEKED = 6;

  /** The second bit of a long, where the first is its sign. */
  static final long SECOND = 1L << 62;

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

  /** The next bits, at least 57 of them, as the highest of a long. */
  long peek() {
    return (long) LONG.get(bytes, bit >>> 3) << (bit & 7);
  }

  void skip(int width) {
    bit += width;
  }

  /** A signed number in its shortest group: 1 to 72 bits. */
  long readVarbit() {
    long next = peek();
    if (next >= 0) {
      bit++;
      return 0;
    }
    int ones = Long.numberOfLeadingZeros(~next);
    long value = readGroup(next, ones);
    int width = Varbits.width(Math.min(Varbits.MOST_ONES, ones));
    // Half the numbers of a width are negative, the one in the middle not.
    return width < 64 && value > 1L << (width - 1) ? value - (1L << width) : value;
  }

  /** A number without a sign in its shortest group: 1 to 72 bits. */
  long readUnsignedVarbit() {
    long next = peek();
    if (next >= 0) {
      bit++;
      return 0;
    }
    return readGroup(next, Long.numberOfLeadingZeros(~next));
  }

  /** Reads a group whose prefix has so many ones; more than eight belong to the number. */
  private long readGroup(long next, int ones) {
    if (ones <= WHOLE_IN_PEEKED) {
      int width = Varbits.width(ones);
      bit += ones + 1 + width;
      return next << (ones + 1) >>> (64 - width);
    }
    bit += 8;
    return read(Varbits.width(Math.min(Varbits.MOST_ONES, ones)));
  }
}
