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

  private static final int[] WIDTHS = {0, 3, 6, 9, 12, 18, 25, 56, 64};

  private Varbits() {}

  /** Bits behind a prefix with so many ones. */
  static int width(int ones) {
    return WIDTHS[ones];
  }

  /** Ones of the prefix for a signed number. */
  static int onesFor(long value) {
    int ones = 0;
    while (ones < 8 && !fits(value, WIDTHS[ones])) {
      ones++;
    }
    return ones;
  }

  /** Ones of the prefix for a number without a sign. */
  static int onesForUnsigned(long value) {
    int width = 64 - Long.numberOfLeadingZeros(value);
    int ones = 0;
    while (WIDTHS[ones] < width) {
      ones++;
    }
    return ones;
  }

  /** Half the numbers of a width are negative, the one in the middle not. */
  private static boolean fits(long value, int width) {
    if (width == 0) {
      return value == 0;
    }
    long half = 1L << (width - 1);
    return -half < value && value <= half;
  }
}
