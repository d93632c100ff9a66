package dev.pharos.storage.tsdb.chunk;

/**
 * The groups in which histogram chunks hold small numbers shortly.
 *
 * <pre>
 *   0                       zero
 *   10       +  3 bits      -3 … 4            or up to 7
 *   110      +  6 bits      -31 … 32          or up to 63
 *   1110     +  9 bits      -255 … 256        or up to 511
 *   11110    + 12 bits      -2047 … 2048      or up to 4095
 *   111110   + 18 bits      -131071 … 131072  or up to 262143
 *   1111110  + 25 bits      ±2²⁴              or up to 2²⁵-1
 *   11111110 + 56 bits      ±2⁵⁵              or up to 2⁵⁶-1
 *   11111111 + 64 bits      any other
 * </pre>
 */
final class Varbits {

  /** Ones of the longest prefix, which no zero ends. */
  static final int MOST_ONES = 8;

  /** Widths by ones, a byte each, the lowest for none: a shift is quicker than an array. */
  private static final long WIDTHS = 0x38_19_12_0c_09_06_03_00L;

  /** Ones by the bits of a number without a sign. */
  private static final byte[] ONES = new byte[65];

  static {
    for (int bits = 1; bits <= 64; bits++) {
      int ones = 1;
      while (width(ones) < bits) {
        ones++;
      }
      ONES[bits] = (byte) ones;
    }
  }

  private Varbits() {}

  /** Bits behind a prefix with so many ones. */
  static int width(int ones) {
    return ones == MOST_ONES ? 64 : (int) (WIDTHS >>> (8 * ones)) & 0xff;
  }

  /** Ones of the prefix for a signed number other than zero. */
  static int onesFor(long value) {
    // Half the numbers of a width are negative, the one in the middle not.
    return ONES[Math.min(64, bits(value > 0 ? value - 1 : -value) + 1)];
  }

  /** Ones of the prefix for a number without a sign other than zero. */
  static int onesForUnsigned(long value) {
    return ONES[bits(value)];
  }

  private static int bits(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }
}
