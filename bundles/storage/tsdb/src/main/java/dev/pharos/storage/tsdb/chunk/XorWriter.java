package dev.pharos.storage.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

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
 * <p>The array has eight bytes to spare behind the last bit, so that every group of bits is written
 * with one or two 64-bit stores. These rewrite bytes that readers may be looking at, but never a
 * bit that one of them can see.
 */
public final class XorWriter implements ChunkWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private static final int START_BYTES = 48;

  /** Room that one sample can need: 68 bits for the time, 77 for the value, a whole long behind. */
  private static final int SPARE_BYTES = 32;

  private static final byte NO_WINDOW = -1;

  private byte[] bytes = new byte[START_BYTES];
  private int bits = 16;
  private short count;
  private byte leading = NO_WINDOW;
  private byte trailing;
  private long firstMillis;
  private long lastMillis;
  private long step;
  private long lastBits;

  @Override
  public long firstMillis() {
    return firstMillis;
  }

  @Override
  public int count() {
    return count;
  }

  /** Adds a sample; its timestamp is later than that of the one before. */
  public void append(long timestampMillis, double value) {
    if (bytes.length - (bits >>> 3) < SPARE_BYTES) {
      bytes = Arrays.copyOf(bytes, bytes.length + bytes.length / 2 + SPARE_BYTES);
    }
    long valueBits = Double.doubleToRawLongBits(value);
    switch (count) {
      case 0 -> {
        firstMillis = timestampMillis;
        writeVarint((timestampMillis << 1) ^ (timestampMillis >> 63));
        write(valueBits, 64);
      }
      case 1 -> {
        step = timestampMillis - lastMillis;
        writeVarint(step);
        writeXor(valueBits ^ lastBits);
      }
      default -> {
        long newStep = timestampMillis - lastMillis;
        writeStepChange(newStep - step);
        step = newStep;
        writeXor(valueBits ^ lastBits);
      }
    }
    lastMillis = timestampMillis;
    lastBits = valueBits;
    count++;
  }

  private void writeVarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      write((rest & 0x7f) | 0x80, 8);
      rest >>>= 7;
    }
    write(rest, 8);
  }

  private void writeStepChange(long change) {
    if (change == 0) {
      write(0, 1);
    } else if (fits(change, 14)) {
      write((0b10L << 14) | (change & mask(14)), 16);
    } else if (fits(change, 17)) {
      write((0b110L << 17) | (change & mask(17)), 20);
    } else if (fits(change, 20)) {
      write((0b1110L << 20) | (change & mask(20)), 24);
    } else {
      write(0b1111, 4);
      write(change, 64);
    }
  }

  private static boolean fits(long value, int width) {
    long half = 1L << (width - 1);
    return -half < value && value <= half;
  }

  private static long mask(int width) {
    return (1L << width) - 1;
  }

  private void writeXor(long xor) {
    if (xor == 0) {
      write(0, 1);
      return;
    }
    int newLeading = Math.min(31, Long.numberOfLeadingZeros(xor));
    int newTrailing = Long.numberOfTrailingZeros(xor);
    if (leading != NO_WINDOW && newLeading >= leading && newTrailing >= trailing) {
      write(0b10, 2);
      write(xor >>> trailing, 64 - leading - trailing);
    } else {
      leading = (byte) newLeading;
      trailing = (byte) newTrailing;
      int width = 64 - newLeading - newTrailing;
      write((0b11L << 11) | ((long) newLeading << 6) | (width & 63), 13);
      write(xor >>> newTrailing, width);
    }
  }

  /** Writes the lowest {@code width} bits of a value that has no others; 1 to 64. */
  private void write(long value, int width) {
    int at = bits >>> 3;
    int used = bits & 7;
    int free = 64 - used;
    long held = (long) LONG.get(bytes, at);
    if (width <= free) {
      LONG.set(bytes, at, held | (value << (free - width)));
    } else {
      LONG.set(bytes, at, held | (value >>> (width - free)));
      LONG.set(bytes, at + 8, value << (64 - (width - free)));
    }
    bits += width;
  }

  @Override
  public XorChunk view() {
    return new XorChunk(firstMillis, lastMillis, count, bytes);
  }

  /**
   * The count is told by the chunk meanwhile: writing it each time would touch another cache line.
   */
  @Override
  public XorChunk seal() {
    byte[] sealed = Arrays.copyOf(bytes, (bits + 7) >>> 3);
    SHORT.set(sealed, 0, count);
    return new XorChunk(firstMillis, lastMillis, count, sealed);
  }
}
