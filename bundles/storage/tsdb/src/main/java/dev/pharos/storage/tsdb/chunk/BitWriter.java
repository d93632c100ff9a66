package dev.pharos.storage.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Puts groups of bits behind each other, the highest bit first.
 *
 * <p>The eight bytes being filled are kept beside the array and stored whole after each group: to
 * load them from there again would have to wait for the store before. Bits once written never
 * change, so that others may read them while more is added.
 */
final class BitWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;

  /** Where the eight bytes being filled are. */
  private int at;

  private long filling;

  /** Bits of those eight bytes that are not written yet; 1 to 64. */
  private int free = Long.SIZE;

  BitWriter(int startBytes) {
    bytes = new byte[startBytes + BitReader.SPARE_BYTES];
  }

  /** The array that is written to, with {@link BitReader#SPARE_BYTES} behind the last bit. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes that hold all bits so far. */
  int size() {
    return at + Long.BYTES - (free >>> 3);
  }

  /** The bytes that hold all bits so far, with a number of samples in the first two. */
  byte[] seal(int samples) {
    byte[] sealed = Arrays.copyOf(bytes, size());
    sealed[0] = (byte) (samples >>> 8);
    sealed[1] = (byte) samples;
    return sealed;
  }

  /** Writes the lowest {@code width} bits of a value; 1 to 64. */
  void write(long value, int width) {
    long low = value & (-1L >>> (64 - width));
    if (width < free) {
      free -= width;
      filling |= low << free;
      LONG.set(bytes, at, filling);
    } else {
      int left = width - free;
      LONG.set(bytes, at, filling | (low >>> left));
      at += Long.BYTES;
      free = 64 - left;
      if (bytes.length - at < Long.BYTES + BitReader.SPARE_BYTES) {
        bytes = Arrays.copyOf(bytes, bytes.length + bytes.length / 2 + 32);
      }
      filling = left == 0 ? 0 : low << free;
      LONG.set(bytes, at, filling);
    }
  }

  /** Writes a prefix and a value behind it, whose other bits are zero; at most 72 bits. */
  void write(long prefix, int prefixWidth, long value, int width) {
    if (prefixWidth + width <= 64) {
      write((prefix << width) | value, prefixWidth + width);
    } else {
      write(prefix, prefixWidth);
      write(value, width);
    }
  }

  /** Writes seven bits a byte, the lowest first, the top bit set on all bytes but the last. */
  void writeUvarint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      write(rest | 0x80, 8);
      rest >>>= 7;
    }
    write(rest, 8);
  }

  /** Writes a signed number in its shortest group. */
  void writeVarbit(long value) {
    if (value == 0) {
      write(0, 1);
    } else {
      writeGroup(value, Varbits.onesFor(value));
    }
  }

  /** Writes a number without a sign in its shortest group. */
  void writeUnsignedVarbit(long value) {
    if (value == 0) {
      write(0, 1);
    } else {
      writeGroup(value, Varbits.onesForUnsigned(value));
    }
  }

  private void writeGroup(long value, int ones) {
    int width = Varbits.width(ones);
    long low = value & (-1L >>> (64 - width));
    if (ones == Varbits.MOST_ONES) {
      write(0xff, 8, low, width);
    } else {
      write((1L << (ones + 1)) - 2, ones + 1, low, width);
    }
  }
}
