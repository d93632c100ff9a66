package dev.pharos.storage.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Puts groups of bits behind each other, the highest bit first, with one or two 64-bit stores each.
 *
 * <p>Bits once written never change, so that others may read them while more is added.
 */
final class BitWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int bit;

  BitWriter(int startBytes, int startBit) {
    bytes = new byte[startBytes + BitReader.SPARE_BYTES];
    bit = startBit;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The bytes that hold all bits so far, with a number of samples in the first two. */
  byte[] seal(int samples) {
    byte[] sealed = Arrays.copyOf(bytes, size());
    sealed[0] = (byte) (samples >>> 8);
    sealed[1] = (byte) samples;
    return sealed;
  }

  /** Bytes that hold all bits so far. */
  int size() {
    return (bit + 7) >>> 3;
  }

  int bit() {
    return bit;
  }

  /** Writes the lowest {@code width} bits of a value; 1 to 64. */
  void write(long value, int width) {
    int at = bit >>> 3;
    int used = bit & 7;
    int free = 64 - used;
    if (bytes.length - at < BitReader.SPARE_BYTES + 8) {
      bytes = Arrays.copyOf(bytes, bytes.length + bytes.length / 2 + 32);
    }
    long low = width == 64 ? value : value & ((1L << width) - 1);
    long held = (long) LONG.get(bytes, at);
    if (width <= free) {
      LONG.set(bytes, at, held | (low << (free - width)));
    } else {
      LONG.set(bytes, at, held | (low >>> (width - free)));
      LONG.set(bytes, at + 8, low << (64 - (width - free)));
    }
    bit += width;
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
    writeGroup(value, Varbits.onesFor(value));
  }

  /** Writes a number without a sign in its shortest group. */
  void writeUnsignedVarbit(long value) {
    writeGroup(value, Varbits.onesForUnsigned(value));
  }

  private void writeGroup(long value, int ones) {
    int prefixWidth = Math.min(8, ones + 1);
    long prefix = ones == 8 ? 0xff : (1L << prefixWidth) - 2;
    int width = Varbits.width(ones);
    if (prefixWidth + width <= 64 && width > 0) {
      write((prefix << width) | (value & ((1L << width) - 1)), prefixWidth + width);
    } else {
      write(prefix, prefixWidth);
      if (width > 0) {
        write(value, width);
      }
    }
  }
}
