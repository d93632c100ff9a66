package dev.pharos.storage.tsdb.chunk;

import java.util.Arrays;

/**
 * Doubles that each change from sample to sample, packed as the bits in which they differ from what
 * they were: the scheme of {@link XorWriter}'s values, for several values side by side.
 */
final class XorColumn {

  private static final byte NO_WINDOW = -1;

  private final long[] bits;
  private final byte[] leading;
  private final byte[] trailing;

  XorColumn(int size) {
    bits = new long[size];
    leading = new byte[size];
    trailing = new byte[size];
    Arrays.fill(leading, NO_WINDOW);
  }

  double get(int index) {
    return Double.longBitsToDouble(bits[index]);
  }

  double[] toArray() {
    double[] values = new double[bits.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }

  /** Writes the first value of each. */
  void writeFirst(BitWriter to, double[] values) {
    for (int i = 0; i < bits.length; i++) {
      writeFirst(to, i, values[i]);
    }
  }

  /** Writes the next value of each. */
  void writeNext(BitWriter to, double[] values) {
    for (int i = 0; i < bits.length; i++) {
      writeNext(to, i, values[i]);
    }
  }

  /** Reads the first value of each. */
  void readFirst(BitReader from) {
    for (int i = 0; i < bits.length; i++) {
      readFirst(from, i);
    }
  }

  /** Reads the next value of each; false if the bits tell of a window that cannot be. */
  boolean readNext(BitReader from) {
    for (int i = 0; i < bits.length; i++) {
      if (!readNext(from, i)) {
        return false;
      }
    }
    return true;
  }

  void writeFirst(BitWriter to, int index, double value) {
    bits[index] = Double.doubleToRawLongBits(value);
    to.write(bits[index], 64);
  }

  void writeNext(BitWriter to, int index, double value) {
    long valueBits = Double.doubleToRawLongBits(value);
    long xor = valueBits ^ bits[index];
    bits[index] = valueBits;
    if (xor == 0) {
      to.write(0, 1);
      return;
    }
    int newLeading = Math.min(31, Long.numberOfLeadingZeros(xor));
    int newTrailing = Long.numberOfTrailingZeros(xor);
    int held = leading[index];
    if (held != NO_WINDOW && newLeading >= held && newTrailing >= trailing[index]) {
      to.write(0b10, 2, xor >>> trailing[index], 64 - held - trailing[index]);
    } else {
      leading[index] = (byte) newLeading;
      trailing[index] = (byte) newTrailing;
      int width = 64 - newLeading - newTrailing;
      long window = (0b11L << 11) | ((long) newLeading << 6) | (width & 63);
      to.write(window, 13, xor >>> newTrailing, width);
    }
  }

  void readFirst(BitReader from, int index) {
    bits[index] = from.read(64);
    leading[index] = 0;
    trailing[index] = 0;
  }

  /** Reads the next value; false if the bits tell of a window that cannot be. */
  boolean readNext(BitReader from, int index) {
    long next = from.peek();
    if (next >= 0) {
      from.skip(1);
      return true;
    }
    if ((next & BitReader.SECOND) == 0) {
      from.skip(2);
    } else {
      int newLeading = (int) (next >>> 57) & 31;
      int width = (((int) (next >>> 51) - 1) & 63) + 1;
      if (newLeading + width > 64) {
        return false;
      }
      leading[index] = (byte) newLeading;
      trailing[index] = (byte) (64 - newLeading - width);
      from.skip(13);
    }
    int width = 64 - leading[index] - trailing[index];
    bits[index] ^= from.read(width) << trailing[index];
    return true;
  }
}
