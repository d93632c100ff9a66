package dev.pharos.storage.tsdb.head;

import dev.pharos.storage.tsdb.chunk.XorWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Packs floats into the open chunk of a row, in the encoding that {@link XorWriter} describes. What
 * it needs to go on is in the arrays of the page, the bits are in one array of the row.
 *
 * <p>That array is as long as its samples need and a little more: it grows in steps of a quarter,
 * and a sample that changes nothing takes two bits. Bits once written stay as they are, so a reader
 * that knows how many it may see needs no lock. The two bytes of the count in front are written
 * when the chunk is full.
 */
final class OpenChunk {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Lengths of arrays; with the twelve bytes of the header in front, whole multiples of eight. */
  private static final int[] LENGTHS = {
    28, 36, 44, 52, 68, 84, 108, 132, 164, 204, 252, 316, 388, 484, 604, 756, 940, 1180
  };

  private static final int HEADER_BITS = 16;

  private OpenChunk() {}

  /** Begins a chunk with its first sample. */
  static void begin(Page page, int at, long timestampMillis, long valueBits) {
    long zigzag = (timestampMillis << 1) ^ (timestampMillis >> 63);
    int width = HEADER_BITS + varintBits(zigzag) + 64;
    byte[] bytes = new byte[length(width)];
    int bit = putVarint(bytes, HEADER_BITS, zigzag);
    page.bits[at] = (char) put(bytes, bit, valueBits, 64);
    page.open[at] = bytes;
    page.counts[at] = 1;
    page.spans[at] = 0;
    page.steps[at] = 0;
    page.leading[at] = Page.NO_WINDOW;
    page.lastMillis[at] = timestampMillis;
    page.lastBits[at] = valueBits;
  }

  /** Adds a sample that is later than the one before, by no more than a chunk may span. */
  static void add(Page page, int at, long timestampMillis, long valueBits) {
    int step = (int) (timestampMillis - page.lastMillis[at]);
    byte count = page.counts[at];
    long time;
    int timeWidth;
    if (count == 1) {
      time = 0;
      timeWidth = varintBits(step);
    } else {
      int change = step - page.steps[at];
      if (change == 0) {
        time = 0;
        timeWidth = 1;
      } else if (fits(change, 14)) {
        time = (0b10L << 14) | (change & mask(14));
        timeWidth = 16;
      } else if (fits(change, 17)) {
        time = (0b110L << 17) | (change & mask(17));
        timeWidth = 20;
      } else if (fits(change, 20)) {
        time = (0b1110L << 20) | (change & mask(20));
        timeWidth = 24;
      } else {
        time = change;
        timeWidth = 4 + 64;
      }
    }
    long xor = valueBits ^ page.lastBits[at];
    int leading = page.leading[at];
    int trailing = page.trailing[at];
    int control = 0;
    int controlWidth = 1;
    int width = 0;
    if (xor != 0) {
      int newLeading = Math.min(31, Long.numberOfLeadingZeros(xor));
      int newTrailing = Long.numberOfTrailingZeros(xor);
      if (leading == Page.NO_WINDOW || newLeading < leading || newTrailing < trailing) {
        leading = newLeading;
        trailing = newTrailing;
        page.leading[at] = (byte) leading;
        page.trailing[at] = (byte) trailing;
        width = 64 - leading - trailing;
        control = (0b11 << 11) | (leading << 6) | (width & 63);
        controlWidth = 13;
      } else {
        width = 64 - leading - trailing;
        control = 0b10;
        controlWidth = 2;
      }
    }
    int bit = page.bits[at];
    byte[] bytes = room(page, at, bit + timeWidth + controlWidth + width);
    if (count == 1) {
      bit = putVarint(bytes, bit, step);
    } else if (timeWidth > 64) {
      bit = put(bytes, put(bytes, bit, 0b1111, 4), time, 64);
    } else {
      bit = put(bytes, bit, time, timeWidth);
    }
    bit = put(bytes, bit, control, controlWidth);
    if (width > 0) {
      bit = put(bytes, bit, xor >>> trailing, width);
    }
    page.bits[at] = (char) bit;
    page.counts[at] = (byte) (count + 1);
    page.spans[at] += step;
    page.steps[at] = step;
    page.lastMillis[at] = timestampMillis;
    page.lastBits[at] = valueBits;
  }

  private static byte[] room(Page page, int at, int bits) {
    byte[] bytes = page.open[at];
    if (bytes == null) {
      throw new AssertionError("a chunk without bytes");
    }
    if (bits > 8 * bytes.length) {
      bytes = Arrays.copyOf(bytes, length(bits));
      page.open[at] = bytes;
    }
    return bytes;
  }

  private static int length(int bits) {
    int needed = (bits + 7) >>> 3;
    for (int length : LENGTHS) {
      if (length >= needed) {
        return length;
      }
    }
    return (needed + needed / 4 + 7) / 8 * 8 + 4;
  }

  /** Bytes of the open chunk. */
  static int length(Page page, int at) {
    return (page.bits[at] + 7) >>> 3;
  }

  /** Writes how many samples there are in front of them, as a chunk on disk has it. */
  static void putCount(byte[] bytes, int count) {
    bytes[0] = (byte) (count >>> 8);
    bytes[1] = (byte) count;
  }

  private static boolean fits(int value, int width) {
    int half = 1 << (width - 1);
    return -half < value && value <= half;
  }

  private static long mask(int width) {
    return (1L << width) - 1;
  }

  private static int varintBits(long value) {
    return 8 * Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  private static int putVarint(byte[] bytes, int from, long value) {
    int bit = from;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bit = put(bytes, bit, (rest & 0x7f) | 0x80, 8);
      rest >>>= 7;
    }
    return put(bytes, bit, rest, 8);
  }

  /** Writes the lowest {@code width} bits of a value that has no others; tells where they end. */
  private static int put(byte[] bytes, int bit, long value, int width) {
    if (value != 0) {
      // Near the end, the word that ends there: it has room for all that the array has room for.
      int at = Math.min(bit >>> 3, bytes.length - Long.BYTES);
      int used = bit - 8 * at;
      int free = Long.SIZE - used;
      long held = (long) LONG.get(bytes, at);
      if (width <= free) {
        LONG.set(bytes, at, held | (value << (free - width)));
      } else {
        LONG.set(bytes, at, held | (value >>> (width - free)));
        bytes[at + Long.BYTES] = (byte) (value << (Long.BYTES - (width - free)));
      }
    }
    return bit + width;
  }
}
